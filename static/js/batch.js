/* A batch, one request a case: each result stands in its row as soon as it is there, a bar tells how far it is, and what
   failed can be tried again by itself or all together. A passphrase stays in its field until everything is done or the
   page is left; it is sent with each request and kept nowhere else. Without this script the form sends all at once, or
   links lead to one after the other. */
"use strict";

const form = document.querySelector("form.batch");
const words = form.dataset;
const rows = [...form.querySelectorAll("[data-item]")];
const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
const secret = words.secret ? form.elements[words.secret] : null;
const button = form.querySelector("button[type=submit]");
const box = form.querySelector(".batch-progress");
const bar = box.querySelector("progress");
const status = box.querySelector("[role=status]");
let running = false;

form.querySelectorAll(".needs-script").forEach((part) => part.removeAttribute("hidden"));
form.querySelectorAll(".needs-no-script").forEach((part) => part.replaceWith("Belum diproses"));

function badge(text, tone) {
  const made = document.createElement("span");
  made.className = `status-badge tone-${tone}`;
  made.textContent = text;
  return made;
}

function tell() {
  const done = rows.filter((row) => row.dataset.state === "done").length;
  const failed = rows.filter((row) => row.dataset.state === "failed").length;
  bar.value = done + failed;
  status.textContent = `${done} ${words.done}, ${failed} ${words.failed}, dari ${rows.length}`;
}

function show(row, answer) {
  const cell = row.querySelector(".batch-state");
  row.dataset.state = answer.done ? "done" : "failed";
  if (answer.done) {
    cell.replaceChildren(badge(answer.message, "success"));
    return;
  }
  const reason = document.createElement("p");
  reason.className = "batch-reason";
  reason.textContent = answer.message;
  const again = document.createElement("button");
  again.type = "button";
  again.className = "btn btn-outline-primary btn-sm";
  again.textContent = words.again;
  const which = document.createElement("span");
  which.className = "visually-hidden";
  which.textContent = ` ${row.querySelector("a").textContent}`;
  again.append(which);
  again.addEventListener("click", () => run([row]));
  cell.replaceChildren(reason, again);
}

async function ask(row) {
  const data = new FormData();
  data.append("csrfmiddlewaretoken", token);
  data.append("turn", row.dataset.turn);
  if (secret) data.append(secret.name, secret.value);
  try {
    const response = await fetch(row.dataset.item, { method: "POST", body: data, redirect: "error" });
    if (response.ok) return await response.json();
  } catch {
    // told below
  }
  return { done: false, message: words.unreached };
}

async function run(chosen) {
  if (running || (secret && !secret.reportValidity())) return;
  running = true;
  button.disabled = true;
  box.hidden = false;
  for (const row of chosen) {
    row.querySelector(".batch-state").replaceChildren(badge(words.running, "info"));
    const answer = await ask(row);
    show(row, answer);
    tell();
    if (answer.stop) {
      secret.focus();
      secret.select();
      break;
    }
  }
  running = false;
  const left = rows.filter((row) => row.dataset.state !== "done");
  button.disabled = left.length === 0;
  if (left.length === 0 && secret) secret.value = "";
  tell();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  run(rows.filter((row) => row.dataset.state !== "done"));
});
window.addEventListener("beforeunload", (event) => {
  if (running) event.preventDefault();
});
window.addEventListener("pagehide", () => {
  if (secret) secret.value = "";
});

/* Documents given in place: dropped or chosen, sent at once with a bar that shows how far, and judged by the server,
   whose page is put in where the card stands. A photograph that is too large is made smaller first. Without this script
   the same form is sent by its button. */
"use strict";

const SIDES = [2400, 2000, 1600, 1200, 900];
const QUALITIES = [0.85, 0.7, 0.55];

const announce = document.createElement("p");
announce.className = "visually-hidden";
announce.setAttribute("role", "status");
document.querySelector("main").append(announce);

async function smaller(file, max) {
  const picture = await createImageBitmap(file);
  const canvas = document.createElement("canvas");
  for (const side of SIDES) {
    const scale = Math.min(1, side / Math.max(picture.width, picture.height));
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    for (const quality of QUALITIES) {
      const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
      // The server writes the picture once more and may need a little room.
      if (blob && blob.size < max * 0.8) return new File([blob], file.name, { type: "image/jpeg" });
    }
  }
  return file;
}

function send(form, file, card) {
  const data = new FormData(form);
  data.delete("file");
  data.append("file", file, file.name);
  const bar = document.createElement("progress");
  bar.max = 100;
  bar.value = 0;
  bar.className = "upload-progress";
  bar.setAttribute("aria-label", `Mengunggah ${file.name}`);
  card.querySelector(".upload-progress")?.remove();
  form.append(bar);
  card.setAttribute("aria-busy", "true");
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.responseType = "document";
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) bar.value = (100 * event.loaded) / event.total;
    });
    request.addEventListener("load", () => done(request));
    request.addEventListener("error", failed);
    request.addEventListener("timeout", failed);
    request.send(data);
  });
}

/* Puts the server's answer in place: this card, what is missing, the steps, and nothing else that somebody may be
   in the middle of. */
function show(answer, card) {
  const fresh = answer.getElementById(card.id);
  if (!fresh) {
    window.location.reload();
    return;
  }
  for (const selector of ["#langkah-berikutnya", ".flow"]) {
    const [old, now] = [document.querySelector(selector), answer.querySelector(selector)];
    if (old && now) old.replaceWith(now);
  }
  const error = fresh.querySelector(".field-error");
  const message = answer.querySelector(".messages .notice");
  if (message) {
    message.setAttribute("role", "presentation");
    fresh.querySelector(".document-head").after(message);
  }
  card.replaceWith(fresh);
  dress(fresh);
  announce.textContent = (error || message || fresh).textContent.trim().replace(/\s+/g, " ").slice(0, 200);
  fresh.querySelector("input[type=file]")?.focus({ preventScroll: true });
}

function fail(form, text) {
  form.querySelector(".upload-progress")?.remove();
  form.closest(".document-card").removeAttribute("aria-busy");
  let told = form.querySelector(".upload-failed");
  if (!told) {
    told = document.createElement("p");
    told.className = "upload-failed field-error";
    told.setAttribute("role", "alert");
    form.append(told);
  }
  told.textContent = text;
}

async function upload(form, chosen) {
  const card = form.closest(".document-card");
  if (card.getAttribute("aria-busy") === "true") return;
  const max = Number(form.dataset.max);
  let file = chosen;
  if (form.dataset.kind === "jpeg" && file.size > max * 0.8 && file.type.startsWith("image/")) {
    file = await smaller(file, max).catch(() => chosen);
  }
  try {
    const request = await send(form, file, card);
    if (request.response && [200, 422].includes(request.status)) show(request.response, card);
    else fail(form, `Berkas belum terkirim (${request.status}). Muat ulang halaman, lalu coba lagi.`);
  } catch {
    fail(form, "Berkas belum terkirim. Periksa sambungan internet, lalu coba lagi.");
  }
}

function dress(card) {
  const form = card.querySelector(".upload-form");
  if (!form) return;
  card.classList.add("is-live");
  form.addEventListener("change", (event) => {
    if (event.target.files?.length) upload(form, event.target.files[0]);
  });
  form.addEventListener("submit", (event) => {
    const given = [...form.querySelectorAll("input[type=file]")].find((input) => input.files.length);
    if (!given) return;
    event.preventDefault();
    upload(form, given.files[0]);
  });
  const zone = form.querySelector(".upload-fields");
  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    zone.classList.add("is-over");
  });
  zone.addEventListener("dragleave", () => zone.classList.remove("is-over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("is-over");
    if (event.dataTransfer.files.length) upload(form, event.dataTransfer.files[0]);
  });
}

document.querySelectorAll(".document-card").forEach(dress);

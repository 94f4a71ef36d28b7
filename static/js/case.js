/* The page of a case: the viewer changes without loading the page, single keys do what the buttons do, and colleagues
   who have the page open are named. Everything here can also be done without this script. */
"use strict";

const layout = document.querySelector(".case-layout");
const pane = document.querySelector(".viewer-pane");
const rows = [...document.querySelectorAll(".document-row[data-document]")];
const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
const ZOOMS = 4;

/* --- Viewer --- */

const shown = { row: rows.find((row) => row.classList.contains("is-shown")) || rows[0], page: 1, turn: 0, zoom: 1 };

function draw() {
  const { row, page, turn, zoom } = shown;
  const name = row.querySelector("h3").textContent.replace(/^\d+\.\s*/, "");
  const look = new URLSearchParams();
  if (turn) look.set("putar", turn);
  if (zoom > 1) look.set("rinci", 1);
  const picture = pane.querySelector("img");
  pane.classList.add("is-busy");
  pane.dataset.zoom = zoom;
  picture.alt = `${name}, halaman ${page}`;
  const query = look.toString();
  picture.src = `${row.dataset.sheet}${page}/${query ? `?${query}` : ""}`;
  pane.querySelector("h2").textContent = name;
  pane.querySelector("[data-show=page]").textContent = page;
  pane.querySelector("[data-show=pages]").textContent = row.dataset.pages;
  pane.querySelector("[data-show=file]").href = row.dataset.file;
  const can = { "previous-page": page > 1, "next-page": page < Number(row.dataset.pages) };
  for (const [act, open] of Object.entries(can)) {
    const link = pane.querySelector(`[data-act=${act}]`);
    if (open) link.href = "#penampil";
    else link.removeAttribute("href");
  }
  rows.forEach((other) => other.classList.toggle("is-shown", other === row));
}

function show(row, page = 1) {
  if (!pane || !row) return;
  Object.assign(shown, { row, page, turn: 0 });
  pane.querySelector(".viewer-sheet").scrollTo(0, 0);
  row.scrollIntoView({ block: "nearest" });
  draw();
}

const step = (by) => show(rows[(rows.indexOf(shown.row) + by + rows.length) % rows.length]);
const leaf = (by) => {
  const page = shown.page + by;
  if (page >= 1 && page <= Number(shown.row.dataset.pages)) {
    shown.page = page;
    draw();
  }
};
const enlarge = (by) => {
  shown.zoom = Math.min(ZOOMS, Math.max(1, shown.zoom + by));
  draw();
};
const turn = () => {
  shown.turn = (shown.turn + 90) % 360;
  draw();
};
const ACTS = {
  "previous-document": () => step(-1),
  "next-document": () => step(1),
  "previous-page": () => leaf(-1),
  "next-page": () => leaf(1),
  turn,
  smaller: () => enlarge(-1),
  larger: () => enlarge(1),
};

if (pane) {
  const picture = pane.querySelector("img");
  const failed = pane.querySelector(".viewer-failed");
  const settle = (wrong) => {
    pane.classList.remove("is-busy");
    failed.hidden = !wrong;
    picture.hidden = wrong;
  };
  picture.addEventListener("load", () => settle(false));
  picture.addEventListener("error", () => settle(true));
  pane.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-act]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    ACTS[link.dataset.act]();
  });
  // Only where it stands beside the rows; else the link leads to it.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.show-beside");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    show(link.closest(".document-row"));
    if (!window.matchMedia("(min-width: 75rem)").matches) pane.scrollIntoView();
  });
  rows.forEach((row) =>
    row.addEventListener("focusin", () => {
      if (row !== shown.row) show(row);
    }),
  );
}

/* --- Keys --- */

const help = document.getElementById("pintasan");
const form = document.getElementById("pemeriksaan");

function judge(row, verdict) {
  const radio = row.querySelector(`input[type=radio][value=${verdict}]`);
  if (radio) radio.checked = true;
  return radio;
}

const unjudged = () => rows.find((row) => !row.querySelector("input[type=radio]:checked"));

function goOn() {
  const next = unjudged();
  if (next) {
    show(next);
    next.querySelector("input[type=radio]").focus({ preventScroll: true });
  } else {
    const refused = rows.some((row) => row.querySelector("input[value=refused]:checked"));
    (refused ? null : form.querySelector("[data-key=approve]") || form.querySelector("[data-key=save]"))?.focus();
    if (refused) form.querySelector("[data-key=save]").focus();
  }
}

function accept() {
  if (judge(shown.row, "accepted")) goOn();
}

function refuse(reason) {
  if (!judge(shown.row, "refused")) return;
  const field = shown.row.querySelector("input[list]");
  if (reason === undefined) {
    field.focus();
    return;
  }
  field.value = reason;
  goOn();
}

const reasonAt = (place) => help.querySelectorAll(".reason-keys li")[place]?.textContent;
const press = (name) => form.querySelector(`[data-key=${name}]`)?.click();
const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  n: () => leaf(1),
  p: () => leaf(-1),
  r: turn,
  "+": () => enlarge(1),
  "=": () => enlarge(1),
  "-": () => enlarge(-1),
  s: accept,
  t: () => refuse(),
  a: () => press("approve"),
  w: () => press("save"),
  "?": () => help.showModal(),
};

if (help && form && pane) {
  const active = document.getElementById("pintasan-aktif");
  const hint = document.querySelector(".keys-hint");
  hint.hidden = false;
  document.querySelector(".case-acts").append(hint);
  document.getElementById("buka-pintasan").addEventListener("click", () => help.showModal());
  try {
    active.checked = localStorage.getItem("pintasan") !== "mati";
  } catch {
    // A browser that keeps nothing: they are on.
  }
  active.addEventListener("change", () => {
    try {
      localStorage.setItem("pintasan", active.checked ? "hidup" : "mati");
    } catch {
      // Then it holds for this page.
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    const field = event.target;
    const typing = field.matches("textarea, select, input:not([type=radio]):not([type=checkbox])");
    if (typing) {
      if (event.key === "Enter" && field.matches(".document-row input[list]")) {
        event.preventDefault();
        goOn();
      } else if (event.key === "Escape") field.blur();
      return;
    }
    if (!active.checked) return;
    const digit = /^[1-9]$/.test(event.key) ? reasonAt(Number(event.key) - 1) : undefined;
    const act = digit === undefined ? KEYS[event.key] : () => refuse(digit);
    if (!act) return;
    event.preventDefault();
    act();
  });
}

/* --- Colleagues --- */

const told = document.querySelector(".case-present");

async function tell() {
  if (document.hidden) return;
  const data = new FormData();
  data.append("csrfmiddlewaretoken", token);
  data.append("turn", layout.dataset.turn);
  try {
    const response = await fetch(layout.dataset.present, { method: "POST", body: data, redirect: "error" });
    if (!response.ok) return;
    const answer = await response.json();
    told.classList.toggle("is-moved", answer.moved);
    const words = answer.moved ? told.dataset.moved : answer.others.length ? `${told.dataset.words} ${answer.others.join(", ")}` : "";
    if (told.textContent !== words) told.textContent = words;
  } catch {
    // The next time it may work again.
  }
}

if (layout && told && token) setInterval(tell, 45_000);

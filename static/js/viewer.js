/* LIHAT in place: a picture or a PDF opens over the page. Without this script, and where the window is too small for a
   PDF, the link opens a tab as it says. */
"use strict";

const WIDE_ENOUGH = "(min-width: 48rem)";

const dialog = document.createElement("dialog");
dialog.className = "viewer";
dialog.setAttribute("aria-labelledby", "viewer-title");
const head = document.createElement("div");
head.className = "viewer-head";
const title = document.createElement("h2");
title.id = "viewer-title";
const close = document.createElement("button");
close.type = "button";
close.className = "btn btn-outline-secondary btn-sm";
close.textContent = "Tutup";
const body = document.createElement("div");
body.className = "viewer-body";
head.append(title, close);
dialog.append(head, body);
document.body.append(dialog);

close.addEventListener("click", () => dialog.close());
dialog.addEventListener("click", (event) => {
  if (event.target === dialog) dialog.close();
});
dialog.addEventListener("close", () => body.replaceChildren());

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-view]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const picture = link.dataset.view.startsWith("image/");
  if (!picture && !window.matchMedia(WIDE_ENOUGH).matches) return;
  event.preventDefault();
  title.textContent = link.dataset.viewTitle;
  const shown = document.createElement(picture ? "img" : "iframe");
  shown.src = link.href;
  shown[picture ? "alt" : "title"] = link.dataset.viewTitle;
  body.replaceChildren(shown);
  dialog.showModal();
});

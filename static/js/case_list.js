/* The list of cases: one box that ticks all that are shown, and how many are ticked. Without this script each is ticked
   by itself. */
"use strict";

const count = document.querySelector(".bulk-count");
const head = document.querySelector("thead .choose-cell");
const boxes = [...document.querySelectorAll("tbody .choose-cell input")];

if (count && head && boxes.length) {
  const label = document.createElement("label");
  const all = document.createElement("input");
  all.type = "checkbox";
  const words = document.createElement("span");
  words.className = "visually-hidden";
  words.textContent = "Pilih semua di halaman ini";
  label.append(all, words);
  head.replaceChildren(label);
  let last = null;

  const tell = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    count.textContent = ticked ? `${ticked} ${count.dataset.some}` : count.dataset.none;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  };
  all.addEventListener("change", () => {
    boxes.forEach((box) => (box.checked = all.checked));
    tell();
  });
  boxes.forEach((box, place) =>
    box.addEventListener("click", (event) => {
      // With Shift, everything between this one and the one before.
      if (event.shiftKey && last !== null) {
        const [from, until] = [Math.min(last, place), Math.max(last, place)];
        boxes.slice(from, until + 1).forEach((other) => (other.checked = box.checked));
      }
      last = place;
      tell();
    }),
  );
  // The browser may have kept the ticks of a page that was left.
  tell();
}

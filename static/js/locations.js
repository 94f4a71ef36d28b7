/* Places of research: another row without loading the page, rows that can be taken away, and two ways to fill them in:
   from the office's list, with suggestions, or by hand. Without this script one input does both. */
"use strict";

for (const field of document.querySelectorAll(".locations-field")) {
  const list = field.querySelector("datalist");
  const listed = new Set([...list.options].map((option) => option.value));
  const add = field.querySelector("button[name]");
  const max = Number(field.dataset.max);
  const inputs = () => [...field.querySelectorAll("input[list], input[data-manual]")];

  const button = (text, classes) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = classes;
    made.textContent = text;
    return made;
  };
  const renumber = () => {
    inputs().forEach((input, place) => input.setAttribute("aria-label", `${field.dataset.label} ${place + 1}`));
    if (add) add.hidden = inputs().length >= max;
  };
  const judge = (input) => {
    const note = input.closest(".location-row").querySelector(".location-note");
    const unlisted = !input.dataset.manual && input.value.trim() !== "" && !listed.has(input.value.trim());
    note.hidden = !unlisted;
  };
  const choose = (row, manual) => {
    const input = row.querySelector("input");
    const [database, hand] = row.querySelectorAll("[data-way]");
    database.setAttribute("aria-pressed", String(!manual));
    hand.setAttribute("aria-pressed", String(manual));
    if (manual) {
      input.removeAttribute("list");
      input.dataset.manual = "1";
    } else {
      input.setAttribute("list", list.id);
      delete input.dataset.manual;
    }
    judge(input);
  };
  const dress = (row) => {
    const input = row.querySelector("input");
    const ways = document.createElement("div");
    ways.className = "location-ways";
    ways.setAttribute("role", "group");
    ways.setAttribute("aria-label", field.dataset.ways);
    for (const manual of [false, true]) {
      const way = button(manual ? field.dataset.manual : field.dataset.database, "location-way");
      way.dataset.way = "";
      way.addEventListener("click", () => {
        choose(row, manual);
        input.focus();
      });
      ways.append(way);
    }
    const remove = button(field.dataset.remove, "btn btn-link btn-sm location-remove");
    remove.addEventListener("click", () => {
      if (inputs().length > 1) row.remove();
      else input.value = "";
      renumber();
      inputs()[0].focus();
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    const note = document.createElement("p");
    note.className = "location-note form-text";
    note.textContent = field.dataset.unlisted;
    note.setAttribute("role", "status");
    row.prepend(ways);
    row.append(remove, note);
    input.addEventListener("change", () => judge(input));
    choose(row, input.value.trim() !== "" && !listed.has(input.value.trim()));
  };

  const rows = [...field.querySelectorAll(".location-row")];
  rows.forEach(dress);
  add?.addEventListener("click", (event) => {
    event.preventDefault();
    const last = inputs().at(-1).closest(".location-row");
    const row = document.createElement("div");
    row.className = "location-row";
    const input = last.querySelector("input").cloneNode();
    const prefix = list.id.replace(/_daftar$/, "");
    let number = inputs().length + 1;
    while (document.getElementById(`${prefix}_${number}`)) number += 1;
    input.id = `${prefix}_${number}`;
    input.value = "";
    input.setAttribute("list", list.id);
    input.removeAttribute("data-manual");
    row.append(input);
    last.after(row);
    dress(row);
    renumber();
    input.focus();
  });
}

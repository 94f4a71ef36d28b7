/* Where htmx has loaded, the selects of an address follow each other by themselves and need no buttons; a suggestion is
   taken over in place. Without scripts the same buttons send the form, and the server shows it again. */
"use strict";

const root = document.documentElement;
root.classList.toggle("has-htmx", "htmx" in window);
// Without an answer the buttons are back: the whole form may still get through.
for (const failure of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(failure, () => root.classList.remove("has-htmx"));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-take-over]");
  if (!button) return;
  const field = document.getElementById(button.dataset.takeOver);
  if (!field) return;
  event.preventDefault();
  field.value = button.dataset.value;
  field.focus();
  button.closest(".field-hint").replaceChildren();
});

/* The sex that the NIK says is ticked when none is; it can be changed, and the server asks when the two differ. */
const nik = document.getElementById("id_nik");
nik?.addEventListener("change", () => {
  const digits = nik.value.replace(/[\s.\-()]/g, "");
  const sexes = document.getElementsByName("sex");
  if (!/^\d{16}$/.test(digits) || [...sexes].some((sex) => sex.checked)) return;
  const wanted = Number(digits.slice(6, 8)) > 40 ? "female" : "male";
  for (const sex of sexes) sex.checked = sex.value === wanted;
});

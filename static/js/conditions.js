/* Hides the questions that do not apply, as the answers above them change. What was typed there stays typed; the
   server judges by the same conditions and keeps nothing of it. Without this script every question stands there,
   with the words that say when it is answered. `data-conditions` is a query string: field=value, all must hold. */
"use strict";

for (const form of document.querySelectorAll("form:has([data-conditions])")) {
  const update = () => {
    const unasked = new Set();
    // In the order of the form: what nobody was asked decides nothing further down.
    for (const question of form.querySelectorAll("[data-conditions]")) {
      const conditions = [...new URLSearchParams(question.dataset.conditions)];
      question.hidden = !conditions.every(
        ([name, value]) => !unasked.has(name) && form.elements.namedItem(name)?.value === value,
      );
      if (question.hidden) question.querySelectorAll("[name]").forEach((control) => unasked.add(control.name));
    }
  };
  form.addEventListener("change", update);
  // A browser that goes back fills the answers in again later than it runs this.
  window.addEventListener("pageshow", update);
  update();
}

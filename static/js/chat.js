/* Brings new messages to an open conversation: asks only for what is newer than the last one shown, less and less often
   while nothing comes, never while nobody looks. Without this script "Muat pesan baru" does the same by hand. */
"use strict";

const chat = document.querySelector("[data-chat]");

if (chat) {
  const SHORTEST = 8_000;
  const LONGEST = 60_000;
  const GIVE_UP = 30 * 60_000;
  let pause = SHORTEST;
  let timer = 0;
  let asking = false;
  let lastSign = Date.now();

  const lastShown = () => chat.querySelector("[data-message]:last-of-type")?.dataset.message ?? "0";

  const plan = () => {
    clearTimeout(timer);
    if (!document.hidden && Date.now() - lastSign < GIVE_UP) timer = setTimeout(ask, pause);
  };

  const show = (html) => {
    const known = new Set([...chat.querySelectorAll("[data-message]")].map((item) => item.dataset.message));
    const page = new DOMParser().parseFromString(`<ol>${html}</ol>`, "text/html");
    for (const item of page.querySelectorAll("[data-message]")) if (!known.has(item.dataset.message)) chat.append(item);
    // What an officer decides now, he decides with these messages before his eyes.
    for (const field of document.querySelectorAll("[name$=seen]")) field.value = lastShown();
  };

  const ask = async () => {
    if (asking) return;
    asking = true;
    try {
      const answer = await fetch(`${location.pathname}?sesudah=${lastShown()}`, { redirect: "error" });
      if (answer.status === 200) {
        show(await answer.text());
        pause = SHORTEST;
        lastSign = Date.now();
      } else if (answer.status === 204) {
        pause = Math.min(LONGEST, pause * 1.25);
      } else {
        pause = LONGEST;
      }
    } catch {
      // No line, or logged out meanwhile: the link above the form tells what is the matter.
      pause = Math.min(LONGEST, pause * 2);
    } finally {
      asking = false;
      plan();
    }
  };

  const awake = () => {
    const slept = Date.now() - lastSign >= GIVE_UP;
    lastSign = Date.now();
    if (slept) plan();
  };

  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    if (document.hidden) return;
    lastSign = Date.now();
    pause = SHORTEST;
    ask();
  });
  for (const sign of ["keydown", "pointerdown", "scroll"]) document.addEventListener(sign, awake, { passive: true });
  document.querySelector("[data-chat-reload]")?.addEventListener("click", (event) => {
    event.preventDefault();
    pause = SHORTEST;
    awake();
    ask();
  });
  plan();
}

/* A ready answer goes into the field at the cursor; without this script its link brings it. */
const answer = document.querySelector("textarea[name=text]");
for (const link of document.querySelectorAll("[data-canned]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const before = answer.value.slice(0, answer.selectionStart);
    const gap = before && !before.endsWith("\n") ? "\n\n" : "";
    answer.setRangeText(gap + link.dataset.canned, answer.selectionStart, answer.selectionEnd, "end");
    answer.focus();
  });
}

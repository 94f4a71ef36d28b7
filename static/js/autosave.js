/* Keeps a draft while it is being filled in. The server saves what stands in the form, right or not, and refuses when
   another tab was newer; then this page stops saving and says so. Without this script the button "Simpan draf" does it. */
"use strict";

const IDLE_MS = 2500;
const RETRY_MS = 15000;

for (const form of document.querySelectorAll("form[data-autosave]")) {
  const told = form.querySelector(".save-state");
  const words = () => new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
  const typed = () => {
    const data = words();
    data.delete("versi");
    data.delete("csrfmiddlewaretoken");
    return data.toString();
  };
  let saved = typed();
  let timer = 0;
  let running = null;
  let stopped = false;

  const tell = (text, good) => {
    // A success every few seconds is shown, but not read aloud over somebody's typing.
    told.setAttribute("aria-live", good ? "off" : "polite");
    told.classList.toggle("is-wrong", !good);
    told.querySelector("span").textContent = text;
    told.hidden = false;
  };
  const later = (wait) => {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(save, wait);
  };
  const follow = (address, version) => {
    let field = form.elements.namedItem("versi");
    if (!field) {
      // The first save began the draft: from now on this page is the page of that draft.
      field = Object.assign(document.createElement("input"), { type: "hidden", name: "versi" });
      form.append(field);
      history.replaceState(null, "", address);
      form.action = address;
    }
    field.value = version;
  };

  const send = async (keepalive) => {
    const state = typed();
    const body = words();
    body.set("simpan_draf", "1");
    const answer = await fetch(form.action, {
      method: "POST",
      body,
      keepalive,
      headers: { Accept: "application/json" },
      credentials: "same-origin",
    });
    const kind = answer.headers.get("Content-Type") || "";
    if (!kind.startsWith("application/json")) {
      // Logged out, or an error page: the words stay in the form.
      stopped = answer.status < 500;
      throw new Error("not saved");
    }
    const found = await answer.json();
    if (answer.ok) {
      saved = state;
      follow(found.address, found.version);
      tell(found.message, true);
    } else {
      stopped = true;
      tell(found.message, false);
    }
  };
  const save = () => {
    if (stopped || running || typed() === saved) return running;
    running = send(false)
      .catch(() => {
        tell("Belum tersimpan. Isian Anda tetap ada di halaman ini.", false);
        later(RETRY_MS);
      })
      .finally(() => {
        running = null;
        if (typed() !== saved) later(IDLE_MS);
      });
    return running;
  };

  form.addEventListener("input", () => later(IDLE_MS));
  form.addEventListener("change", () => later(IDLE_MS));
  form.addEventListener("submit", async (event) => {
    clearTimeout(timer);
    if (!running) {
      stopped = true;
      return;
    }
    // What is on its way gives the draft its address and version: the button waits for it.
    event.preventDefault();
    await running;
    stopped = true;
    form.requestSubmit(event.submitter);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && form.elements.namedItem("versi")) save();
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) stopped = false;
  });
}

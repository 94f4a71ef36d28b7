/* Makes a chosen picture of an identity card small enough to be sent, and shows it as it will arrive. A photograph of any
   kind the browser can open becomes a JPEG. Without this script the server says what is too large. */
"use strict";

const LONGEST_SIDE = 1600;
const SHORTEST_SIDE = 800;
const QUALITIES = [0.85, 0.75, 0.65, 0.55];

for (const input of document.querySelectorAll("input[type=file][data-ktp]")) {
  const box = document.querySelector("[data-ktp-preview]");
  if (!box || !("createImageBitmap" in window) || !("DataTransfer" in window)) continue;
  const canvas = box.querySelector("canvas");
  const words = box.querySelector("[role=status]");
  // The server keeps the picture anew; this leaves it some room.
  const limit = Number(input.dataset.ktp) * 0.9;
  input.accept = "image/*";

  const size = (bytes) =>
    bytes < 1024 * 1024
      ? `${Math.max(1, Math.ceil(bytes / 1024))} KB`
      : `${(bytes / 1024 / 1024).toFixed(1).replace(".", ",")} MB`;

  const draw = (picture, side) => {
    const scale = Math.min(1, side / Math.max(picture.width, picture.height));
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  };

  const encode = (quality) => new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));

  const shrink = async (picture) => {
    for (let side = LONGEST_SIDE; side >= SHORTEST_SIDE; side -= 200) {
      draw(picture, side);
      for (const quality of QUALITIES) {
        const blob = await encode(quality);
        if (blob && blob.size <= limit) return blob;
      }
    }
    return null;
  };

  const say = (text, before, after) => {
    words.textContent = text.replace("{before}", size(before)).replace("{after}", size(after));
  };

  let latest = 0;
  input.addEventListener("change", async () => {
    const mine = ++latest;
    const file = input.files[0];
    box.hidden = true;
    if (!file) return;
    try {
      const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
      const fits = file.type === "image/jpeg" && file.size <= limit;
      const blob = fits ? file : await shrink(picture);
      if (mine !== latest) return;
      if (fits) draw(picture, LONGEST_SIDE);
      if (!blob) throw new Error("too large");
      if (!fits) {
        const name = `${file.name.replace(/\.[^.]*$/, "") || "ktp"}.jpg`;
        const files = new DataTransfer();
        files.items.add(new File([blob], name, { type: "image/jpeg" }));
        input.files = files.files;
      }
      say(fits ? words.dataset.kept : words.dataset.shrunk, file.size, blob.size);
      canvas.hidden = false;
    } catch {
      if (mine !== latest) return;
      canvas.hidden = true;
      words.textContent = words.dataset.failed;
    }
    box.hidden = false;
  });
}

// The card of a new box as a picture to keep on a phone. It is drawn here: what it says never leaves this page.
// Offered where one touches the screen: on a computer, that many people may use, the paper is safer.
const save = document.querySelector("[data-card-picture]");
const card = document.querySelector("[data-card]");
const WIDTH = 1080;
const SIDE = 72;

// Words one after the other, on as many lines as they need; returns where the next line begins.
const write = (pen, words, font, size, top) => {
  pen.font = `700 ${size}px ${font}`;
  let x = SIDE;
  let y = top + size;
  for (const word of words) {
    const wide = pen.measureText(word).width;
    if (x > SIDE && x + wide > WIDTH - SIDE) {
      x = SIDE;
      y += size * 1.5;
    }
    pen.fillText(word, x, y);
    x += wide + size * 0.7;
  }
  return y + size * 0.5;
};

const drawCode = (pen, code, size, left, top) => {
  pen.save();
  pen.translate(left, top);
  const scale = size / code.viewBox.baseVal.width;
  pen.scale(scale, scale);
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, size / scale, size / scale);
  pen.strokeStyle = "#000";
  for (const path of code.querySelectorAll("path[stroke]")) pen.stroke(new Path2D(path.getAttribute("d")));
  pen.restore();
};

const draw = () => {
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH;
  canvas.height = 1440;
  const pen = canvas.getContext("2d");
  const face = (element) => getComputedStyle(element).getPropertyValue("font-family");
  const slab = face(document.querySelector("h1"));
  const text = face(document.body);
  const mono = face(card.querySelector(".passphrase-words"));
  pen.fillStyle = "#fffdf9";
  pen.fillRect(0, 0, WIDTH, canvas.height);
  pen.fillStyle = "#e4cca3";
  pen.fillRect(0, 0, WIDTH, 170);
  pen.fillStyle = "#b8925a";
  pen.fillRect(0, 170, WIDTH, 10);
  pen.fillStyle = "#2b211a";
  write(pen, ["Ma boîte SPRO"], slab, 72, 40);
  let top = 230;
  for (const part of card.querySelectorAll(".passphrase")) {
    pen.fillStyle = "#54453a";
    top = write(pen, [part.querySelector(".passphrase-label").textContent], text, 40, top) + 10;
    pen.fillStyle = "#3f1754";
    top = write(pen, part.querySelector(".passphrase-words").textContent.trim().split(/\s+/), mono, 68, top) + 50;
  }
  pen.fillStyle = "#54453a";
  top = write(pen, [card.querySelector("[data-card-label]").textContent], text, 40, top) + 5;
  pen.fillStyle = "#2b211a";
  top = write(pen, [card.querySelector("[data-card-site]").textContent], text, 44, top) + 20;
  drawCode(pen, card.querySelector("svg.qr"), 400, SIDE, top);
  return canvas;
};

if (save && matchMedia("(pointer: coarse)").matches) {
  save.hidden = false;
  save.addEventListener("click", () => {
    draw().toBlob((picture) => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(picture);
      link.download = "ma-boite-spro.png";
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60000);
      const said = document.querySelector("[data-card-saved]");
      said.textContent = said.dataset.cardSaved;
    }, "image/png");
  });
}

// Several photos as the pages of one PDF: put in order, turned, cropped, and written here. Loaded when somebody asks for it.
const LONGEST = 2200; // pixels of the longer side of a page: an A4 sheet at some 190 dots an inch
const SHOWN = 480;
const QUALITY = 0.85;
const A4 = 841.89; // points of the longer side of a sheet
const EDGES = ["top", "bottom", "left", "right"];
const part = (name, root = document) => root.querySelector(`[data-part="${name}"]`);

class PhotoPage {
  constructor(photo) {
    this.photo = photo;
    this.turns = 0; // quarters, clockwise
    this.crop = { top: 0, bottom: 0, left: 0, right: 0 }; // hundredths of the page as it is seen, turned
  }

  turn() {
    const { top, bottom, left, right } = this.crop;
    this.turns = (this.turns + 1) % 4;
    this.crop = { top: left, right: top, bottom: right, left: bottom };
  }

  // The page as it will be, its longer side of so many pixels at most.
  draw(longest) {
    const { naturalWidth, naturalHeight } = this.photo;
    const [width, height] = this.turns % 2 ? [naturalHeight, naturalWidth] : [naturalWidth, naturalHeight];
    const { top, bottom, left, right } = this.crop;
    const cut = { width: (width * (100 - left - right)) / 100, height: (height * (100 - top - bottom)) / 100 };
    const scale = Math.min(1, longest / Math.max(cut.width, cut.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(cut.width * scale));
    canvas.height = Math.max(1, Math.round(cut.height * scale));
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.scale(scale, scale);
    pen.translate((-width * left) / 100, (-height * top) / 100);
    pen.translate(this.turns === 1 || this.turns === 2 ? width : 0, this.turns > 1 ? height : 0);
    pen.rotate((this.turns * Math.PI) / 2);
    pen.drawImage(this.photo, 0, 0);
    return canvas;
  }
}

function jpeg(page) {
  const canvas = page.draw(LONGEST);
  const { width, height } = canvas;
  return new Promise((resolve, reject) => {
    const kept = (blob) => (blob ? resolve({ blob, width, height }) : reject(new Error("no picture")));
    canvas.toBlob(kept, "image/jpeg", QUALITY);
  });
}

// A PDF whose pages are these JPEG pictures (ISO 32000-1, 7.5 and 8.9). All its words are ASCII: a letter is a byte.
function pdf(pictures) {
  const pieces = [];
  const places = [];
  let length = 0;
  const put = (piece) => {
    pieces.push(piece);
    length += piece.size ?? piece.length;
  };
  const object = (...body) => {
    places.push(length);
    put(`${places.length} 0 obj\n`);
    body.forEach(put);
    put("\nendobj\n");
  };
  put("%PDF-1.4\n");
  object("<< /Type /Catalog /Pages 2 0 R >>");
  const kids = pictures.map((_, number) => `${3 + number * 3} 0 R`).join(" ");
  object(`<< /Type /Pages /Kids [${kids}] /Count ${pictures.length} >>`);
  for (const { blob, width, height } of pictures) {
    const first = places.length + 1;
    const scale = A4 / Math.max(width, height);
    const [across, down] = [width, height].map((pixels) => (pixels * scale).toFixed(2));
    const drawing = `q ${across} 0 0 ${down} 0 0 cm /P Do Q`;
    const use = `/Resources << /XObject << /P ${first + 2} 0 R >> >>`;
    object(`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${across} ${down}] ${use} /Contents ${first + 1} 0 R >>`);
    object(`<< /Length ${drawing.length} >>\nstream\n${drawing}\nendstream`);
    const kind = `/Type /XObject /Subtype /Image /Width ${width} /Height ${height}`;
    const coded = `/ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode /Length ${blob.size}`;
    object(`<< ${kind} ${coded} >>\nstream\n`, blob, "\nendstream");
  }
  const table = length;
  put(`xref\n0 ${places.length + 1}\n0000000000 65535 f \n`);
  for (const place of places) put(`${String(place).padStart(10, "0")} 00000 n \n`);
  put(`trailer\n<< /Size ${places.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`);
  return pieces;
}

// Show these pictures as pages. `done` receives the file once it is made; nothing where one thinks again.
export function compose(images, name, done) {
  const panel = part("pages");
  const list = part("page-list", panel);
  const model = document.querySelector('template[data-part="page"]').content.firstElementChild;
  const pages = images.map((each) => new PhotoPage(each));
  const word = part("page-word", panel);

  const show = () => {
    list.textContent = "";
    pages.forEach((page, place) => list.append(row(page, place)));
  };

  const row = (page, place) => {
    const item = model.cloneNode(true);
    const called = (element) => element.dataset.called.replace("{number}", place + 1);
    const see = () => {
      const canvas = page.draw(SHOWN);
      canvas.setAttribute("role", "img");
      canvas.setAttribute("aria-label", called(part("sight", item)));
      part("sight", item).textContent = "";
      part("sight", item).append(canvas);
    };
    const gestures = {
      turn: () => {
        page.turn();
        for (const edge of EDGES) part(edge, item).value = page.crop[edge];
        see();
      },
      up: () => {
        pages.splice(place - 1, 0, ...pages.splice(place, 1));
        show();
        list.children[place - 1].querySelector('[data-page="turn"]').focus();
      },
      remove: () => {
        pages.splice(place, 1);
        show();
        (list.children[Math.min(place, pages.length - 1)] ?? panel).querySelector("[data-page]").focus();
      },
    };
    for (const button of item.querySelectorAll("[data-page]")) {
      button.setAttribute("aria-label", called(button));
      button.addEventListener("click", gestures[button.dataset.page]);
    }
    item.querySelector('[data-page="up"]').hidden = place === 0;
    item.querySelector('[data-page="remove"]').hidden = pages.length === 1;
    for (const edge of EDGES) {
      const slider = part(edge, item);
      slider.value = page.crop[edge];
      slider.addEventListener("input", () => {
        page.crop[edge] = Number(slider.value);
        see();
      });
    }
    see();
    return item;
  };

  const make = async () => {
    word.textContent = word.dataset.making;
    panel.onclick = null; // pressed again meanwhile, it would write them twice
    const kept = Array.from(pages);
    try {
      const pictures = [];
      for (const page of kept) pictures.push(await jpeg(page)); // one at a time: a phone has little memory
      leave();
      done(new File(pdf(pictures), `${name}.pdf`, { type: "application/pdf" }), kept.map((page) => page.photo));
    } catch {
      panel.onclick = choose;
      word.textContent = word.dataset.failed;
    }
  };

  const leave = () => {
    panel.hidden = true;
    panel.onclick = null;
  };

  const choose = (event) => {
    const button = event.target.closest("[data-make]");
    if (button) button.dataset.make === "pdf" ? make() : [leave(), done()];
  };
  panel.onclick = choose;
  word.textContent = "";
  panel.hidden = false;
  show();
  panel.querySelector("h2").focus();
}

// What one says of each paper that one sends: its title, what it is, until when. Said over there as it is written.
const form = document.querySelector("form[data-deposit]");
const part = (name, root) => root.querySelector(`[data-part="${name}"]`);
const PATIENCE = 700; // milliseconds without a key, before what was typed is said
const photos = new Map(); // the deposits that are pictures that this browser draws, and these pictures
const LONGEST = 4000; // milliseconds that somebody who has finished waits for the last word
const lines = new Set();
let number = 0;

function line(deposit) {
  const model = document.querySelector('template[data-part="line"]').content.firstElementChild;
  const place = model.cloneNode(true);
  const actions = part("actions", deposit.row);
  actions.before(place);
  number += 1;
  lines.add(deposit);
  serveLook(place, deposit);
  serveTitle(place, deposit);
  serveType(place, deposit);
  serveTwin(place, deposit);
  deposit.row.addEventListener("boite:heard", (event) => {
    const word = part("word", place);
    word.textContent = word.dataset[event.detail] ?? ""; // nothing for what is kept
    word.hidden = !word.textContent;
    const title = part("title", place);
    const known = JSON.stringify(deposit.said.name) === deposit.known.name;
    if (known && document.activeElement !== title) title.value = deposit.title();
  });
}

// The picture itself, as long as the page is open. What a browser cannot draw (HEIC) shows nothing.
function serveLook(place, deposit) {
  if (!deposit.file.type.startsWith("image/")) return;
  const look = part("look", place);
  look.addEventListener("load", () => {
    look.hidden = false;
    photos.set(deposit, look);
    offerOne();
  });
  look.src = URL.createObjectURL(deposit.file);
}

function serveTitle(place, deposit) {
  const title = part("title", place);
  let waiting = 0;
  const tell = () => {
    clearTimeout(waiting);
    const name = title.value.trim();
    if (name && name !== deposit.title()) deposit.say("name", { name });
  };
  title.value = deposit.title();
  title.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(tell, PATIENCE);
  });
  title.addEventListener("change", tell);
}

function serveType(place, deposit) {
  const radios = [...place.querySelectorAll('input[type="radio"]')];
  const until = part("until", place);
  const day = until.querySelector("input");
  const chosen = () => radios.find((radio) => radio.checked);
  const show = () => {
    const radio = chosen();
    until.hidden = !radio || !("ends" in radio.dataset);
    const others = part("others", place);
    if (radio && others.contains(radio)) others.open = true;
  };
  const tell = () => {
    show();
    const radio = chosen();
    deposit.label = radio ? radio.nextElementSibling.textContent.trim() : "";
    const valid_until = until.hidden || !day.validity.valid ? "" : day.value;
    deposit.say("type", { document_type: radio ? radio.value : "autre", valid_until });
  };
  for (const radio of radios) {
    radio.name = `type-${number}`;
    radio.checked = radio.value === form.elements.document_type.value && radio.value !== "autre";
    radio.addEventListener("change", tell);
  }
  deposit.label = chosen() ? chosen().nextElementSibling.textContent.trim() : "";
  show();
  day.addEventListener("change", tell);
}

// The same name: both are kept, unless one says that it is a new version. In a group's space, an agent is only told.
function serveTwin(place, deposit) {
  const question = part("twin", place);
  deposit.row.addEventListener("boite:twin", (event) => {
    question.hidden = false;
    question.dataset.paper = event.detail;
  });
  for (const button of question.querySelectorAll("[data-say]")) {
    button.addEventListener("click", () => {
      if (button.dataset.say === "version") {
        deposit.say("version", { papier: question.dataset.paper });
        part("title", place).readOnly = true; // it is that of the paper
      }
      question.hidden = true;
      part("title", place).focus();
    });
  }
}

// Several pages of the same paper? Only where a browser can write them as one.
function offerOne() {
  for (const deposit of photos.keys()) if (!deposit.row.isConnected) photos.delete(deposit);
  const offer = part("join", document);
  if (offer) offer.hidden = photos.size < 2 || !HTMLCanvasElement.prototype.toBlob;
}

async function joinPhotos(offer) {
  // In the order in which they were chosen: `photos` has that in which they happened to be drawn.
  const joined = [...lines].filter((photo) => photos.has(photo)).map((photo) => [photo, photos.get(photo)]);
  const [first] = joined[0];
  const name = first.said.name ? first.said.name.name : offer.dataset.name;
  offer.hidden = true;
  const { compose } = await import(offer.dataset.script);
  const images = joined.map(([, image]) => image);
  compose(images, name, (file, kept) => {
    if (!file) return part("join", document).querySelector("button").focus();
    const taken = ([whole]) => {
      // A photo taken out of the pages stays one.
      const pages = joined.filter(([, image]) => kept.includes(image));
      whole.row.addEventListener("boite:done", () => pages.forEach(([photo]) => leaveOut(photo, offer)));
      whole.row.querySelector('[data-part="title"]').focus();
    };
    return document.dispatchEvent(new CustomEvent("boite:take", { detail: { files: [file], taken } }));
  });
}

// A photo that is now a page: given up on its way, or put in the trash.
async function leaveOut(photo, offer) {
  photos.delete(photo);
  if (photo.said.version) return undefined; // it is in a paper that was there before: that one stays as it is
  if (photo.state !== "done" || !photo.paper) return photo.cancel();
  const address = offer.dataset.discard.replace("PAPIER", photo.paper.split("/").pop());
  const body = new URLSearchParams({ csrf: form.elements.csrf.value });
  const answer = await fetch(address, { method: "POST", body, redirect: "manual" }).catch(() => null);
  if (answer && (answer.ok || answer.type === "opaqueredirect")) photo.row.remove();
  return offerOne();
}

// « J'ai fini »: the last word is told first.
async function finish(event) {
  const telling = [...lines].map((deposit) => deposit.telling).filter(Boolean);
  if (!telling.length || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const { href } = event.currentTarget;
  await Promise.race([Promise.all(telling), new Promise((resolve) => setTimeout(resolve, LONGEST))]);
  window.location.assign(href);
}

if (form) {
  document.querySelector("[data-finish]").addEventListener("click", finish);
  const offer = part("join", document);
  if (offer) {
    offer.querySelector("[data-join]").addEventListener("click", () => {
      joinPhotos(offer).catch(() => {
        offer.hidden = true; // it did not come: each stays a photo
      });
    });
  }
  document.addEventListener("boite:deposit", (event) => line(event.detail));
  const again = document.querySelector("[data-again]");
  again.addEventListener("click", () => {
    const buttons = [...form.querySelectorAll("[data-choose]")];
    (buttons.find((button) => button.offsetParent) ?? buttons[0]).click();
  });
}

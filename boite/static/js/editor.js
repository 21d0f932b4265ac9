// The editor with a script: a count of what is left, saving by itself, and files that leave as soon as they are chosen.
// Without it the page does the same by its buttons.
const form = document.querySelector("[data-editor]");
const said = form.querySelector("[data-saved]");

for (const field of form.querySelectorAll("[data-count]")) {
  const left = document.createElement("p");
  left.className = "hint";
  left.id = `${field.id}-reste`;
  const count = () => {
    const rest = Number(field.dataset.count) - field.value.length;
    left.textContent = rest > 1 ? `Il reste ${rest} signes.` : `Il reste ${rest} signe.`;
  };
  field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") ?? ""} ${left.id}`.trim());
  field.after(left);
  field.addEventListener("input", count);
  count();
}

// Saved five seconds after the last key, once there is a title. One saving at a time.
let timer = null;
let dirty = false;
let busy = false;
let sending = null;
let waiting = null;
let pressed = null;

function changed() {
  dirty = true;
  if (!("autosave" in form.dataset)) return;
  clearTimeout(timer);
  timer = setTimeout(save, 5000);
}

// What was typed: a file goes by itself.
function typed() {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
  return body;
}

async function save() {
  // Nothing is kept before it has what it cannot be without.
  const needed = (form.dataset.needs || "title").split(" ").map((name) => form.elements[name]);
  if (busy || needed.some((field) => field && !field.value.trim())) return;
  busy = true;
  dirty = false;
  try {
    const answer = await fetch(form.action, { method: "POST", body: typed(), headers: { "x-autosave": "oui" } });
    const known = answer.headers.get("content-type")?.startsWith("application/json");
    const told = known ? await answer.json() : { words: "Pas enregistré. Utilisez le bouton « Garder le brouillon »." };
    said.textContent = answer.ok ? `${told.words} à ${new Date().toLocaleTimeString("fr-FR", { hour: "2-digit", minute: "2-digit" })}.` : told.words;
    if (answer.ok) follow(told);
    else dirty = true;
  } catch {
    dirty = true;
    said.textContent = "Pas de réseau. Votre texte est encore sur cette page.";
  }
  busy = false;
  goOn();
}

function follow({ version, address }) {
  form.elements.version.value = version;
  if (form.getAttribute("action") === address) return;
  // A new draft has its address now: reloading the page must not make a second one.
  form.setAttribute("action", address);
  for (const each of form.querySelectorAll("[hx-post]")) each.setAttribute("hx-post", address);
  for (const each of form.querySelectorAll("[formaction]")) each.setAttribute("formaction", `${address}#fichiers`);
  window.htmx?.process(form);
  history.replaceState(null, "", address);
}

// What was pressed while something left goes now.
function goOn() {
  if (busy || sending || !waiting) return;
  const button = waiting;
  waiting = null;
  button.click();
}

form.addEventListener("input", (event) => {
  if (event.target.type !== "file") changed();
});
// Enter in a field presses the first button too. `submitter` of the event came late to Safari and Firefox.
form.addEventListener("click", (event) => {
  pressed = event.target.closest("button, input[type=submit]");
});
form.addEventListener("submit", (event) => {
  clearTimeout(timer);
  dirty = false;
  if (!busy && !sending) return;
  // What saves itself at this very moment gives the next version: sent before, this would look like somebody else's.
  // A file on its way is kept once.
  event.preventDefault();
  waiting = pressed;
});
window.addEventListener("beforeunload", (event) => {
  if (!dirty && !sending) return;
  event.preventDefault();
  event.returnValue = ""; // what Chrome before 119 looks at
});

// A file leaves when it is chosen (htmx sends it). What it looks like is shown without waiting for the server's drawing.
const looks = new Map();

form.addEventListener("htmx:beforeRequest", (event) => {
  const field = event.target;
  if (field.type !== "file") return;
  if (!field.files.length) {
    event.preventDefault();
    return;
  }
  const place = field.closest("[data-attach]");
  sending = place.dataset.attach;
  const [file] = field.files;
  if (file.type.startsWith("image/")) looks.set(sending, URL.createObjectURL(file));
  else looks.delete(sending);
  const bar = place.querySelector("progress");
  bar.hidden = false;
  bar.value = 0;
  said.textContent = `Envoi de ${file.name}…`;
});
form.addEventListener("htmx:xhr:progress", (event) => {
  const bar = event.target.closest("[data-attach]")?.querySelector("progress");
  if (bar && event.detail.lengthComputable) bar.value = (event.detail.loaded * 100) / event.detail.total;
});
document.body.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id === "apercu") event.detail.target.querySelector("h2")?.focus();
  picture();
});
document.body.addEventListener("htmx:afterRequest", (event) => {
  if (!sending || event.detail.requestConfig.elt.type !== "file") return;
  const place = form.querySelector(`[data-attach="${sending}"]`);
  const fault = place.querySelector(".field-error");
  const field = place.querySelector("input[type=file]");
  const bar = place.querySelector("progress");
  bar.hidden = true;
  sending = null;
  if (!event.detail.successful) {
    said.textContent = "L'envoi s'est arrêté. Le fichier partira quand vous enregistrerez.";
  } else if (fault) {
    said.textContent = fault.textContent.trim();
    field.focus();
  } else {
    said.textContent = "Rangé dans l'espace du groupe.";
    field.focus();
    changed();
  }
  goOn();
});

// Until the server has drawn it, what was chosen is shown as this device has it.
function picture() {
  for (const [name, address] of looks) {
    const sheet = form.querySelector(`[data-attach="${name}"] .attach-chosen .attach-sheet`);
    if (!sheet) continue;
    const image = document.createElement("img");
    image.className = "attach-picture";
    image.alt = "";
    image.src = address;
    image.addEventListener("error", () => image.replaceWith(sheet)); // a kind that this browser does not show
    sheet.replaceWith(image);
  }
}

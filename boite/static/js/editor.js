// The editor with a script: buttons for the signs of the text, a count of what is left, and saving by itself.
// Without it the page does the same by its buttons.
const form = document.querySelector("[data-editor]");
const area = form.querySelector("[data-markdown]");
const said = form.querySelector("[data-saved]");

const tools = [
  ["Titre", "# ", ""],
  ["Gras", "**", "**"],
  ["Italique", "*", "*"],
  ["Liste", "- ", ""],
  ["Lien", "[", "](https://)"],
];

function put(before, after) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const line = after === "" ? value.lastIndexOf("\n", start - 1) + 1 : start;
  area.focus();
  area.setSelectionRange(line, after === "" ? line : end);
  // execCommand keeps what the browser can undo; setRangeText does not.
  const text = after === "" ? before : before + value.slice(start, end) + after;
  if (!document.execCommand("insertText", false, text)) area.setRangeText(text);
  const shift = before.length;
  area.setSelectionRange(start + shift, end + shift);
  changed();
}

const bar = document.createElement("div");
bar.className = "writing-tools";
bar.setAttribute("role", "group");
bar.setAttribute("aria-label", "Mise en forme du texte");
for (const [name, before, after] of tools) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button";
  button.textContent = name;
  button.addEventListener("click", () => put(before, after));
  bar.append(button);
}
area.before(bar);

area.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
  const sign = { b: "**", i: "*" }[event.key];
  if (!sign) return;
  event.preventDefault();
  put(sign, sign);
});

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
let waiting = null;
let pressed = null;

function changed() {
  dirty = true;
  if (!("autosave" in form.dataset)) return;
  clearTimeout(timer);
  timer = setTimeout(save, 5000);
}

async function save() {
  if (busy || !form.elements.title.value.trim()) return;
  busy = true;
  dirty = false;
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      headers: { "x-autosave": "oui" },
    });
    const known = answer.headers.get("content-type")?.startsWith("application/json");
    const told = known ? await answer.json() : { words: "Pas enregistré. Utilisez le bouton « Enregistrer »." };
    said.textContent = answer.ok ? `${told.words} à ${new Date().toLocaleTimeString("fr-FR", { hour: "2-digit", minute: "2-digit" })}.` : told.words;
    if (answer.ok) follow(told);
    else dirty = true;
  } catch {
    dirty = true;
    said.textContent = "Pas de réseau. Votre texte est encore sur cette page.";
  }
  busy = false;
  if (waiting) waiting.click();
}

function follow({ version, address }) {
  form.elements.version.value = version;
  if (form.getAttribute("action") === address) return;
  // A new draft has its address now: reloading the page must not make a second one.
  form.setAttribute("action", address);
  form.querySelector("[hx-post]").setAttribute("hx-post", address);
  history.replaceState(null, "", address);
}

form.addEventListener("input", changed);
// Enter in a field presses the first button too. `submitter` of the event came late to Safari and Firefox.
form.addEventListener("click", (event) => {
  pressed = event.target.closest("button, input[type=submit]");
});
form.addEventListener("submit", (event) => {
  clearTimeout(timer);
  dirty = false;
  if (!busy) return;
  // What saves itself at this very moment gives the next version: sent before, this would look like somebody else's.
  event.preventDefault();
  waiting = pressed;
});
window.addEventListener("beforeunload", (event) => {
  if (!dirty) return;
  event.preventDefault();
  event.returnValue = ""; // what Chrome before 119 looks at
});
document.body.addEventListener("htmx:afterSwap", (event) => {
  event.target.querySelector("h2")?.focus();
});

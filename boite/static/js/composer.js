// The composer with a script: what moves does so without reloading, keeps the focus, and is said aloud.
// Without it, the same buttons send the same form.
const form = document.querySelector("[data-composer]");
const said = document.querySelector("[data-said]");
let busy = false;
let plainly = false;

async function send(button) {
  busy = true;
  const body = new URLSearchParams(new FormData(form));
  body.append(button.name, button.value);
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { "hx-request": "true" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const list = page.querySelector("[data-composition]");
    // What was refused is explained by a whole page: the form goes again, as without a script.
    if (!answer.ok || answer.redirected || !list) throw new Error("refused");
    put(document.importNode(list, true), button.id);
  } catch {
    // Pressed again, and let through: requestSubmit came late to Safari.
    plainly = true;
    button.click();
    plainly = false;
  }
  busy = false;
}

function put(list, id) {
  const former = document.querySelector("[data-composition]");
  const open = [...former.querySelectorAll("details[open] [name=shown], details[open] textarea")].map((each) => each.id);
  former.replaceWith(list);
  for (const key of open.filter(Boolean)) document.getElementById(key)?.closest("details")?.setAttribute("open", "");
  const version = list.querySelector("[name=version]").value;
  for (const other of document.querySelectorAll("form:not([data-composer]) [name=version]")) other.value = version;
  said.textContent = list.dataset.said;
  const target = document.getElementById(id) ?? list.querySelector("input");
  target.focus();
  target.scrollIntoView({ block: "nearest" });
}

form.addEventListener("click", (event) => {
  const button = event.target.closest("[data-move]");
  if (!button || plainly) return;
  event.preventDefault();
  if (!busy) send(button);
});

form.addEventListener("keydown", (event) => {
  const step = { ArrowUp: "up", ArrowDown: "down" }[event.key];
  if (!event.altKey || !step || event.target.closest("select, textarea")) return;
  const button = event.target.closest("[data-item]")?.querySelector(`[data-move=${step}]`);
  if (!button) return;
  event.preventDefault();
  if (!busy) send(button);
});

// How long the subject is, where phones cut it.
const subject = form.querySelector("[data-count]");
const left = document.createElement("p");
left.className = "hint";
left.id = `${subject.id}-reste`;
subject.setAttribute("aria-describedby", `${subject.getAttribute("aria-describedby") ?? ""} ${left.id}`.trim());
subject.after(left);
const count = () => {
  const over = subject.value.length - Number(subject.dataset.count);
  left.textContent = over > 0 ? `${subject.value.length} signes : un téléphone en coupera ${over}.` : `${subject.value.length} signes.`;
};
subject.addEventListener("input", count);
count();

// Deposits that survive a cut: chosen or dropped files go by tus, three at a time, each with its own row.
// Without this script the same page is a plain form; and it becomes so again where this script fails.
const CHUNK = 16 * 1024 * 1024;
const TOGETHER = 3;
const DELAYS = [0, 1000, 3000, 5000, 10000, 20000];
const COMING = [0, 500, 1500]; // milliseconds before each time that tus itself is asked for
const SIGNS = { waiting: "clock", going: "upload", paused: "clock", failed: "warning", done: "good" };
const BUTTONS = {
  waiting: ["cancel"],
  going: ["pause", "cancel"],
  paused: ["resume", "cancel"],
  failed: ["retry", "cancel"],
  done: [],
};

const form = document.querySelector("form[data-deposit]");
const list = document.querySelector("[data-unfinished]");
const host = form ?? list;
const deposits = new Set();
const part = (name, root = document) => root.querySelector(`[data-part="${name}"]`);
const sentences = host ? JSON.parse(host.dataset.words) : {}; // in the language of the page
const words = (name, values = {}) => sentences[name].replace(/\{(\w+)\}/g, (_, value) => values[value]);

// Sizes as the pages write them, in units of a thousand.
function size(bytes) {
  let power = 0;
  while (power < 3 && bytes / 1000 ** power >= 999.5) power += 1;
  const amount = bytes / 1000 ** power;
  const digits = power && amount < 100 ? 1 : 0;
  const text = amount.toFixed(digits).replace(/\.0$/, "").replace(".", sentences.comma);
  return `${text}${sentences.gap}${sentences.units[power]}`;
}

function duration(seconds) {
  if (seconds < 60) return words("soon");
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return words(minutes > 1 ? "minutes" : "minute", { time: minutes });
  const hours = Math.round(minutes / 60);
  return words(hours > 1 ? "hours" : "hour", { time: hours });
}

function say(text) {
  part("said").textContent = text;
}

// Old browsers have no replaceChildren.
function fill(place, child) {
  place.textContent = "";
  place.append(child);
}

// Give the page back as it is without a script, the chosen files still in its field. Done before anything is looked into.
function giveUp() {
  for (const place of document.querySelectorAll('[data-part="plain"], [data-part="sorry"]')) place.hidden = false;
  if (part("quick")) part("quick").hidden = true;
  for (const pick of document.querySelectorAll('[data-do="pick"]')) pick.hidden = true;
  host.dataset.plain = "";
  for (const deposit of deposits) {
    if (deposit.state === "done" || deposit.state === "failed") continue;
    deposit.row.remove();
    deposits.delete(deposit);
    // What was sent is not lost: it waits under « Dépôts à terminer ».
    deposit.upload?.abort(false).catch(() => {});
  }
  say(part("sorry") ? part("sorry").textContent : "");
}

function isPlain() {
  return "plain" in host.dataset;
}

// tus catches what is thrown in what it calls, and would only try again.
function guarded(work) {
  return (...given) => {
    try {
      return work(...given);
    } catch (error) {
      giveUp();
      throw error;
    }
  };
}

// tus comes with the first gesture towards a paper: who only reads the page does not wait for it.
let coming = null;

function tusArrives() {
  coming = coming ?? arrival();
  return coming;
}

// True once it is here and works. Asked for again where the line may be what lacks; false leaves the plain form.
async function arrival() {
  for (const delay of COMING) {
    await new Promise((resolve) => setTimeout(resolve, delay));
    await load(host.dataset.script);
    if (typeof tus !== "undefined") return tus.isSupported;
    if (!navigator.onLine) break;
  }
  coming = null;
  return false;
}

function load(address) {
  return new Promise((resolve) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = resolve;
    script.onerror = resolve;
    document.head.appendChild(script);
  });
}

// Errors of these two scripts, wherever they come from: a press, an answer, a file that cannot be read.
function watch() {
  const ours = (text) => /\/(upload|tus\.min)\.js/.test(text);
  window.addEventListener("error", (event) => {
    if (ours(`${event.filename} ${event.error && event.error.stack}`)) giveUp();
  });
  window.addEventListener("unhandledrejection", (event) => {
    if (ours(String(event.reason && event.reason.stack))) giveUp();
  });
}

class Deposit {
  constructor(file, options = {}) {
    this.file = file;
    this.state = "waiting";
    this.row = part("row").content.firstElementChild.cloneNode(true);
    this.started = { since: 0, sent: 0 };
    this.offline = false;
    this.said = {}; // what was said of it here: type, name, version; each is the fields of a form
    this.known = {}; // the same, as it is known over there
    this.label = "";
    this.telling = null; // what it waits for, while it is being told
    part("name", this.row).textContent = this.title();
    part("bar", this.row).setAttribute("aria-label", words("sending", { name: file.name }));
    for (const button of this.row.querySelectorAll("[data-do]")) {
      button.setAttribute("aria-label", words("about", { gesture: button.textContent.trim(), name: file.name }));
      button.addEventListener("click", () => this[button.dataset.do]());
    }
    this.options = options;
    this.upload = null; // made when it begins
    this.show("waiting");
    this.facts([size(file.size), ...this.kind()]);
  }

  sending() {
    const { file, options } = this;
    return new tus.Upload(file, {
      endpoint: host.dataset.endpoint,
      chunkSize: CHUNK,
      retryDelays: DELAYS,
      metadata: options.metadata ?? {},
      uploadUrl: options.uploadUrl ?? null,
      // On a shared computer nothing of a deposit stays in the browser.
      storeFingerprintForResuming: !host.dataset.shared,
      removeFingerprintOnSuccess: true,
      fingerprint: async () => ["boite", host.dataset.box, file.name, file.type, file.size, file.lastModified].join("|"),
      onShouldRetry: (error) => worthTrying(status(error)),
      onAfterResponse: guarded((request, response) => this.note(response)),
      onUploadUrlAvailable: guarded(() => this.tell()),
      onProgress: guarded((sent, total) => this.progress(sent, total)),
      onSuccess: guarded(() => this.succeed()),
      onError: guarded((error) => this.fail(error)),
    });
  }

  // The type that it goes with, in words.
  kind() {
    return this.label ? [this.label] : [];
  }

  // Say something of it, as soon as it has an address over there.
  say(what, fields) {
    this.said[what] = fields;
    this.tell();
  }

  tell() {
    if (!this.telling && this.upload?.url) {
      this.telling = this.tellAll().finally(() => {
        this.telling = null;
      });
    }
    return this.telling;
  }

  // One thing after the other, each until it is known: it may change while it is being said.
  async tellAll() {
    const unknown = () => Object.keys(this.said).find((what) => JSON.stringify(this.said[what]) !== this.known[what]);
    for (let what = unknown(); what; what = unknown()) {
      const fields = this.said[what];
      const answer = await this.post(what, fields);
      if (!answer || answer.status >= 500) return this.hear("later"); // told again when the line is back, or at the next word
      this.known[what] = JSON.stringify(fields);
      this.heard(what, answer);
    }
    return null;
  }

  hear(how) {
    this.row.dispatchEvent(new CustomEvent("boite:heard", { detail: how }));
  }

  post(what, fields) {
    const address = host.dataset[what].replace("DEPOT", this.upload.url.split("/").pop());
    const body = new URLSearchParams({ csrf: form.elements.csrf.value, ...fields });
    return fetch(address, { method: "POST", body, keepalive: true }).catch(() => null);
  }

  heard(what, answer) {
    const name = decodeURIComponent(answer.headers.get("Boite-Nom") ?? "");
    this.paper = answer.headers.get("Boite-Papier") ?? this.paper;
    this.kept = name || this.kept;
    if (name) this.entitle();
    this.hear(answer.status === 204 ? "kept" : "refused");
    if (answer.status === 204) say(what === "type" ? `${this.title()} : ${this.label}.` : words("kept", { name: this.title() }));
  }

  // Its name without the ending of a file, as pages show it.
  title() {
    const name = this.kept ?? this.file.name;
    const found = /^(.*\S.*)\.([a-z0-9]{2,5})$/i.exec(name);
    return found && !/^\d+$/.test(found[2]) ? found[1] : name;
  }

  entitle() {
    const link = document.createElement("a");
    link.textContent = this.title();
    if (!this.paper) return fill(part("name", this.row), document.createTextNode(this.title()));
    link.href = this.paper;
    return fill(part("name", this.row), link);
  }

  async begin() {
    const started = { since: 0, sent: 0 };
    this.started = started;
    this.show("going");
    if (!(await tusArrives())) return this.wait();
    this.upload = this.upload ?? this.sending();
    if (!host.dataset.shared && !this.upload.url && !this.upload.options.uploadUrl) {
      const former = await this.upload.findPreviousUploads().catch(() => []);
      if (former.length) {
        this.upload.resumeFromPreviousUpload(former[0]);
        this.known = {}; // what was said of it that day is not known here
      }
    }
    // Paused meanwhile, or paused and begun again.
    if (this.state === "going" && this.started === started) this.upload.start();
  }

  // Without tus: it goes on when the line is back, or the plain form sends it.
  wait() {
    if (navigator.onLine) return giveUp();
    this.offline = true;
    if (this.state === "going") this.show("failed", words("cut"));
  }

  show(state, why = "") {
    this.state = state;
    this.row.className = `upload upload-${state}`;
    this.row.dataset.state = state;
    const place = part("state", this.row);
    const use = place.querySelector("use");
    use.setAttribute("href", use.getAttribute("href").replace(/#.*$/, `#${SIGNS[state]}`));
    place.querySelector("span").textContent = why || words(state);
    const held = this.row.contains(document.activeElement) ? document.activeElement : null;
    for (const button of this.row.querySelectorAll("[data-do]")) {
      button.hidden = !BUTTONS[state].includes(button.dataset.do);
    }
    if (held?.hidden) this.focus();
  }

  // The button that had the focus went away: the next one takes it, or the paper, so that the keyboard is not lost.
  focus() {
    const name = part("name", this.row).querySelector("a");
    (this.row.querySelector("[data-do]:not([hidden])") ?? name ?? document.getElementById("contenu")).focus();
  }

  facts(texts) {
    part("facts", this.row).textContent = texts.join(" · ");
  }

  progress(sent, total) {
    if (this.state !== "going") return;
    const percent = total ? Math.floor((sent * 100) / total) : 100;
    part("bar", this.row).value = percent;
    part("percent", this.row).textContent = `${percent}\u202f%`;
    const now = performance.now();
    if (!this.started.since) this.started = { since: now, sent };
    const texts = [words("of", { part: size(sent), whole: size(total) }), ...this.kind()];
    const speed = ((sent - this.started.sent) * 1000) / (now - this.started.since);
    if (now - this.started.since > 1500 && speed > 0) {
      texts.push(words("speed", { size: size(speed) }), duration((total - sent) / speed));
    }
    this.facts(texts);
  }

  note(response) {
    this.paper = response.getHeader("Boite-Papier") ?? this.paper;
    this.lack = Number(response.getHeader("Boite-Manque") ?? 0);
    this.kept = decodeURIComponent(response.getHeader("Boite-Nom") ?? "") || this.kept;
    const twin = response.getHeader("Boite-Deja");
    if (twin) this.row.dispatchEvent(new CustomEvent("boite:twin", { detail: twin }));
  }

  succeed() {
    const name = this.title();
    part("bar", this.row).value = 100;
    part("percent", this.row).textContent = "100\u202f%";
    if (this.paper) this.entitle();
    this.show("done");
    this.facts([size(this.file.size), ...this.kind()]);
    say(words("stored", { name }));
    this.hear("kept");
    this.row.dispatchEvent(new CustomEvent("boite:done"));
    this.tell();
    next();
  }

  fail(error) {
    const why = this.reason(error);
    this.show("failed", why);
    say(`${this.file.name} : ${why}`);
    next();
  }

  reason(error) {
    const code = status(error);
    this.offline = code === 0;
    if (this.lack && part("room")) {
      part("room").hidden = false;
      this.advise();
    }
    if (this.lack) return words("lack", { size: size(this.lack) });
    if (code === 0) return words("cut");
    if (code === 401) return words("ended");
    if (code === 410 || code === 404) return words("expired");
    return (error.originalResponse?.getBody() ?? "").slice(0, 200) || words("refused");
  }

  advise() {
    if (this.row.querySelector('a[href="#place"]')) return;
    const link = document.createElement("a");
    link.href = "#place";
    link.textContent = words("heaviest");
    fill(part("facts", this.row), link);
  }

  async pause() {
    this.show("paused");
    await this.upload?.abort(false);
    say(words("held", { name: this.file.name }));
    next();
  }

  resume() {
    const pressed = document.activeElement;
    this.show("waiting");
    next();
    // Never left on « Annuler », which a second press would set off.
    if (this.row.contains(pressed) && pressed.hidden) this.focus();
  }

  retry() {
    this.lack = 0;
    this.resume();
  }

  async cancel() {
    const next_row = this.row.nextElementSibling ?? this.row.previousElementSibling;
    this.show("paused");
    try {
      await this.upload?.abort(true);
    } catch {
      // Nothing to take back over there, or no line: it will expire by itself.
    }
    deposits.delete(this);
    this.row.remove();
    (next_row?.querySelector("[data-do]:not([hidden])") ?? document.getElementById("contenu")).focus();
    say(words("cancelled", { name: this.file.name }));
    next();
  }
}

function status(error) {
  return error.originalResponse?.getStatus() ?? 0;
}

// No answer, somebody else at work, a body altered on the way, a tired server. Never a full box.
function worthTrying(code) {
  return code === 0 || [409, 423, 429, 460].includes(code) || (code >= 500 && code !== 507);
}

function next() {
  const going = [...deposits].filter((deposit) => deposit.state === "going").length;
  const waiting = [...deposits].filter((deposit) => deposit.state === "waiting");
  for (const deposit of waiting.slice(0, Math.max(0, TOGETHER - going))) deposit.begin();
}

function take(files, options) {
  const added = [...files].map((file) => new Deposit(file, options?.(file)));
  if (!added.length) return added;
  part("deposits").hidden = false;
  for (const deposit of added) {
    deposits.add(deposit);
    part("deposits").querySelector(".upload-list").append(deposit.row);
    if (form) document.dispatchEvent(new CustomEvent("boite:deposit", { detail: deposit }));
  }
  const [{ file }] = added;
  say(added.length === 1 ? words("begun", { name: file.name }) : words("begun_several", { count: added.length }));
  next();
  return added;
}

function metadata(file) {
  const said = new FormData(form);
  const pairs = { filename: file.name, filetype: file.type, type: said.get("document_type"), folder: said.get("folder") };
  return { metadata: pairs };
}

function serveForm() {
  const quick = part("quick");
  for (const place of document.querySelectorAll('[data-part="plain"]')) place.hidden = true;
  quick.hidden = false;
  for (const button of quick.querySelectorAll("[data-choose]")) {
    const input = form.elements[button.dataset.choose];
    button.addEventListener("click", () => input.click());
    input.addEventListener("change", () => {
      if (isPlain()) return;
      take(input.files, metadata);
      // Left in the field until it is known how they go: the plain form may have to send them.
      tusArrives().then(() => {
        if (!isPlain()) input.value = "";
      });
    });
  }
  // Enter in a field of the form chooses files, as the first button does.
  form.addEventListener("submit", (event) => {
    if (isPlain()) return;
    event.preventDefault();
    quick.querySelector("[data-choose]").click();
  });
  for (const name of ["pointerover", "focusin"]) quick.addEventListener(name, tusArrives, { once: true });
  serveDrop(quick);
  document.addEventListener("boite:take", (event) => event.detail.taken(take(event.detail.files, metadata)));
}

function serveDrop(zone) {
  for (const name of ["dragenter", "dragover"]) {
    document.addEventListener(name, (event) => {
      if (isPlain() || !event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      zone.classList.add("drop-over");
    });
  }
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) zone.classList.remove("drop-over");
  });
  document.addEventListener("drop", (event) => {
    zone.classList.remove("drop-over");
    if (isPlain() || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    take(event.dataTransfer.files, metadata);
  });
}

// A deposit begun elsewhere goes on from here with the same file, known by its name and size.
function serveList() {
  part("plain").hidden = true;
  for (const row of list.querySelectorAll("[data-upload-url]")) {
    const button = row.querySelector('[data-do="pick"]');
    const input = document.createElement("input");
    input.type = "file";
    input.hidden = true;
    row.append(input);
    button.hidden = false;
    button.addEventListener("click", () => input.click());
    input.addEventListener("change", () => pick(row, input));
  }
}

async function pick(row, input) {
  const [file] = input.files;
  input.value = "";
  if (!file) return;
  const { name, size: expected, uploadUrl } = row.dataset;
  const why = await refusal(file, Number(expected), uploadUrl, name);
  if (why) {
    part("state", row).querySelector("span").textContent = why;
    say(why);
    return;
  }
  row.remove();
  take([file], () => ({ uploadUrl }))[0].focus();
}

// Why this file is not the one that was begun; nothing where it may be. Names are cleaned over there, so asked there.
async function refusal(file, expected, uploadUrl, name) {
  const other = words("other", { name, size: size(expected) });
  if (file.size !== expected) return other;
  const letters = String.fromCharCode(...new TextEncoder().encode(file.name));
  const headers = { "Tus-Resumable": "1.0.0", "Upload-Metadata": `filename ${btoa(letters)}` };
  const answer = await fetch(uploadUrl, { method: "HEAD", headers }).catch(() => null);
  if (!answer) return words("again");
  return answer.status === 409 ? other : ""; // any other refusal comes again, and is told, when the deposit goes on
}

function underWay() {
  return [...deposits].some((deposit) => ["going", "waiting", "paused"].includes(deposit.state));
}

function serve() {
  watch();
  if (form) serveForm();
  else serveList();
  window.addEventListener("beforeunload", (event) => {
    if (!underWay()) return;
    event.preventDefault();
    event.returnValue = ""; // what Chrome before 119 looks at
  });
  window.addEventListener("online", () => {
    for (const deposit of deposits) {
      if (deposit.state === "failed" && deposit.offline) deposit.resume();
      deposit.tell();
    }
  });
}

if (host) guarded(serve)();

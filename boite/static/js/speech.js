// Reads the main text aloud, sentence by sentence, each in its own language, with a voice of the device itself: another
// would send the words away. What is secret, typed or hidden is never read.
{
  const button = document.querySelector("[data-listen]");
  const label = button.querySelector("span");
  const SILENT = "[data-silent], [hidden], [aria-hidden='true'], input, textarea, select, script, noscript, style, svg";
  const BLOCK = "p, li, h1, h2, h3, h4, dt, dd, td, th, label, legend, summary, button, a, figcaption, div, section";
  const SENTENCE = /[^.!?…؟۔]+[.!?…؟۔]*/g;
  let waiting = [];

  // Inside a fold that is closed: its own title is seen, the rest is not, though some browsers measure it.
  const folded = (element) => {
    const fold = element.closest("details:not([open])");
    if (!fold) return false;
    const title = fold.querySelector("summary");
    return !(title && title.contains(element)) || folded(fold.parentElement);
  };

  const readable = (node) => {
    const parent = node.parentElement;
    return node.data.trim() && !parent.closest(SILENT) && parent.getClientRects().length > 0 && !folded(parent);
  };

  // [[language, words]…]: what one block says in one language, cut into sentences.
  const sentences = () => {
    const walker = document.createTreeWalker(document.getElementById("contenu"), NodeFilter.SHOW_TEXT);
    const parts = [];
    let block;
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (!readable(node)) continue;
      const language = node.parentElement.closest("[lang]").lang;
      const here = node.parentElement.closest(BLOCK);
      const last = parts[parts.length - 1];
      if (last && here === block && last[0] === language) last[1] += node.data;
      else parts.push([language, node.data]);
      block = here;
    }
    const cut = ([language, words]) => (words.match(SENTENCE) || []).map((each) => [language, each.trim()]);
    return parts.reduce((all, part) => all.concat(cut(part)), []).filter(([, words]) => words);
  };

  const voiceFor = (language) => {
    const short = language.split("-")[0];
    const own = speechSynthesis.getVoices().filter((voice) => voice.localService);
    const speaks = (voice) => voice.lang.replace("_", "-").split("-")[0] === short;
    return own.find((voice) => voice.lang.replace("_", "-") === language) || own.find(speaks);
  };

  const say = (words, reading) => {
    label.textContent = words;
    label.classList.toggle("listen-word", words === button.dataset.start); // the word that a phone need not show
    button.setAttribute("aria-pressed", String(reading));
  };

  const stop = () => {
    waiting = [];
    speechSynthesis.cancel();
    say(button.dataset.start, false);
  };

  const next = () => {
    if (!waiting.length) return stop();
    const [language, words] = waiting.shift();
    const voice = voiceFor(language);
    if (!voice) return next();
    const said = new SpeechSynthesisUtterance(words);
    said.voice = voice;
    said.lang = voice.lang;
    said.onend = next;
    said.onerror = () => button.getAttribute("aria-pressed") === "true" && next();
    speechSynthesis.speak(said);
  };

  const start = () => {
    waiting = sentences().filter(([language]) => voiceFor(language));
    if (!waiting.length) return say(button.dataset.mute, false);
    say(button.dataset.stop, true);
    next();
  };

  button.addEventListener("click", () => (button.getAttribute("aria-pressed") === "true" ? stop() : start()));
  addEventListener("pagehide", stop);
  // Some devices name their voices a moment later.
  if (speechSynthesis.getVoices().length) start();
  else {
    const once = () => {
      clearTimeout(late);
      start();
    };
    const late = setTimeout(start, 1000);
    if (speechSynthesis.addEventListener) speechSynthesis.addEventListener("voiceschanged", once, { once: true });
  }
}

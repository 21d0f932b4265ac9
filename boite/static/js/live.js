// Messages come by themselves. The browser has one line of events, held by one tab, which tells the others. A line says a mark, never
// a word: the number beside the bell, and the list where it is open, are asked for. Without it, the next page says it as well.
if (document.querySelector(".lid-bell") && "locks" in navigator && "BroadcastChannel" in window && "EventSource" in window) {
  const WAIT = 1000;
  const HIDDEN = 30000;
  const LATER = 60000;
  const about = document.querySelector("[data-live]");
  const bell = document.querySelector(".lid-bell");
  const others = new BroadcastChannel("boite-messages");
  const tags = {};
  let wanted; // while this tab wants the line, or has it
  let line;
  let timer;
  let over = false;

  const start = () => {
    if (wanted || over || document.hidden) return;
    wanted = new AbortController();
    const { signal } = wanted;
    const held = () => new Promise((free) => {
      signal.addEventListener("abort", free);
      open();
    });
    // eslint-disable-next-line house/known -- looked for above
    navigator.locks.request("boite-messages", { signal }, held).catch(() => {});
  };

  const stop = () => {
    if (line) line.close();
    if (wanted) wanted.abort();
    line = wanted = undefined;
  };

  const open = () => {
    line = new EventSource(`${about.dataset.live}?depuis=${encodeURIComponent(sessionStorage.getItem("boite-mark") || "")}`);
    line.onmessage = (event) => {
      sessionStorage.setItem("boite-mark", event.lastEventId);
      look();
    };
    line.addEventListener("fin", finish);
    // The browser comes back by itself after a cut, not after a refusal: signed out, or no place.
    line.onerror = async () => {
      if (line && line.readyState === 2 && (await look())) {
        stop();
        timer = setTimeout(start, LATER * (1 + Math.random()));
      }
    };
  };

  // What this address gives, where it is not what it gave the last time.
  const ask = async (address) => {
    const headers = tags[address] ? { "if-none-match": tags[address] } : {};
    const answer = await fetch(address, { headers, cache: "no-store", redirect: "manual" });
    if (answer.type === "opaqueredirect") finish();
    if (!answer.ok) return "";
    tags[address] = answer.headers.get("etag");
    return answer.text();
  };

  const parsed = (html) => new DOMParser().parseFromString(html, "text/html");

  const look = async () => {
    try {
      const badge = await ask(about.dataset.liveBadge);
      if (over) return false;
      others.postMessage(badge);
      show(badge);
    } catch {
      // No network: the next event, or the next page, says it.
    }
    return !over;
  };

  const number = () => {
    const count = bell.querySelector(".count");
    return count ? parseInt(count.textContent, 10) : 0;
  };

  const show = (badge) => {
    if (badge) {
      const parts = parsed(badge);
      const words = parts.querySelector("p").textContent;
      const former = number();
      bell.querySelectorAll(".count").forEach((each) => each.remove());
      bell.append(...parts.querySelectorAll(".count"));
      about.textContent = number() > former ? words : "";
    }
    list();
  };

  // The list is not moved under a finger nor away from the keyboard: it waits until the person is elsewhere.
  const list = async () => {
    const place = document.querySelector("[data-live-from]");
    if (!place) return;
    if (place.contains(document.activeElement)) {
      place.addEventListener("focusout", () => setTimeout(list), { once: true });
      return;
    }
    const html = await ask(place.dataset.liveFrom).catch(() => "");
    if (!html || place.contains(document.activeElement)) return;
    for (const part of parsed(html).querySelectorAll("[data-live-part]")) {
      const former = document.querySelector(`[data-live-part="${part.dataset.livePart}"]`);
      while (former.firstChild) former.firstChild.remove();
      former.append(...part.childNodes);
    }
  };

  // The session ended: this number is nobody's any more, in any tab.
  const finish = () => {
    if (over) return;
    others.postMessage(null);
    end();
  };

  const end = () => {
    over = true;
    stop();
    clearTimeout(timer);
    bell.querySelectorAll(".count").forEach((each) => each.remove());
    about.textContent = "";
  };

  others.onmessage = ({ data }) => (data === null ? end() : show(data));

  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    if (document.hidden) {
      timer = setTimeout(stop, HIDDEN);
    } else if (!wanted && !over) {
      start();
      look();
    }
  });
  window.addEventListener("pagehide", stop);
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    start();
    look();
  });
  // A page that is left at once asks for nothing.
  window.addEventListener("load", () => {
    timer = setTimeout(start, WAIT);
  });
}

// Without `?.` nor `??`: the computer of a reception hall may be older than the rest, and must close the session as well.
// A shared computer: a word one minute before the end of the session, and nothing left for the next person.
const about = document.querySelector('meta[name="boite-session"]');
const WARNING = 60;
let countdown;
let former;

function wait(seconds) {
  clearTimeout(countdown);
  countdown = setTimeout(look, Math.max(seconds, 1) * 1000);
}

// Asked again before any word: a deposit under way, or another tab, may have kept the session open.
async function look() {
  const left = await secondsLeft();
  if (left === null) return wait(15);
  if (left <= 0) return location.replace(about.dataset.out);
  if (left > WARNING + 5) return wait(left - WARNING);
  show();
  wait(left + 1);
}

async function secondsLeft() {
  try {
    const answer = await fetch(about.dataset.check, { method: "HEAD", redirect: "manual", cache: "no-store" });
    return answer.ok ? Number(answer.headers.get("boite-secondes")) : 0;
  } catch {
    return null;
  }
}

async function stay() {
  try {
    await extend();
  } catch {
    // No line, or a browser that lacks something: the server says where the session stands.
    location.reload();
  }
}

async function extend() {
  const answer = await fetch(about.dataset.extend, {
    method: "POST",
    redirect: "manual",
    headers: { "x-csrf-token": about.dataset.token, "content-type": "application/x-www-form-urlencoded" },
  });
  if (answer.status === 403) return location.reload();
  place().textContent = "";
  // Back to where the person was, a field half filled for example.
  const kept = former && former.isConnected && former !== document.body;
  (kept ? former : document.getElementById("contenu")).focus();
  look();
}

function place() {
  return document.getElementById("messages");
}

function show() {
  if (document.getElementById("rester")) return;
  former = document.activeElement;
  const notice = document.createElement("div");
  notice.className = "notice notice-warning";
  const words = document.createElement("p");
  words.className = "notice-body";
  words.textContent = about.dataset.warning;
  const button = document.createElement("button");
  button.id = "rester";
  button.type = "button";
  button.className = "button button-primary";
  button.textContent = about.dataset.stay;
  button.addEventListener("click", stay);
  notice.append(words, button);
  place().append(notice);
  notice.scrollIntoView({ block: "nearest" });
}

wait(Number(about.content) - WARNING);

// Back must show nothing once the box was left: a page kept in memory is asked for again.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

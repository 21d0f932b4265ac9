// Where there is no line: the last titles of « Mes messages », if this application kept them; and back as soon as it can.
async function show() {
  const kept = await caches.match("/messages/derniers");
  if (!kept) return;
  const { titles, from, until } = await kept.json();
  const now = Date.now();
  // After the end of the session they were kept in, or by a clock that was set back, they are nobody's.
  if (!(from <= now && now < until)) await caches.delete("boite-liste");
  else if (titles.length) fill(titles);
}

function fill(titles) {
  const place = document.getElementById("derniers");
  for (const title of titles) {
    const line = document.createElement("li");
    line.textContent = title;
    place.querySelector("ul").append(line);
  }
  place.hidden = false;
}

if ("caches" in window) show().catch(() => {});
// The browser says « online » before a line is there, and sometimes says nothing: the service itself is asked.
function back() {
  fetch("/sante", { cache: "no-store" })
    .then((answer) => answer.ok && location.reload())
    .catch(() => {});
}

addEventListener("online", back);
setInterval(back, 3000);

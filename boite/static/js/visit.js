/* eslint-disable house/known -- what pushes need is looked for before anything is asked of it */
// At a visit of somebody's own device: what was read elsewhere leaves the screen, and a device that our key no longer
// reaches subscribes again. Nothing is asked of anybody here.
const alerts = document.querySelector('meta[name="boite-alertes"]');
const DAY = 86400000;
const WEEK = 7 * DAY;
const LIST = "boite-liste";
const from = Date.now();
const until = alerts ? from + Math.min(Number(alerts.dataset.left) * 1000, WEEK) : from;
const asApplication = matchMedia("(display-mode: standalone)").matches || navigator.standalone === true;

async function visit() {
  if (asApplication) await navigator.serviceWorker.register("/avis.js", { scope: "/" });
  const worker = await navigator.serviceWorker.getRegistration("/");
  if (!worker || !worker.pushManager) return;
  if (asApplication) await keepList();
  if (!("Notification" in window) || Notification.permission !== "granted") return;
  await tidy(worker);
}

async function tidy(worker) {
  const shown = await worker.getNotifications();
  if (!shown.length && Date.now() - Number(localStorage.getItem("boite-alertes") || 0) < DAY) return;
  const query = new URLSearchParams();
  for (const each of shown) for (const mark of marks(each)) query.append("ligne", mark);
  const answer = await fetch(`${alerts.dataset.state}?${query}`, { redirect: "error", cache: "no-store" });
  if (!answer.ok) return;
  const now = await answer.json();
  for (const each of shown) if (marks(each).length && !marks(each).some((mark) => now.new.includes(mark))) each.close();
  if (now.wanted && !now.told && now.key) await again(worker, now.key);
  localStorage.setItem("boite-alertes", String(Date.now()));
}

function marks(shown) {
  return (shown.data && shown.data.marks) || [];
}

async function again(worker, key) {
  const former = await worker.pushManager.getSubscription();
  if (former) await former.unsubscribe();
  const raw = atob(key.key.replace(/-/g, "+").replace(/_/g, "/"));
  const applicationServerKey = Uint8Array.from(raw, (sign) => sign.charCodeAt(0));
  const fresh = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey });
  const { endpoint, keys } = fresh.toJSON();
  const body = new URLSearchParams({ adresse: endpoint, p256dh: keys.p256dh, auth: keys.auth, cle: key.id });
  await fetch(alerts.dataset.to, { method: "POST", body, headers: { "x-csrf-token": alerts.dataset.token } });
}

// The last list, for the page without a line: in the installed application alone, its titles and nothing more. Where this session
// ends elsewhere, nothing tells this phone: its own end goes with them (js/offline.js), and is a week away at most.
async function keepList() {
  const lines = document.querySelectorAll(".message .line-title");
  if (location.pathname !== "/messages/") return;
  const titles = [...lines].slice(0, 20).map((line) => line.textContent.trim());
  const kept = new Response(JSON.stringify({ titles, from, until }), { headers: { "content-type": "application/json" } });
  await (await caches.open(LIST)).put("/messages/derniers", kept);
}

if (alerts && "serviceWorker" in navigator) {
  visit().catch(() => {});
  // A message came, or was read elsewhere: the line of events says it to every tab (js/live.js). Or the session ended.
  if ("BroadcastChannel" in window) {
    new BroadcastChannel("boite-messages").onmessage = ({ data }) => (data === null ? caches.delete(LIST) : visit()).catch(() => {});
  }
}

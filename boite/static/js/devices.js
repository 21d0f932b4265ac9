/* eslint-disable house/known, compat/compat -- what pushes need is looked for before: see stateNow */
// « Sur cet appareil »: the permission is asked for in a tap, after our own sentence, and never again once refused.
const place = document.getElementById("alertes");
const button = place.querySelector("[data-alerts-start]");
const phone = /iPhone|iPad|iPod/.test(navigator.userAgent) || (/Mac/.test(navigator.userAgent) && navigator.maxTouchPoints > 1);
const installed = matchMedia("(display-mode: standalone)").matches || navigator.standalone === true;

function say(state) {
  for (const each of place.querySelectorAll("[data-when]")) each.hidden = each.dataset.when !== state;
}

function stateNow() {
  const able = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window && isSecureContext;
  if (!able) return phone && !installed ? "install" : "unable";
  return Notification.permission === "denied" ? "refused" : "ready";
}

function bytes(key) {
  const raw = atob(key.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(raw, (sign) => sign.charCodeAt(0));
}

async function start() {
  button.disabled = true;
  try {
    if ((await Notification.requestPermission()) !== "granted") return say(stateNow());
    await subscribed();
    location.reload();
  } catch {
    say("failed");
  } finally {
    button.disabled = false;
  }
}

async function subscribed() {
  await navigator.serviceWorker.register("/avis.js", { scope: "/" });
  const { pushManager } = await navigator.serviceWorker.ready;
  const former = await pushManager.getSubscription();
  if (former) await former.unsubscribe();
  const fresh = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(place.dataset.key) });
  const { endpoint, keys } = fresh.toJSON();
  const body = new URLSearchParams({ adresse: endpoint, p256dh: keys.p256dh, auth: keys.auth, cle: place.dataset.keyId });
  const answer = await fetch(place.dataset.to, { method: "POST", body, headers: { "x-csrf-token": place.dataset.token } });
  if (!answer.ok) throw new Error("not kept");
}

if (button) {
  button.addEventListener("click", start);
  say(stateNow());
}

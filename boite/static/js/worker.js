/* eslint-disable house/known -- it runs only in a browser that has service workers and pushes */
// The service worker: what is shown when a push comes, and one page where there is no line. It keeps no other page.
const KEPT = "boite-hors-ligne";
const OFFLINE = "/hors-ligne";
const HOME = "/messages/";
const TITLE = "Ma boîte SPRO";
const WORDS = "Quelque chose vous attend dans votre boîte.";

self.addEventListener("install", (event) => event.waitUntil(keep().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// The page and what it is drawn with, as nobody: without a cookie, it says nothing of anybody.
async function keep() {
  const cache = await caches.open(KEPT);
  const answer = await fetch(OFFLINE, { credentials: "omit", cache: "no-store" });
  if (!answer.ok) throw new Error("no page without a line");
  const drawn = await answer.clone().text();
  await cache.put(OFFLINE, answer);
  const parts = new Set([...drawn.matchAll(/(?:href|src)="(\/static\/[^"#]+)/g)].map((found) => found[1]));
  await Promise.all([...parts].map((part) => cache.add(part).catch(() => {})));
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => kept(OFFLINE)));
  else if (new URL(request.url).pathname.startsWith("/static/") && !navigator.onLine) event.respondWith(part(request));
});

async function kept(what) {
  return (await (await caches.open(KEPT)).match(what)) || Response.error();
}

async function part(request) {
  return (await (await caches.open(KEPT)).match(request)) || fetch(request);
}

// Something is always shown, even for what cannot be read: a browser takes the permission back otherwise.
self.addEventListener("push", (event) => event.waitUntil(show(read(event.data))));

function read(data) {
  try {
    return data.json() || {};
  } catch {
    return {};
  }
}

function show(said) {
  const marks = Array.isArray(said.marks) ? said.marks.map(String) : [];
  const end = said.end && text(said.end.url);
  return self.registration.showNotification(text(said.title) || TITLE, {
    body: text(said.body) || WORDS,
    tag: text(said.tag) || "boite",
    lang: text(said.lang) || "fr",
    icon: "/static/img/icon-192.png",
    badge: "/static/img/icon-badge.png",
    actions: end ? [{ action: "end", title: text(said.end.title) }] : [],
    data: { url: ours(said.url), marks, end },
  });
}

function text(value) {
  return typeof value === "string" ? value : "";
}

// A path of ours and nothing else, whatever a push says. Once resolved, « /.//elsewhere » begins with two slashes: it is looked at then.
function ours(url) {
  try {
    const { origin, pathname, search } = new URL(url, self.location.origin);
    const path = typeof url === "string" && url.startsWith("/") && !pathname.startsWith("//");
    return path && origin === self.location.origin ? pathname + search : HOME;
  } catch {
    return HOME;
  }
}

// The whole address: what opens it resolves nothing more.
function whole(path) {
  return new URL(path, self.location.origin).href;
}

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const { url, end } = event.notification.data || {};
  event.waitUntil(open(whole(ours(event.action === "end" ? end : url))));
});

// A tab of messages is taken there. In any other, somebody may be writing: it stays as it is.
async function open(url) {
  const tabs = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const tab = tabs.find((each) => new URL(each.url).pathname === HOME);
  if (!tab) return self.clients.openWindow(url);
  try {
    await tab.focus();
    return await tab.navigate(url);
  } catch {
    return self.clients.openWindow(url);
  }
}

self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(move(event)));

async function move(event) {
  const former = event.oldSubscription;
  if (!former) return;
  const options = former.options && { userVisibleOnly: true, applicationServerKey: former.options.applicationServerKey };
  const fresh = event.newSubscription || (await self.registration.pushManager.subscribe(options));
  const { endpoint, keys } = fresh.toJSON();
  const body = new URLSearchParams({ ancien: former.endpoint, adresse: endpoint, p256dh: keys.p256dh, auth: keys.auth });
  await fetch("/messages/appareils/suite", { method: "POST", body, credentials: "include" });
}

/* The build writes SHELL, { version, files }, before this. */
/* global SHELL */

/**
 * Keeps what the resident's pages are made of, so that they open without contact; what they show is kept by the pages.
 * Pages come from the network when it answers. A new version waits until no page of the old one is open, so nothing
 * changes under a form in use, and then removes what only the old one needed.
 */
const PREFIX = 'selvbetjent-shell-';
const CACHE = PREFIX + SHELL.version;
const START_PAGE = '/';
/** Never answered from here: the API, and signing in and out. */
const SERVED_ELSEWHERE = /^\/(api|oidc|login|logout|callback|health|metrics)(\/|$)/;

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll([START_PAGE, ...SHELL.files])));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(removeOlder().then(() => self.clients.claim()));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin || SERVED_ELSEWHERE.test(url.pathname)) return;
  if (request.mode === 'navigate') event.respondWith(page(request));
  else if (SHELL.files.includes(url.pathname)) event.respondWith(file(request));
});

async function page(request) {
  const answer = await fetch(request).catch(() => null);
  if (answer && answer.status < 500) return answer;
  return (await caches.match(START_PAGE, { cacheName: CACHE })) ?? answer ?? Response.error();
}

async function file(request) {
  return (await caches.match(request, { cacheName: CACHE, ignoreVary: true })) ?? fetch(request);
}

async function removeOlder() {
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith(PREFIX) && name !== CACHE).map((name) => caches.delete(name)),
  );
}

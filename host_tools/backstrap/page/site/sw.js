// Keeps the page for when the network is off, and sets the two headers that shared memory needs,
// for hosts that only serve files. What the server has is always asked for first.

const STORE = "backstrap";
const ISOLATED = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

addEventListener("install", (event) => event.waitUntil(keepAll().then(() => skipWaiting())));
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  if (event.request.method === "GET" && new URL(event.request.url).origin === location.origin)
    event.respondWith(answer(event.request));
});

async function keepAll() {
  const store = await caches.open(STORE);
  const names = await (await fetch("data/files.json")).json();
  await store.addAll(["./", ...names]);
}

async function answer(request) {
  const store = await caches.open(STORE);
  let found;
  try {
    found = await fetch(request);
    if (found.ok) await store.put(request, found.clone());
  } catch (error) {
    found = await store.match(request, { ignoreSearch: true });
    if (!found) throw error;
  }
  const headers = new Headers(found.headers);
  for (const [name, value] of Object.entries(ISOLATED)) headers.set(name, value);
  return new Response(found.body, { status: found.status, headers });
}

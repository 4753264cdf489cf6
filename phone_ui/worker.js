// What stays awake for one ticket: it shows what the office sends, and opens the ticket's page. It keeps nothing.

/** @type {any} */
const worker = self; // a worker's own globals are not those of a page, which the type checker knows

worker.addEventListener("install", () => worker.skipWaiting());

worker.addEventListener("push", (/** @type {any} */ event) => {
  const { title, body } = event.data.json();
  // One notice for a ticket: the newest takes the place of the one before, and is felt anew.
  const shown = worker.registration.showNotification(title, { body, tag: "ticket", renotify: true, requireInteraction: true, vibrate: [500, 200, 500] });
  event.waitUntil(shown);
});

worker.addEventListener("notificationclick", (/** @type {any} */ event) => {
  event.notification.close();
  event.waitUntil(openPage());
});

async function openPage() {
  const page = worker.registration.scope;
  const windows = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  const open = windows.find((/** @type {any} */ one) => one.url === page);
  return open ? open.focus() : worker.clients.openWindow(page);
}

// What the browser knows of notices. Each ticket has a service worker of its own, under the address of its page, so that
// a notice opens that page, and the ticket's address need not go to anybody's push service.

/** Whether this browser can be told: over HTTPS (or on this very machine), and on an iPhone only from the home screen. */
export const canBeTold = () => "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

/** @param {string} token */
export const scopeOf = (token) => `/phone/${token}`;

/**
 * The visit is over: nothing of it stays on the phone.
 * @param {string} token
 */
export async function forgetNotices(token) {
  if (!canBeTold()) return;
  const kept = await navigator.serviceWorker.getRegistration(scopeOf(token));
  const subscription = await kept?.pushManager.getSubscription();
  await subscription?.unsubscribe();
  await kept?.unregister();
}

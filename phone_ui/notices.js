// The wish to be told also while the screen is off: asked for by a touch, taken back by another.
import { html, useEffect, useState } from "../shared_ui/html.js";
import { get, newRequestId, post } from "../shared_ui/api.js";
import { inWords } from "../shared_ui/errors.js";
import { t } from "../shared_ui/texts.js";
import { forgetNotices, scopeOf } from "./push.js";

/** @typedef {import("../shared_ui/protocol").Notices} NoticesState */

const WORKER = "/phone/worker.js";

/** @param {string} key base64url, as the push services want it */
function bytesOf(key) {
  const text = atob(key.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(text, (sign) => sign.charCodeAt(0));
}

/**
 * @param {string} token
 * @param {PushSubscription} subscription
 * @param {string} language
 * @returns {Promise<NoticesState>}
 */
function tellServer(token, subscription, language) {
  const { endpoint, keys } = subscription.toJSON();
  return post(`/api/phone/${token}/notices`, { request_id: newRequestId(), endpoint, p256dh: keys?.p256dh, auth: keys?.auth, language });
}

/**
 * @param {string} token
 * @param {string} key
 */
async function subscribe(token, key) {
  const registration = await navigator.serviceWorker.register(WORKER, { scope: scopeOf(token) });
  await active(registration);
  return registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytesOf(key) });
}

/** @param {ServiceWorkerRegistration} registration */
function active(registration) {
  const coming = registration.installing ?? registration.waiting;
  if (registration.active || !coming) return Promise.resolve();
  return new Promise((resolve) => coming.addEventListener("statechange", () => coming.state === "activated" && resolve(undefined)));
}

/** @param {{token: string, language: string}} props */
export function NoticesOffer({ token, language }) {
  const [state, setState] = useState(/** @type {NoticesState | null} */ (null));
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  useEffect(() => {
    // Without an answer there is no offer: the page works as ever.
    get(`/api/phone/${token}/notices`).then(setState, (error) => console.info("notices", error));
  }, []);
  /** @param {() => Promise<NoticesState | null>} wish */
  const carryOut = async (wish) => {
    setBusy(true);
    setProblem("");
    try {
      setState((await wish()) ?? state);
    } catch (error) {
      // The browser's own failures have no words for people.
      setProblem(error instanceof DOMException ? t(language, "phone.notices_failed") : inWords(error, language));
    } finally {
      setBusy(false);
    }
  };
  const ask = () =>
    carryOut(async () => {
      if ((await Notification.requestPermission()) !== "granted") {
        setProblem(t(language, "phone.notices_denied"));
        return null;
      }
      return tellServer(token, await subscribe(token, state?.key ?? ""), language);
    });
  const stop = () =>
    carryOut(async () => {
      const after = await post(`/api/phone/${token}/notices/stop`, { request_id: newRequestId() });
      await forgetNotices(token);
      return after;
    });
  if (!state?.key) return null;
  const said = problem ? html`<p class="message warn" role="alert" data-notices="problem">${problem}</p>` : null;
  if (!state.is_on) return html`${said}<button class="button" data-action="notices" disabled=${busy} onClick=${ask}>${t(language, "phone.notices")}</button>`;
  return html`<p class="message good" role="status" data-notices="on">${t(language, "phone.notices_on")}</p>
    ${said}<button class="button quiet" data-action="no-notices" disabled=${busy} onClick=${stop}>${t(language, "phone.notices_off")}</button>`;
}

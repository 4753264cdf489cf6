// A number taken from the phone, where the office allows it.
import { html, useEffect, useRef, useState } from "../shared_ui/html.js";
import { get, newRequestId, post } from "../shared_ui/api.js";
import { inWords } from "../shared_ui/errors.js";
import { pick, t } from "../shared_ui/texts.js";
import { waitInWords } from "../shared_ui/waits.js";

/** @typedef {import("../shared_ui/protocol").PhoneOffer} PhoneOffer */
/** @typedef {import("../shared_ui/protocol").PhoneService} PhoneService */

const POSITION_MS = 15000;
const CODE_DIGITS = 4;

/**
 * Where the phone is; nothing where it does not say: the server then says what to do.
 * @returns {Promise<{latitude?: number, longitude?: number, accuracy_m?: number}>}
 */
function position() {
  return new Promise((resolve) => {
    if (!("geolocation" in navigator)) return resolve({});
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ latitude: coords.latitude, longitude: coords.longitude, accuracy_m: coords.accuracy }),
      () => resolve({}),
      { enableHighAccuracy: true, timeout: POSITION_MS },
    );
  });
}

/** @param {{service: PhoneService, language: string, disabled: boolean, onTake: () => void}} props */
function Choice({ service, language, disabled, onTake }) {
  const wait = waitInWords(service.wait, language);
  return html`<button class="button choice" data-service=${service.id} disabled=${disabled || service.refusal !== null} onClick=${onTake}>
    <strong>${pick(service.name, language)}</strong>
    <span class="small">${service.refusal ? pick(service.refusal.text, language) : `${t(language, "phone.take_waiting", { n: service.waiting })}${wait ? ` · ${wait}` : ""}`}</span></button>`;
}

/** @param {{offer: PhoneOffer, language: string}} props */
function Services({ offer, language }) {
  const [code, setCode] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const requestIds = useRef(/** @type {Record<string, string>} */ ({})); // one for each service, however often it is touched
  const take = async (/** @type {PhoneService} */ service) => {
    setBusy(true);
    setProblem("");
    try {
      const where = offer.take === "place" ? await position() : { code };
      const request_id = (requestIds.current[service.id] ??= newRequestId());
      const taken = await post("/api/phone-numbers", { request_id, service: service.id, language, ...where });
      location.replace(taken.phone_path);
    } catch (error) {
      setProblem(inWords(error, language));
      setBusy(false);
    }
  };
  const ready = offer.take === "place" || code.length === CODE_DIGITS;
  return html`${offer.take === "code" ? html`<label class="card place" for="code"><span>${t(language, "phone.take_code")}</span>
        <input id="code" class="digits" inputmode="numeric" autocomplete="off" maxlength=${CODE_DIGITS} aria-describedby="hint" value=${code}
          onInput=${(/** @type {InputEvent} */ event) => setCode(/** @type {HTMLInputElement} */ (event.target).value.replace(/\D/g, ""))} />
        <span class="small" id="hint">${t(language, "phone.take_code_hint")}</span></label>` : html`<p class="small">${t(language, "phone.take_place_hint")}</p>`}
    ${problem ? html`<p class="message bad" role="alert">${problem}</p>` : null}
    <h2>${t(language, "phone.take_choose")}</h2>
    ${offer.services.map((service) => html`<${Choice} key=${service.id} service=${service} language=${language} disabled=${busy || !ready} onTake=${() => take(service)} />`)}`;
}

/** @param {{language: string}} props */
export function Take({ language }) {
  const [offer, setOffer] = useState(/** @type {PhoneOffer | null} */ (null));
  const [problem, setProblem] = useState("");
  useEffect(() => {
    document.title = t(language, "phone.take_title");
    document.documentElement.lang = language;
    get("/api/phone-numbers").then(setOffer, (error) => setProblem(inWords(error, language)));
  }, []);
  if (!offer) return html`<main><p class=${problem ? "message bad" : ""}>${problem || t(language, "common.loading")}</p></main>`;
  const refusal = offer.refusal ? pick(offer.refusal.text, language) : offer.services.length ? "" : t(language, "phone.take_none");
  return html`<header><p>${pick(offer.office_name, language)}</p></header>
    <main><h1 class="title">${t(language, "phone.take_title")}</h1>
      ${refusal ? html`<p class="message warn said" data-refusal>${refusal}</p>` : html`<${Services} offer=${offer} language=${language} />`}</main>`;
}

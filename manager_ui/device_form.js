// What a screen is to be: the same form pairs a new one by its code and changes one that hangs already.
import { html, useState } from "../shared_ui/html.js";
import { pick, t } from "../shared_ui/texts.js";

/** @typedef {import("../shared_ui/protocol").ManagerView} ManagerView */
/** @typedef {import("../shared_ui/protocol").DeviceLine} DeviceLine */
/** @typedef {import("../shared_ui/protocol").DeviceKind} DeviceKind */
/** @typedef {{name: string, kind: DeviceKind, zone: string | null, counter: number | null, theme: string, extras: boolean}} Wish */

/** @type {DeviceKind[]} */
const KINDS = ["display", "counter", "rating", "kiosk", "speaker"];
/** @type {readonly DeviceKind[]} */
const OF_A_ZONE = ["display", "speaker"];
/** @type {readonly DeviceKind[]} */
const OF_A_COUNTER = ["counter", "rating"];

/** @param {{view: ManagerView, language: string, kind: DeviceKind, device: DeviceLine | undefined}} props */
function PlaceField({ view, language, kind, device }) {
  if (OF_A_ZONE.includes(kind))
    return html`<label>${t(language, "manager.device_zone")}<select name="zone">${view.zones.map((zone) => html`<option value=${zone.id} selected=${zone.id === device?.zone}>${pick(zone.name, language)}</option>`)}</select></label>`;
  if (OF_A_COUNTER.includes(kind))
    return html`<label>${t(language, "manager.device_counter")}<select name="counter">${view.counters.map((one) => html`<option value=${one.number} selected=${one.number === device?.counter}>${one.number} – ${one.name}</option>`)}</select></label>`;
  return null;
}

/** @param {{language: string, kind: DeviceKind, device: DeviceLine | undefined}} props */
function LookFields({ language, kind, device }) {
  if (kind === "kiosk" || kind === "speaker") return null;
  return html`<label>${t(language, "manager.device_theme")}<select name="theme">${["dark", "light"].map(
    (theme) => html`<option value=${theme} selected=${theme === (device?.theme ?? "dark")}>${t(language, `manager.theme_${theme}`)}</option>`,
  )}</select></label>
    ${kind === "rating" ? null : html`<label class="tick"><input type="checkbox" name="extras" defaultChecked=${device?.extras ?? true} />${t(language, `manager.extras_${kind}`)}</label>`}`;
}

/**
 * The code as it stands on the screen may be typed with its space.
 * @param {FormDataEntryValue | null} typed
 */
const digits = (typed) => String(typed ?? "").replace(/\D/g, "");

/**
 * @param {FormData} form
 * @param {DeviceKind} kind
 * @returns {Wish}
 */
function wishOf(form, kind) {
  return {
    name: String(form.get("name") ?? "").trim(),
    kind,
    zone: OF_A_ZONE.includes(kind) ? String(form.get("zone")) : null,
    counter: OF_A_COUNTER.includes(kind) ? Number(form.get("counter")) : null,
    theme: String(form.get("theme") ?? "dark"),
    extras: kind === "display" || kind === "counter" ? form.has("extras") : true,
  };
}

/**
 * @param {{view: ManagerView, language: string, device?: DeviceLine, withCode?: boolean,
 *   onSend: (wish: Wish & {code: string}) => Promise<unknown>, onCancel?: () => void}} props
 */
export function DeviceForm({ view, language, device, withCode = false, onSend, onCancel }) {
  const [kind, setKind] = useState(/** @type {DeviceKind} */ (device?.kind ?? "display"));
  const [isBusy, setBusy] = useState(false);
  /** @param {SubmitEvent} event */
  const submit = async (event) => {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.currentTarget);
    const data = new FormData(form);
    const wish = wishOf(data, kind);
    setBusy(true);
    const isDone = await onSend(withCode ? { ...wish, code: digits(data.get("code")) } : /** @type {Wish & {code: string}} */ (wish));
    setBusy(false);
    if (isDone && withCode) form.reset();
  };
  return html`<form class="device-form" data-form=${withCode ? "pair" : "change"} onSubmit=${submit}>
    ${withCode ? html`<label>${t(language, "manager.device_code")}<input name="code" class="code" inputmode="numeric" autocomplete="off" maxlength="7" pattern="[0-9]{3} ?[0-9]{3}" required /></label>` : null}
    <label>${t(language, "manager.device_kind")}<select name="kind" value=${kind} onChange=${(/** @type {Event} */ event) => setKind(/** @type {DeviceKind} */ (/** @type {HTMLSelectElement} */ (event.currentTarget).value))}>
      ${KINDS.map((one) => html`<option value=${one} selected=${one === kind}>${t(language, `manager.screen.${one}`)}</option>`)}</select></label>
    <${PlaceField} key=${kind} view=${view} language=${language} kind=${kind} device=${device} />
    <${LookFields} language=${language} kind=${kind} device=${device} />
    <label>${t(language, "manager.device_name")}<input name="name" maxlength="64" required autocomplete="off" defaultValue=${device?.name ?? ""} /></label>
    <span class="verbs"><button class="button primary" disabled=${isBusy} data-action=${withCode ? "pair" : "save"}>${t(language, withCode ? "manager.pair_now" : "manager.save")}</button>
      ${onCancel ? html`<button type="button" class="button quiet" onClick=${onCancel}>${t(language, "common.cancel")}</button>` : null}</span>
  </form>`;
}

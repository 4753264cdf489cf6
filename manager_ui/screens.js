// The office's screens: pair one by its code, see which are alive, rename, change or unpair them; and who is signed in.
import { html, useState } from "../shared_ui/html.js";
import { newRequestId, post } from "../shared_ui/api.js";
import { formatTime, serverNow } from "../shared_ui/clock.js";
import { inWords } from "../shared_ui/errors.js";
import { pick, t } from "../shared_ui/texts.js";
import { DeviceForm } from "./device_form.js";
import { Head } from "./tables.js";

/** @typedef {import("../shared_ui/protocol").ManagerView} ManagerView */
/** @typedef {import("../shared_ui/protocol").DeviceLine} DeviceLine */
/** @typedef {import("./device_form.js").Wish} Wish */
/** @typedef {{view: ManagerView, language: string}} Props */

const DAY_MS = 24 * 3600 * 1000;

/**
 * The time of today, with the date before it for another day.
 * @param {string} iso
 * @param {string} timeZone
 */
function moment(iso, timeZone) {
  const time = formatTime(iso, timeZone);
  const date = new Intl.DateTimeFormat("vi", { day: "2-digit", month: "2-digit", timeZone }).format(new Date(iso));
  return serverNow() - Date.parse(iso) < DAY_MS ? time : `${date} ${time}`;
}

/** @param {Props & {device: DeviceLine}} props */
function Place({ view, device, language }) {
  const zone = view.zones.find((one) => one.id === device.zone);
  if (zone) return html`${pick(zone.name, language)}`;
  return html`${device.counter === null ? "–" : t(language, "common.counter", { n: device.counter })}`;
}

/** @param {Props & {device: DeviceLine}} props */
function Whereabouts({ view, device, language }) {
  const when = device.since === null ? "" : moment(device.since, view.time_zone);
  return html`<span class=${`whereabouts ${device.state}`}>${t(language, `manager.device_${device.state}`, { time: when })}</span>
    ${device.sound === null || device.zone === null ? null : html`<small>${t(language, device.sound ? "manager.sound_on" : "manager.sound_off")}</small>`}
    ${device.is_outdated ? html`<small class="bad">${t(language, "manager.device_outdated")}</small>` : null}`;
}

/** @param {Props & {device: DeviceLine, onEdit: () => void, onUnpair: () => void}} props */
const DeviceRow = ({ view, device, language, onEdit, onUnpair }) => html`<tr data-device=${device.id} data-device-state=${device.state}>
  <td>${device.name}</td><td>${t(language, `manager.screen.${device.kind}`)}</td><td><${Place} view=${view} device=${device} language=${language} /></td>
  <td><${Whereabouts} view=${view} device=${device} language=${language} /></td><td><small>${device.version || "–"}</small></td>
  <td class="verbs"><button class="button quiet" data-action="change" aria-label=${t(language, "manager.change_of", { name: device.name })} onClick=${onEdit}>${t(language, "manager.change")}</button>
    <button class="button quiet danger" data-action="unpair" aria-label=${t(language, "manager.unpair_of", { name: device.name })} onClick=${onUnpair}>${t(language, "manager.unpair")}</button></td></tr>`;

/** @param {Props & {onEdit: (device: DeviceLine) => void, onUnpair: (device: DeviceLine) => void}} props */
function Devices({ view, language, onEdit, onUnpair }) {
  const keys = ["screen_name", "screen", "screen_place", "device_state", "device_version", "verbs"];
  if (view.devices.length === 0) return html`<p>${t(language, "manager.devices_none")}</p>`;
  return html`<table class="words"><${Head} language=${language} keys=${keys} /><tbody>${view.devices.map(
    (device) => html`<${DeviceRow} key=${device.id} view=${view} device=${device} language=${language} onEdit=${() => onEdit(device)} onUnpair=${() => onUnpair(device)} />`,
  )}</tbody></table>`;
}

/** @param {Props} props */
function SignedIn({ view, language }) {
  if (view.screens.length === 0) return html`<p>${t(language, "manager.screens_none")}</p>`;
  return html`<table class="words"><${Head} language=${language} keys=${["screen", "screen_name", "screen_since"]} /><tbody>
    ${view.screens.map((screen) => html`<tr data-screen=${screen.kind}><td>${t(language, `manager.screen.${screen.kind}`)}</td><td>${screen.name}</td><td>${moment(screen.since, view.time_zone)}</td></tr>`)}
  </tbody></table>`;
}

/**
 * Hook: send a command about a device; what became of it, in words.
 * @param {string} language
 */
function useCommand(language) {
  const [told, setTold] = useState({ text: "", isBad: false });
  /**
   * @param {string} path
   * @param {object} body
   * @param {string} done
   */
  const send = async (path, body, done) => {
    try {
      await post(path, { ...body, request_id: newRequestId() });
      setTold({ text: done, isBad: false });
      return true;
    } catch (error) {
      setTold({ text: inWords(error, language), isBad: true });
      return false;
    }
  };
  return { told, send };
}

/** @param {import("./pages.js").PageProps} props */
export function Screens({ view, language }) {
  const [edited, setEdited] = useState(/** @type {DeviceLine | null} */ (null));
  const { told, send } = useCommand(language);
  /** @param {Wish & {code: string}} wish */
  const pair = (wish) => send("/api/manager/devices", wish, t(language, "manager.paired", { name: wish.name }));
  /** @param {Wish} wish */
  const change = async (wish) => {
    if (edited && (await send(`/api/manager/devices/${encodeURIComponent(edited.id)}`, wish, t(language, "manager.changed", { name: wish.name })))) setEdited(null);
  };
  /** @param {DeviceLine} device */
  const unpair = (device) => {
    if (confirm(t(language, "manager.unpair_sure", { name: device.name })))
      void send(`/api/manager/devices/${encodeURIComponent(device.id)}/unpair`, {}, t(language, "manager.unpaired", { name: device.name }));
  };
  return html`
    <section class="card"><h2>${t(language, "manager.pair")}</h2><p class="hint">${t(language, "manager.pair_how")}</p>
      ${told.text ? html`<p class=${`message ${told.isBad ? "bad" : "good"}`} role="status" data-told=${told.isBad ? "bad" : "good"}>${told.text}</p>` : null}
      <${DeviceForm} view=${view} language=${language} withCode onSend=${pair} /></section>
    <section class="card"><h2>${t(language, "manager.devices", { n: view.devices.filter((one) => one.state === "here").length, all: view.devices.length })}</h2>
      <${Devices} view=${view} language=${language} onEdit=${setEdited} onUnpair=${unpair} />
      ${edited ? html`<h3>${t(language, "manager.change_of", { name: edited.name })}</h3>
        <${DeviceForm} key=${edited.id} view=${view} language=${language} device=${edited} onSend=${change} onCancel=${() => setEdited(null)} />` : null}</section>
    <section class="card"><h2>${t(language, "manager.screens", { n: view.screens.length })}</h2><${SignedIn} view=${view} language=${language} /></section>`;
}

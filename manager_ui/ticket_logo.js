// The logo on the ticket, tried before it is used, and the former looks, each to be used again.
import { html, useRef } from "../shared_ui/html.js";
import { formatTime } from "../shared_ui/clock.js";
import { t } from "../shared_ui/texts.js";

/** @typedef {import("../shared_ui/protocol").TicketTemplate} TicketTemplate */

const LARGEST_BYTES = 2_000_000;

/**
 * The file in base64, as the server takes it.
 * @param {File} file
 * @returns {Promise<string>}
 */
const inBase64 = (file) =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(",")[1] ?? "");
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });

/**
 * @param {{template: TicketTemplate, text: string, tried: string | null, canUse: boolean, busy: boolean, language: string, onTry: (picture: string | null) => void,
 *   onUse: (picture: string | null) => void, onTooLarge: () => void}} props
 */
export function Logo({ template, text, tried, canUse, busy, language, onTry, onUse, onTooLarge }) {
  const input = useRef(/** @type {HTMLInputElement | null} */ (null));
  const choose = async (/** @type {Event} */ event) => {
    const file = /** @type {HTMLInputElement} */ (event.currentTarget).files?.[0];
    if (!file) return;
    if (file.size > LARGEST_BYTES) onTooLarge();
    else onTry(await inBase64(file));
  };
  const end = (/** @type {() => void} */ deed) => () => {
    if (input.current) input.current.value = "";
    deed();
  };
  const isShown = /^\s*show\s*=\s*["']logo["']/m.test(text);
  return html`<fieldset class="logo"><legend>${t(language, "printers.logo")}</legend>
    <p data-logo=${template.has_logo}>${t(language, template.has_logo ? "printers.logo_present" : "printers.logo_none")} <small>${t(language, "printers.logo_how")}</small></p>
    ${isShown || !(template.has_logo || tried) ? null : html`<p class="message warn">${t(language, "printers.logo_not_shown")}</p>`}
    <label>${t(language, "printers.logo_choose")} <input type="file" ref=${input} accept="image/png,image/jpeg" data-logo-file disabled=${busy} onChange=${choose} /></label>
    ${tried === null ? null : html`<p class="message warn" role="status" data-trying>${t(language, "printers.logo_trying")}</p>`}
    <p class="row">${
      tried === null
        ? html`<button class="button" data-action="logo-remove" disabled=${busy || !template.has_logo} onClick=${() => onUse(null)}>${t(language, "printers.logo_remove")}</button>`
        : html`<button class="button primary" data-action="logo-use" disabled=${busy || !canUse} onClick=${end(() => onUse(tried))}>${t(language, "printers.logo_use")}</button>
          <button class="button" data-action="logo-cancel" disabled=${busy} onClick=${end(() => onTry(null))}>${t(language, "printers.logo_cancel")}</button>`
    }</p></fieldset>`;
}

/** @param {{template: TicketTemplate, timeZone: string, busy: boolean, language: string, onAgain: (version: number) => void}} props */
export function FormerLooks({ template, timeZone, busy, language, onAgain }) {
  const day = (/** @type {string} */ at) => new Intl.DateTimeFormat(language, { day: "2-digit", month: "2-digit", year: "numeric", timeZone }).format(new Date(at));
  return html`<details class="looks"><summary>${t(language, "printers.looks")}</summary>
    ${template.history.length === 0 ? html`<p>${t(language, "printers.looks_none")}</p>` : null}
    ${template.history.length > 0
      ? html`<table class="words"><thead><tr>${["look_when", "look_who", "look_what"].map((key) => html`<th scope="col">${t(language, `printers.${key}`)}</th>`)}<th scope="col">${t(language, "printers.again")}</th></tr></thead>
        <tbody>${template.history.map(
          (one, place) => html`<tr key=${one.version} data-look=${one.version}><td>${day(one.at)} ${formatTime(one.at, timeZone)}</td>
            <td>${one.actor ? one.actor.split(":").pop() : t(language, "printers.look_by_hand")}</td>
            <td>${t(language, one.is_built_in ? "printers.look_built_in" : "printers.look_own")}, ${t(language, one.has_logo ? "printers.look_with_logo" : "printers.look_without_logo")}</td>
            <td>${
              place === 0
                ? t(language, "printers.look_in_use")
                : html`<button class="button" data-action="look-again" aria-label=${t(language, "printers.look_again_of", { n: one.version })} disabled=${busy} onClick=${() => onAgain(one.version)}>${t(language, "printers.look_again")}</button>`
            }</td></tr>`,
        )}</tbody></table>`
      : null}</details>`;
}

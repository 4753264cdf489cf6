// A clerk's own choices in this browser: other keys, and calling the next one by itself.
import { html, useState } from "../shared_ui/html.js";
import { staffLanguage } from "../shared_ui/language.js";
import { t } from "../shared_ui/texts.js";
import { Dialog } from "./dialog.js";
import { DEFAULT_KEYS, isChoosable, keyName, keyOf, slots } from "./keys.js";
import { keysOf } from "./prefs.js";

/** @typedef {import("./prefs.js").Prefs} Prefs */

const language = staffLanguage;

/** @param {string[]} verbs */
const slotName = (verbs) => verbs.map((verb) => t(language, `clerk.${verb}`)).join(" / ");

/** @param {{prefs: Prefs, onChange: (prefs: Prefs) => void, onClose: () => void}} props */
export function SettingsDialog({ prefs, onChange, onClose }) {
  const [asked, setAsked] = useState("");
  const [problem, setProblem] = useState("");
  const keys = keysOf(prefs);
  /**
   * @param {KeyboardEvent} event
   * @param {string[]} verbs
   */
  const take = (event, verbs) => {
    if (asked !== verbs[0] || event.key === "Tab" || event.key === "Shift") return;
    event.preventDefault();
    event.stopPropagation();
    if (event.repeat) return;
    setAsked("");
    const key = keyOf(event);
    if (event.key === "Escape" || event.key === "Enter") return;
    const holder = slots().find((slot) => !slot.includes(verbs[0]) && keys.get(slot[0]) === key);
    if (!isChoosable(key)) setProblem(t(language, "clerk.keys.not_that", { key: keyName(key) }));
    else if (holder) setProblem(t(language, "clerk.keys.taken", { key: keyName(key), verb: slotName(holder) }));
    else {
      setProblem("");
      onChange({ ...prefs, keys: { ...prefs.keys, ...Object.fromEntries(verbs.map((verb) => [verb, key])) } });
    }
  };
  return html`<${Dialog} name="settings" title=${t(language, "clerk.settings")} onClose=${onClose}>
    <label class="check"><input type="checkbox" data-choose="auto-call" checked=${prefs.autoCall} onChange=${(/** @type {any} */ event) => onChange({ ...prefs, autoCall: event.currentTarget.checked })} />
      <span>${t(language, "clerk.auto_call")}</span></label>
    <p>${t(language, "clerk.keys.how")}</p>
    <div role="alert">${problem ? html`<p class="message bad">${problem}</p>` : null}</div>
    <ul class="key-table">${slots().map(
      (verbs) => html`<li><span>${slotName(verbs)}</span><button type="button" class=${`button ${asked === verbs[0] ? "asked" : ""}`} data-key=${verbs[0]}
        onClick=${() => setAsked(verbs[0])} onBlur=${() => setAsked("")} onKeyDown=${(/** @type {KeyboardEvent} */ event) => take(event, verbs)}><span class="visually-hidden">${slotName(verbs)}: </span>${asked === verbs[0] ? t(language, "clerk.keys.press") : html`<kbd>${keyName(keys.get(verbs[0]) ?? "")}</kbd>`}</button></li>`,
    )}</ul>
    <p><button type="button" class="button" data-action="usual-keys" disabled=${[...DEFAULT_KEYS].every(([verb, key]) => keys.get(verb) === key)} onClick=${() => onChange({ ...prefs, keys: {} })}>${t(language, "clerk.keys.usual")}</button></p>
  <//>`;
}

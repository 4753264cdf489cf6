// The head of the desk: whose counter it is, what is wrong with paper, and everything that is not about one citizen.
import { html } from "../shared_ui/html.js";
import { LanguageButton, staffLanguage } from "../shared_ui/language.js";
import { printerName } from "../shared_ui/printers.js";
import { t } from "../shared_ui/texts.js";
import { HoldButton } from "./alarm.js";
import { ariaKey, keyName } from "./keys.js";
import { LoudspeakerTest } from "./loudspeaker_test.js";
import { isUsable } from "./usable.js";

/** @typedef {import("../shared_ui/protocol").ClerkView} ClerkView */

const language = staffLanguage;

/**
 * The button of a verb, with its key on it.
 * @param {{verb: string, view: ClerkView, keys: Map<string, string>, busy: boolean, press: (verb: string) => void}} props
 */
export function Verb({ verb, view, keys, busy, press }) {
  const kind = { next: "primary", start: "primary", "finish-next": "primary", "no-show": "danger" }[verb] ?? "";
  const key = keys.get(verb);
  return html`<button class=${`button ${kind}`} data-action=${verb} aria-keyshortcuts=${ariaKey(key)} disabled=${busy || !isUsable(view, verb)} onClick=${() => press(verb)}>
    <span>${t(language, `clerk.${verb}`)}</span>${key ? html`<kbd aria-hidden="true">${keyName(key)}</kbd>` : null}</button>`;
}

/**
 * @param {{view: ClerkView, isMine: boolean, keys: Map<string, string>, busy: boolean, press: (verb: string) => void}} props
 */
export function Bar({ view, isMine, keys, busy, press }) {
  const faults = Object.entries(view.printer_faults);
  const verbs = ["open", "pause", "unpause", "close"].filter((verb) => isUsable(view, verb) && (isMine || verb === "open"));
  return html`<header class="bar"><h1>${t(language, "clerk.title", { n: view.counter })} – ${view.counter_name}${" · "}<span data-counter-state=${view.counter_state}>${t(language, `clerk.state.${view.counter_state}`)}</span></h1>
    ${faults.map(([id, fault]) => html`<span class="message warn" data-printer-fault=${id}>${t(language, "clerk.printer", { name: printerName(id, language), fault: t(language, `printer.${fault}`) })}</span>`)}
    <span>${t(language, "clerk.served_today", { n: view.served_today })}</span>
    <span class="group">${verbs.map((verb) => html`<${Verb} verb=${verb} view=${view} keys=${keys} busy=${busy} press=${press} />`)}
      ${isMine && view.counter_state !== "closed" ? html`<button class="button" data-action="offer" disabled=${busy} onClick=${() => press("offer")}>${t(language, "clerk.offer")}</button>` : null}</span>
    ${isMine
      ? html`<span class="group">${["alarm-colleague", "alarm-guard"].map(
          (verb) => html`<${HoldButton} verb=${verb} shortcut=${keyName(keys.get(verb) ?? "")} ariaShortcut=${ariaKey(keys.get(verb))} busy=${busy} onFire=${() => press(verb)} />`,
        )}</span>`
      : null}
    <${LoudspeakerTest} counter=${view.counter} language=${language} />
    <span class="group"><button class="button quiet" data-action="settings" onClick=${() => press("settings")}>${t(language, "clerk.settings")}</button><${LanguageButton} />
      <button class="button quiet" data-action="change" onClick=${() => press("change")}>${t(language, "clerk.change")}</button>
      <button class="button quiet" data-action="sign-out" onClick=${() => press("sign-out")}>${t(language, "common.sign_out")}</button></span></header>`;
}

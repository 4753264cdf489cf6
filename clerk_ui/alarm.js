// The desk's own quiet alarm: a button that must be held for a second, and a discreet line once somebody was asked.
import { html, useEffect, useRef, useState } from "../shared_ui/html.js";
import { staffLanguage } from "../shared_ui/language.js";
import { personName } from "../shared_ui/names.js";
import { t } from "../shared_ui/texts.js";
import { HOLD_MS } from "./keys.js";

/** @typedef {import("../shared_ui/protocol").AlarmLine} AlarmLine */

const language = staffLanguage;
const ARMED_MS = 3000;

/**
 * Fires when it is held for a second; by a screen reader or the keyboard, which cannot hold, at the second press.
 * @param {{verb: string, shortcut: string, ariaShortcut: string | undefined, busy: boolean, onFire: () => void}} props
 */
export function HoldButton({ verb, shortcut, ariaShortcut, busy, onFire }) {
  const [state, setState] = useState(/** @type {"" | "holding" | "armed"} */ (""));
  const timer = useRef(0);
  const stop = () => {
    clearTimeout(timer.current);
    setState("");
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  /**
   * @param {"holding" | "armed"} next
   * @param {number} ms
   * @param {() => void} then
   */
  const wait = (next, ms, then) => {
    clearTimeout(timer.current);
    setState(next);
    timer.current = setTimeout(() => {
      setState("");
      then();
    }, ms);
  };
  /** @param {MouseEvent} event */
  const click = (event) => {
    if (event.detail !== 0) return; // a pointer's click: it is its holding that counts
    if (state !== "armed") return wait("armed", ARMED_MS, () => {});
    stop();
    onFire();
  };
  return html`<button class=${`button quiet hold ${state}`} data-action=${verb} disabled=${busy} aria-keyshortcuts=${ariaShortcut} title=${t(language, "clerk.hold_down")}
    onPointerDown=${() => wait("holding", HOLD_MS, onFire)} onPointerUp=${stop} onPointerLeave=${stop} onPointerCancel=${stop}
    onContextMenu=${(/** @type {Event} */ event) => event.preventDefault()} onClick=${click}>
    <span>${t(language, state === "armed" ? "clerk.press_again" : `clerk.${verb}`)}</span><kbd aria-hidden="true">${shortcut}</kbd></button>`;
}

/**
 * What the clerk who asked sees: small, for the citizen in front may see the screen, too.
 * @param {{alarm: AlarmLine, names: Record<string, string>, busy: boolean, act: (verb: string, more?: Record<string, unknown>) => void}} props
 */
export function OwnAlarm({ alarm, names, busy, act }) {
  const text = alarm.answered_by ? t(language, "alarm.comes", { name: personName(names, alarm.answered_by, language) }) : t(language, `alarm.asked.${alarm.kind}`);
  return html`<p class="own-alarm" role="status" data-own-alarm=${alarm.kind}><span>${text}</span>
    <button class="button quiet" data-action="end-alarm" disabled=${busy} onClick=${() => act("end-alarm")}>${t(language, "alarm.end")}</button></p>`;
}

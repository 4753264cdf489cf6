// What the last verb did, in words, for eyes and screen readers; and the ten seconds in which it can be taken back.
import { html, useEffect, useState } from "../shared_ui/html.js";
import { staffLanguage } from "../shared_ui/language.js";
import { serverNow } from "../shared_ui/clock.js";
import { hasText, t } from "../shared_ui/texts.js";

/** @typedef {import("../shared_ui/protocol").DeskAnswer} DeskAnswer */
/** @typedef {import("../shared_ui/protocol").Undoable} Undoable */

const language = staffLanguage;

/**
 * What a verb did, in words; empty for a verb that shows for itself.
 * @param {string} verb
 * @param {DeskAnswer} answer
 * @returns {string}
 */
export function saidOf(verb, answer) {
  const key = verb === "finish-next" && !answer.finished ? "clerk.said.finish_only" : `clerk.said.${verb}`;
  if (!hasText(key)) return "";
  const state = answer.state ? t(language, `clerk.said.state.${answer.state}`) : "";
  const said = t(language, key, { code: answer.code ?? "", finished: answer.finished ?? "", state });
  return answer.was_spoken ? `${said} ${t(language, "clerk.said.spoken")}` : said;
}

/**
 * Hook: whole seconds that are left until `until`; 0 once it is over or when there is none.
 * @param {string | null} until
 * @returns {number}
 */
export function useSecondsLeft(until) {
  const left = () => (until === null ? 0 : Math.max(0, Math.ceil((Date.parse(until) - serverNow()) / 1000)));
  const [seconds, setSeconds] = useState(left);
  useEffect(() => {
    setSeconds(left());
    const timer = setInterval(() => setSeconds(left()), 200);
    return () => clearInterval(timer);
  }, [until]);
  return seconds;
}

/**
 * The button that takes the last verb back, for as long as that is possible.
 * @param {{undo: Undoable, seconds: number, shortcut: string, ariaShortcut: string, busy: boolean, onPress: () => void}} props
 */
export function UndoButton({ undo, seconds, shortcut, ariaShortcut, busy, onPress }) {
  const what = t(language, `clerk.undo.${undo.verb}`);
  // The seconds are not part of the name: a screen reader would say each of them.
  return html`<button class="button undo" data-action="undo" disabled=${busy} onClick=${onPress} aria-keyshortcuts=${ariaShortcut}>
    <span>${t(language, "clerk.undo_what", { what, code: undo.code })}</span><kbd aria-hidden="true">${shortcut}</kbd><span class="left" aria-hidden="true">${t(language, "clerk.undo_left", { seconds })}</span></button>`;
}

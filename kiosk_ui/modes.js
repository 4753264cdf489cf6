// How one citizen wants the screen: larger, lower, spoken. It ends with the visit.
import { html, useEffect, useState } from "../shared_ui/html.js";
import { t } from "../shared_ui/texts.js";

/** @typedef {"large" | "low" | "spoken"} Mode */
/** @typedef {ReadonlySet<Mode>} Modes */

/** @type {readonly Mode[]} */
const ALL = ["spoken", "large", "low"];

/** @type {Record<Mode, string>} drawn for us, 24 × 24 */
const SIGNS = {
  spoken: "M4 9.5 V14.5 H8 L13 19 V5 L8 9.5 Z M16 9 A4.5 4.5 0 0 1 16 15 M18.5 6.5 A8 8 0 0 1 18.5 17.5",
  large: "M3 19 L8 6 L13 19 M4.8 15 H11.2 M15 10 H22 M18.5 6.5 V13.5",
  low: "M4 4 H20 M12 8 V18 M7.5 14 L12 18.5 L16.5 14 M4 21 H20",
};

/** Hook: the modes that are on, and how to turn one on or off. */
export function useModes() {
  const [modes, setModes] = useState(/** @type {Modes} */ (new Set()));
  useEffect(() => {
    for (const mode of ALL) document.documentElement.toggleAttribute(`data-${mode}`, modes.has(mode));
  }, [modes]);
  /** @param {Mode} mode */
  const toggle = (mode) =>
    setModes((/** @type {Modes} */ present) => new Set(present.has(mode) ? [...present].filter((one) => one !== mode) : [...present, mode]));
  return { modes, toggle, reset: () => setModes(new Set()) };
}

/** @param {{modes: Modes, language: string, canSpeak: boolean, onToggle: (mode: Mode) => void}} props */
export function ModeButtons({ modes, language, canSpeak, onToggle }) {
  return ALL.filter((mode) => mode !== "spoken" || canSpeak).map(
    (mode) => html`<button class="button tool" data-mode=${mode} aria-pressed=${modes.has(mode)} onClick=${() => onToggle(mode)}>
      <svg viewBox="0 0 24 24" aria-hidden="true"><path d=${SIGNS[mode]} /></svg>${t(language, `kiosk.mode.${mode}`)}
    </button>`,
  );
}

// The line at the foot of the wall: the manager's message, else the office's notice. It scrolls only if it does not fit.
import { html, useEffect, useRef, useState } from "../shared_ui/html.js";

/** @typedef {import("../shared_ui/protocol").DisplayView} DisplayView */

/** Screen widths a second: a line is read at leisure, and seen whole within a quarter of a minute. */
const WIDTHS_A_SECOND = 0.09;

/**
 * Hook: how far the text runs out of its box, in pixels; measured anew when the text or the screen changes.
 * @param {string} text
 */
function useOverflow(text) {
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const [over, setOver] = useState(0);
  useEffect(() => {
    const measure = () => {
      const line = box.current?.firstElementChild;
      if (box.current && line) setOver(Math.max(0, line.scrollWidth - box.current.clientWidth));
    };
    measure();
    void document.fonts.ready.then(measure);
    addEventListener("resize", measure);
    return () => removeEventListener("resize", measure);
  }, [text]);
  return { box, over };
}

/** @param {{view: DisplayView, other: string | undefined}} props */
export function Ticker({ view, other }) {
  const isMessage = Boolean(view.message.vi);
  const texts = isMessage ? view.message : view.notice;
  const vi = texts.vi ?? "";
  const translated = (other && texts[other]) || "";
  const { box, over } = useOverflow(`${vi}|${translated}`);
  if (!vi) return null;
  const seconds = over === 0 ? 0 : (over + innerWidth) / (innerWidth * WIDTHS_A_SECOND);
  return html`<footer class=${isMessage ? "ticker message-line" : "ticker"} ref=${box} data-message=${isMessage ? vi : ""} data-scrolling=${String(over > 0)}>
    <p class="line" style=${{ "--over": `${over}px`, "--seconds": `${seconds.toFixed(1)}s` }}><span lang="vi">${vi}</span>${translated ? html`<span class="second" lang=${other}>${translated}</span>` : null}</p></footer>`;
}

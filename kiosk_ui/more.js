// What doesn't fit the screen must not be overlooked: a button says that there is more, and goes there.
import { html, useEffect, useState } from "../shared_ui/html.js";
import { t } from "../shared_ui/texts.js";

const PAGE = 0.8; // of what is seen, so that the eye finds its place again

/** @returns {HTMLElement | null} */
const scrolled = () => document.querySelector("main");

/** The height, in pixels, that this button itself takes from what it offers to show. */
function ownHeight() {
  const button = document.querySelector(".more");
  if (!(button instanceof HTMLElement)) return 0;
  const style = getComputedStyle(button);
  return style.position === "fixed" ? 0 : button.offsetHeight + parseFloat(style.marginTop);
}

/** Say whether something lies below what is seen, or would be seen without the button; a border's breadth does not count. */
function isMore() {
  const main = scrolled();
  return main !== null && main.scrollHeight - main.clientHeight - ownHeight() - main.scrollTop > 8;
}

/** @param {{language: string}} props */
export function More({ language }) {
  const [more, setMore] = useState(false);
  useEffect(() => {
    // After every drawing, for the parent draws anew at each view and step; and after the style has followed it.
    setMore(isMore());
    const frame = requestAnimationFrame(() => setMore(isMore()));
    return () => cancelAnimationFrame(frame);
  });
  useEffect(() => {
    const look = () => setMore(isMore());
    addEventListener("scroll", look, true);
    addEventListener("resize", look);
    return () => {
      removeEventListener("scroll", look, true);
      removeEventListener("resize", look);
    };
  }, []);
  const down = () => {
    const main = scrolled();
    main?.scrollBy({ top: main.clientHeight * PAGE, behavior: "smooth" });
  };
  if (!more) return null;
  return html`<button class="button more" data-action="more" onClick=${down}>↓ ${t(language, "kiosk.more")}</button>`;
}

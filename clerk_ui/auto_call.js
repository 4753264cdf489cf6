// Calling the next one by itself after "done", if the clerk has switched it on: seen beforehand, and stopped by any key.
import { html, useEffect, useState } from "../shared_ui/html.js";
import { staffLanguage } from "../shared_ui/language.js";
import { t } from "../shared_ui/texts.js";

const language = staffLanguage;
export const AUTO_CALL_MS = 5000;

/** @param {{code: string, onTime: () => void, onStop: () => void}} props */
export function AutoCall({ code, onTime, onStop }) {
  const [end] = useState(() => Date.now() + AUTO_CALL_MS);
  const [seconds, setSeconds] = useState(AUTO_CALL_MS / 1000);
  useEffect(() => {
    const timer = setInterval(() => {
      setSeconds(Math.max(0, Math.ceil((end - Date.now()) / 1000)));
      if (Date.now() >= end) {
        clearInterval(timer);
        onTime();
      }
    }, 200);
    return () => clearInterval(timer);
  }, [end]);
  return html`<div class="message warn auto-call" data-auto-call=${code}><span aria-hidden="true">${t(language, "clerk.auto_call_in", { code, seconds })}</span>
    <span class="visually-hidden" role="status">${t(language, "clerk.auto_call_soon", { code })}</span>
    <button class="button" data-action="stop-auto-call" onClick=${onStop}>${t(language, "clerk.auto_call_stop")}</button></div>`;
}

// Before a set-up applies: what it would change, what is wrong with it, and who was faster.
import { html, useState } from "../shared_ui/html.js";
import { post, RefusedError } from "../shared_ui/api.js";
import { inWords } from "../shared_ui/errors.js";
import { hasText, pick, t } from "../shared_ui/texts.js";
import { useOnce } from "./once.js";

/** @typedef {import("../shared_ui/protocol").SetUpChange} Change */
/** @typedef {import("../shared_ui/protocol").SetUpProblem} Problem */
/** @typedef {import("../shared_ui/protocol").SetUpView} SetUpView */
/** @typedef {import("../shared_ui/protocol").SetUpLook} Look */

/**
 * `service/A/usual_minutes` in words.
 * @param {string} where
 * @param {string} language
 */
export function placeInWords(where, language) {
  const [table = "", ...steps] = where.split("/");
  const words = steps.map((step) => {
    const key = `setup.label.${table}.${step}`;
    if (step === "*") return t(language, "setup.order");
    return hasText(key) ? t(language, key) : hasText(`setup.label.appointments.${step}`) ? t(language, `setup.label.appointments.${step}`) : step;
  });
  return [t(language, `setup.part.${table}`), ...words].join(" · ");
}

/**
 * @param {string | null} value as the file has it
 * @param {string} language
 * @param {string} none what to say where there is none
 */
const valueInWords = (value, language, none) => (value === null || value === "" ? t(language, none) : value === "true" || value === "false" ? t(language, `setup.${value}`) : value);

/** @param {{changes: Change[], language: string}} props */
export function Changes({ changes, language }) {
  if (changes.length === 0) return html`<p class="none" data-no-changes>${t(language, "setup.no_changes")}</p>`;
  return html`<table class="words" data-changes=${changes.length}><thead><tr>${["what", "before", "after"].map((key) => html`<th scope="col">${t(language, `setup.${key}`)}</th>`)}</tr></thead>
    <tbody>${changes.map((one) => html`<tr key=${one.where} data-change=${one.where}><td>${placeInWords(one.where, language)}</td><td>${valueInWords(one.before, language, "setup.nothing")}</td><td>${valueInWords(one.after, language, "setup.gone")}</td></tr>`)}</tbody></table>`;
}

/** @param {{problems: Problem[], language: string}} props */
export const Problems = ({ problems, language }) => html`<div role="alert"><ul class="setup-problems" data-problems=${problems.length}>${problems.map((one) => {
  const [part = "", ...steps] = one.where.split(".");
  const isRow = /^\d+$/.test(steps[0] ?? "");
  const key = `setup.label.${part}.${steps[isRow ? 1 : 0]}`;
  const words = [part && hasText(`setup.part.${part}`) ? t(language, `setup.part.${part}`) : part, isRow ? ` ${Number(steps[0]) + 1}` : "", hasText(key) ? `, ${t(language, key)}` : ""].join("");
  return html`<li key=${one.where + one.code}><a href=${`#setup/${hasText(`setup.part.${part}`) ? part : "file"}`}>${words}</a>: ${pick(one.text, language)}</li>`;
})}</ul></div>`;

/**
 * @param {{view: SetUpView, draft: any, look: Look | null, language: string, onLook: (look: Look) => void, onDiscard: () => void,
 *   onApplied: () => Promise<void>, onOutdated: () => Promise<void>}} props
 */
export function ApplyBar({ view, draft, look, language, onLook, onDiscard, onApplied, onOutdated }) {
  const [busy, setBusy] = useState(false);
  const [told, setTold] = useState("");
  const [isOutdated, setOutdated] = useState(false);
  const once = useOnce();
  const carryOut = async (/** @type {() => Promise<unknown>} */ deed) => {
    setBusy(true);
    setTold("");
    try {
      await deed();
    } catch (error) {
      setTold(inWords(error, language));
      setOutdated(error instanceof RefusedError && error.refusal.code === "set_up_changed");
      if (error instanceof RefusedError && ["set_up_in_use", "bad_office_file"].includes(error.refusal.code)) onLook(await post("/api/manager/set-up/look", { file: draft }));
    } finally {
      setBusy(false);
    }
  };
  const examine = () => carryOut(async () => onLook(await post("/api/manager/set-up/look", { file: draft })));
  const apply = () =>
    carryOut(async () => {
      await once("/api/manager/set-up", { based_on: view.version, file: draft });
      await onApplied();
    });
  const rebase = () =>
    carryOut(async () => {
      await onOutdated();
      setOutdated(false);
    });
  const isReady = look !== null && look.problems.length === 0;
  return html`<section class="card setup-apply" aria-label=${t(language, "setup.not_applied")} data-apply-bar>
    ${told ? html`<p class="message bad" role="alert" data-told>${told}</p>` : null}
    ${isOutdated ? html`<p><button class="button" data-action="rebase" disabled=${busy} onClick=${rebase}>${t(language, "setup.rebase")}</button></p>` : null}
    ${look === null ? null : isReady ? html`<h2>${t(language, "setup.will_change")}</h2><${Changes} changes=${look.changes} language=${language} />` : html`<h2>${t(language, "setup.to_mend")}</h2><${Problems} problems=${look.problems} language=${language} />`}
    <p class="verbs"><span class="message warn" role="status">${t(language, "setup.not_applied")}</span>
      <button class=${`button ${isReady ? "" : "primary"}`} data-action="look" disabled=${busy} onClick=${examine}>${t(language, "setup.look")}</button>
      ${isReady ? html`<button class="button primary" data-action="apply" disabled=${busy} onClick=${apply}>${t(language, "setup.apply")}</button>` : null}
      <button class="button quiet" data-action="discard" disabled=${busy} onClick=${onDiscard}>${t(language, "setup.discard")}</button></p></section>`;
}

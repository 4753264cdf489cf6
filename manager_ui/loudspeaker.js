// The loudspeaker: which screen of each zone speaks, what the voice can't say, and a text for the hall.
import { html, useState } from "../shared_ui/html.js";
import { newRequestId, post, RefusedError } from "../shared_ui/api.js";
import { inWords } from "../shared_ui/errors.js";
import { pick, t } from "../shared_ui/texts.js";
import { Head } from "./tables.js";

/** @typedef {import("../shared_ui/protocol").ManagerView} ManagerView */
/** @typedef {{view: ManagerView, language: string}} Props */

/** @param {Props} props */
const Zones = ({ view, language }) => html`<table class="words"><${Head} language=${language} keys=${["col.zone", "col.speaks", "col.silent", "col.volume"]} /><tbody>
  ${view.sound.map(
    (zone) => html`<tr data-zone=${zone.zone} data-speaks=${zone.speaks ?? ""}><td>${pick(zone.zone_name, language)}</td>
      <td class=${zone.speaks === null ? "bad" : ""}>${zone.speaks ?? t(language, "manager.nobody_speaks")}</td>
      <td>${zone.silent.join(", ") || "–"}</td><td>${zone.volume} %${zone.is_quiet ? html`<small>${t(language, "manager.quiet_now")}</small>` : null}</td></tr>`,
  )}</tbody></table>`;

/** @param {Props} props */
function Voice({ view, language }) {
  if (view.voice_faults.length === 0) return html`<p data-voice="good">${t(language, "manager.voice_good")}</p>`;
  return html`${view.voice_faults.map(
    (fault) => html`<p class="message bad" data-voice=${fault.language}>
      ${t(language, fault.lacking.length > 0 ? "manager.voice_fault" : "manager.voice_missing", { pack: fault.pack, words: fault.lacking.join("; ") })} <code>${fault.command}</code></p>`,
  )}`;
}

/**
 * A text for the hall. What the pack has no clips for is refused with the missing words, and the engine is offered.
 * @param {Props} props
 */
function TextForm({ view, language }) {
  const [told, setTold] = useState({ text: "", isBad: false });
  const [needsEngine, setNeedsEngine] = useState(false);
  const [busy, setBusy] = useState(false);
  /** @param {SubmitEvent} event */
  const send = async (event) => {
    event.preventDefault();
    const element = /** @type {HTMLFormElement} */ (event.currentTarget);
    const form = new FormData(element);
    const text = String(form.get("text") ?? "").trim();
    const zones = form.getAll("zone").map(String);
    if (zones.length === 0) {
      setTold({ text: t(language, "manager.announce_no_zone"), isBad: true });
      return;
    }
    setBusy(true);
    try {
      const byEngine = form.get("by_engine") === "on";
      await post("/api/manager/announcements", { request_id: newRequestId(), zones, text, language: String(form.get("language")), by_engine: byEngine });
      setTold({ text: t(language, "manager.announce_sent", { text }), isBad: false });
      setNeedsEngine(false);
      element.reset();
    } catch (error) {
      setNeedsEngine(error instanceof RefusedError && error.refusal.code === "words_without_clips");
      setTold({ text: inWords(error, language), isBad: true });
    } finally {
      setBusy(false);
    }
  };
  return html`<form class="device-form announce" onSubmit=${send}>
    <label class="text">${t(language, "manager.announce_text")}<textarea name="text" rows="2" minlength="3" maxlength="300" required></textarea></label>
    <label>${t(language, "manager.announce_language")}<select name="language">${["vi", "en"].map((one) => html`<option value=${one}>${t(language, `language.${one}`)}</option>`)}</select></label>
    <fieldset><legend>${t(language, "manager.announce_zones")}</legend>${view.sound.map(
      (zone) => html`<label class="choice"><input type="checkbox" name="zone" value=${zone.zone} defaultChecked />${pick(zone.zone_name, language)}</label>`,
    )}</fieldset>
    ${needsEngine ? html`<label class="choice"><input type="checkbox" name="by_engine" />${t(language, "manager.announce_engine")}</label>` : null}
    <button class="button primary" data-action="announce" disabled=${busy}>${t(language, "manager.announce_send")}</button></form>
    ${told.text ? html`<p class=${`message ${told.isBad ? "bad" : "good"}`} role="status" data-told=${told.isBad ? "bad" : "good"}>${told.text}</p>` : null}`;
}

/** @param {import("./pages.js").PageProps} props */
export const LoudspeakerPage = ({ view, language }) => html`
  <section class="card"><h2>${t(language, "manager.announce")}</h2><p class="hint">${t(language, "manager.announce_how")}</p><${TextForm} view=${view} language=${language} /></section>
  <section class="card"><h2>${t(language, "manager.zone_sound")}</h2><${Zones} view=${view} language=${language} /></section>
  <section class="card"><h2>${t(language, "manager.voice")}</h2><${Voice} view=${view} language=${language} /></section>`;

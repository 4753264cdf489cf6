// The loudspeaker: which screen of each zone speaks, what the voice can't say, and a text for the hall.
import { html, useRef, useState } from "../shared_ui/html.js";
import { post, RefusedError } from "../shared_ui/api.js";
import { inWords } from "../shared_ui/errors.js";
import { pick, t } from "../shared_ui/texts.js";
import { useOnce } from "./once.js";
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

/** @param {{fault: import("../shared_ui/protocol").VoiceFault, language: string}} props */
function VoiceFault({ fault, language }) {
  if (fault.state === "making") return html`<p class="message warn" role="status" data-voice=${fault.language} data-voice-state="making">${t(language, "manager.voice_making", { words: fault.lacking.join("; ") || fault.pack })} <progress></progress></p>`;
  return html`<p class="message bad" role="alert" data-voice=${fault.language} data-voice-state=${fault.state}>
    ${fault.state === "failed" ? `${t(language, "manager.voice_failed")} ` : null}${t(language, fault.lacking.length > 0 ? "manager.voice_fault" : "manager.voice_missing", { pack: fault.pack, words: fault.lacking.join("; ") })} <code>${fault.command}</code></p>`;
}

/**
 * What the voice lacks, is being given, or could not be given.
 * @param {Props} props
 */
export const VoiceFaults = ({ view, language }) => html`${view.voice_faults.map((fault) => html`<${VoiceFault} key=${fault.language} fault=${fault} language=${language} />`)}`;

/** @param {Props} props */
const Voice = ({ view, language }) => (view.voice_faults.length === 0 ? html`<p data-voice="good">${t(language, "manager.voice_good")}</p>` : html`<${VoiceFaults} view=${view} language=${language} />`);

/**
 * What was sent, and leave to take it back while nobody has begun to say it.
 * @param {{sent: {text: string, ids: string[]}, language: string}} props
 */
export function Sent({ sent, language }) {
  const [told, setTold] = useState({ text: "", isBad: false });
  const once = useOnce();
  const takeBack = () =>
    once("/api/manager/announcements/take-back", { announcements: sent.ids }).then(
      () => setTold({ text: t(language, "manager.announce_taken_back"), isBad: false }),
      (error) => setTold({ text: inWords(error, language), isBad: true }),
    );
  return html`<div role="status">${told.text ? null : html`<p class="message good" data-told="good">${t(language, "manager.announce_sent", { text: sent.text })} <button type="button" class="button" data-action="take-back" onClick=${takeBack}>${t(language, "manager.announce_take_back")}</button></p>`}
    ${told.text ? html`<p class=${`message ${told.isBad ? "warn" : "good"}`} data-taken-back=${told.isBad ? "no" : "yes"}>${told.text}</p>` : null}</div>`;
}

/** @param {FormData} form */
const wishOf = (form) => ({ text: String(form.get("text") ?? "").trim(), language: String(form.get("language")), by_engine: form.get("by_engine") === "on" });

/**
 * A text for the hall, to be listened to first. What the pack has no clips for is refused with the missing words, and the engine is offered.
 * @param {Props & {onSent: (sent: {text: string, ids: string[]}) => void, children?: unknown}} props
 */
export function TextForm({ view, language, onSent, children }) {
  const [told, setTold] = useState({ text: "", isBad: false });
  const [needsEngine, setNeedsEngine] = useState(false);
  const [busy, setBusy] = useState(false);
  const once = useOnce();
  const form = useRef(/** @type {HTMLFormElement | null} */ (null));
  /** @param {(data: FormData) => Promise<void>} deed */
  const carryOut = async (deed) => {
    if (!form.current?.reportValidity()) return;
    setBusy(true);
    setTold({ text: "", isBad: false });
    try {
      await deed(new FormData(form.current));
    } catch (error) {
      setNeedsEngine(error instanceof RefusedError && error.refusal.code === "words_without_clips");
      setTold({ text: inWords(error, language), isBad: true });
    } finally {
      setBusy(false);
    }
  };
  const listen = () =>
    carryOut(async (data) => {
      const heard = await post("/api/manager/announcements/listen", wishOf(data));
      if (heard.sound === null) return setTold({ text: t(language, "manager.announce_no_voice"), isBad: true });
      await new Audio(heard.sound).play();
      setTold({ text: t(language, "manager.announce_heard", { text: heard.text }), isBad: false });
    });
  const send = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    return carryOut(async (data) => {
      const zones = data.getAll("zone").map(String);
      if (zones.length === 0) return setTold({ text: t(language, "manager.announce_no_zone"), isBad: true });
      const wish = wishOf(data);
      const answer = await once("/api/manager/announcements", { zones, ...wish });
      setNeedsEngine(false);
      form.current?.reset();
      onSent({ text: wish.text, ids: answer.announcements });
    });
  };
  return html`<form class="device-form announce" ref=${form} onSubmit=${send}>
    <label class="text">${t(language, "manager.announce_text")}<textarea name="text" rows="2" minlength="3" maxlength="300" required></textarea></label>
    <label>${t(language, "manager.announce_language")}<select name="language">${["vi", "en"].map((one) => html`<option value=${one}>${t(language, `language.${one}`)}</option>`)}</select></label>
    <fieldset><legend>${t(language, "manager.announce_zones")}</legend>${view.sound.map(
      (zone) => html`<label class="choice"><input type="checkbox" name="zone" value=${zone.zone} defaultChecked />${pick(zone.zone_name, language)}</label>`,
    )}</fieldset>
    ${needsEngine ? html`<label class="choice"><input type="checkbox" name="by_engine" />${t(language, "manager.announce_engine")}</label>` : null}
    ${told.text ? html`<p class=${`message told ${told.isBad ? "bad" : ""}`} role="status" data-told=${told.isBad ? "bad" : "heard"}>${told.text}</p>` : null}
    <span class="verbs">${children}<button type="button" class="button" data-action="listen" disabled=${busy} onClick=${listen}>${t(language, "manager.announce_listen")}</button>
      <button class="button primary" data-action="announce" disabled=${busy}>${t(language, "manager.announce_send")}</button></span></form>`;
}

/** @param {Props} props */
function ToTheHall({ view, language }) {
  const [sent, setSent] = useState(/** @type {{text: string, ids: string[]} | null} */ (null));
  return html`<${TextForm} view=${view} language=${language} onSent=${setSent} />${sent ? html`<${Sent} key=${sent.ids.join()} sent=${sent} language=${language} />` : null}`;
}

/** @param {import("./pages.js").PageProps} props */
export const LoudspeakerPage = ({ view, language }) => html`
  <section class="card"><h2>${t(language, "manager.announce")}</h2><p class="hint">${t(language, "manager.announce_how")}</p><${ToTheHall} view=${view} language=${language} /></section>
  <section class="card"><h2>${t(language, "manager.zone_sound")}</h2><${Zones} view=${view} language=${language} /></section>
  <section class="card"><h2>${t(language, "manager.voice")}</h2><${Voice} view=${view} language=${language} /></section>`;

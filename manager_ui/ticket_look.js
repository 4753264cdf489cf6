// The ticket's look: the office's template beside the pictures that the server draws of it, as they will come out.
import { html, useEffect, useRef, useState } from "../shared_ui/html.js";
import { get, newRequestId, post } from "../shared_ui/api.js";
import { inWords } from "../shared_ui/errors.js";
import { languageName, pick, t } from "../shared_ui/texts.js";
import { FormerLooks, Logo } from "./ticket_logo.js";

/** @typedef {import("../shared_ui/protocol").TicketPicture} TicketPicture */
/** @typedef {import("../shared_ui/protocol").TicketTemplate} TicketTemplate */
/** @typedef {{service: string, language: string, paper: string}} Sample */

const WIDTHS = [576, 384];
const PAPERS = ["first", "reprint", "appointment", "slip"];
const TYPING_PAUSE_MS = 400;

/** @param {{picture: TicketPicture, label: string}} props */
const Paper = ({ picture, label }) =>
  html`<figure class="paper" data-paper=${Math.round(picture.width_mm)}><img src=${`data:image/png;base64,${picture.png}`} alt=${label} style=${{ width: `${picture.width_mm}mm` }} /><figcaption>${label}</figcaption></figure>`;

/** @param {{sentences: Record<string, string>[], language: string}} props */
const Sentences = ({ sentences, language }) => html`<ul class="setup-problems">${sentences.map((one) => html`<li>${pick(one, language)}</li>`)}</ul>`;

/**
 * The pictures of a template; drawn anew a moment after the last change, and only the newest answer counts.
 * @param {string | null} text
 * @param {string | null} logo a picture to try, in base64
 * @param {TicketTemplate | null} template what is in use
 * @param {Sample} sample
 * @param {(error: unknown) => void} onError
 */
function usePictures(text, logo, template, sample, onError) {
  const [pictures, setPictures] = useState(/** @type {TicketPicture[]} */ ([]));
  const asked = useRef(0);
  useEffect(() => {
    if (text === null) return undefined;
    const number = ++asked.current;
    const look = async () => {
      const wish = { text, service: sample.service || null, language: sample.language, paper: sample.paper, logo };
      try {
        const drawn = await Promise.all(WIDTHS.map((dots) => post("/api/manager/ticket/look", { dots, ...wish })));
        if (number === asked.current) setPictures(drawn);
      } catch (error) {
        onError(error);
      }
    };
    const timer = setTimeout(look, TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, logo, template, sample.service, sample.language, sample.paper]);
  return pictures;
}

/** @param {import("./pages.js").PageProps} props */
export function TicketLook({ view, language }) {
  const [template, setTemplate] = useState(/** @type {TicketTemplate | null} */ (null));
  const [text, setText] = useState(/** @type {string | null} */ (null));
  const [sample, setSample] = useState(/** @type {Sample} */ ({ service: "", language: "vi", paper: "first" }));
  const [said, setSaid] = useState(/** @type {{text: string, isBad: boolean} | null} */ (null));
  const [busy, setBusy] = useState(false);
  const fail = (/** @type {unknown} */ error) => setSaid({ text: inWords(error, language), isBad: true });
  const load = async () => {
    const found = await get("/api/manager/ticket");
    setTemplate(found);
    setText(found.text);
  };
  useEffect(() => {
    load().catch(fail);
  }, []);
  const [logo, setLogo] = useState(/** @type {string | null} */ (null));
  const pictures = usePictures(text, logo, template, sample, fail);
  const warnings = pictures[0]?.warnings ?? [];
  const problems = pictures.find((picture) => picture.problems.length > 0)?.problems ?? [];
  /** @type {(path: string, wish: object) => Promise<void>} */
  const change = async (path, wish) => {
    setBusy(true);
    setSaid(null);
    try {
      await post(`/api/manager/ticket${path}`, { request_id: newRequestId(), ...wish });
      setSaid({ text: t(language, "printers.look_saved"), isBad: false });
      // A text that is being edited stays as it is while the logo changes.
      const found = await get("/api/manager/ticket");
      setTemplate(found);
      if (path !== "/logo") setText(found.text);
    } catch (error) {
      fail(error);
    } finally {
      setBusy(false);
    }
  };
  const putLogo = async (/** @type {string | null} */ picture) => {
    await change("/logo", { picture });
    setLogo(null);
  };
  const tooLarge = () => setSaid({ text: t(language, "setup.problem.logo_too_many_bytes", { most: 2 }), isBad: true });
  if (!template || text === null) return html`<section class="card"><h2>${t(language, "printers.look")}</h2>${said ? html`<p class="message bad">${said.text}</p>` : html`<p>${t(language, "common.loading")}</p>`}</section>`;
  return html`<section class="card look"><h2>${t(language, "printers.look")}</h2>
    ${template.problems.length > 0 ? html`<div class="message bad" data-template-problem>${t(language, "printers.template_unused")}<${Sentences} sentences=${template.problems} language=${language} /></div>` : null}
    <div class="row"><label>${t(language, "printers.service")} <select data-sample="service" value=${sample.service} onChange=${(/** @type {any} */ event) => setSample({ ...sample, service: event.currentTarget.value })}>
        <option value="">${t(language, "printers.longest")}</option>${view.services.map((one) => html`<option value=${one.id}>${one.prefix} – ${pick(one.name, language)}</option>`)}</select></label>
      <label>${t(language, "printers.language")} <select data-sample="language" value=${sample.language} onChange=${(/** @type {any} */ event) => setSample({ ...sample, language: event.currentTarget.value })}>${template.languages.map((one) => html`<option value=${one}>${languageName(one)}</option>`)}</select></label>
      <label>${t(language, "printers.sample")} <select data-sample="paper" value=${sample.paper} onChange=${(/** @type {any} */ event) => setSample({ ...sample, paper: event.currentTarget.value })}>${PAPERS.map((one) => html`<option value=${one}>${t(language, `printers.sample.${one}`)}</option>`)}</select></label></div>
    <div class="editor"><div><label>${t(language, "printers.template")}<textarea spellcheck=${false} rows="30" maxlength="20000" data-template value=${text} onInput=${(/** @type {any} */ event) => setText(event.currentTarget.value)}></textarea></label>
        <div role="status" aria-live="polite">${problems.length > 0 ? html`<div class="message bad" data-problem><${Sentences} sentences=${problems} language=${language} /></div>` : null}${warnings.length > 0 ? html`<div class="message warn" data-warning><${Sentences} sentences=${warnings} language=${language} /></div>` : null}${said ? html`<p class=${`message ${said.isBad ? "bad" : "good"}`} data-saved=${!said.isBad}>${said.text}</p>` : null}</div>
        <p class="row"><button class="button primary" data-action="save-template" disabled=${busy || problems.length > 0 || text === template.text} onClick=${() => change("", { text })}>${t(language, "printers.save_template")}</button>
          <button class="button" disabled=${text === template.text} onClick=${() => setText(template.text)}>${t(language, "printers.undo")}</button>
          <button class="button" data-action="built-in" disabled=${busy || !template.is_own} onClick=${() => change("", { text: null })}>${t(language, "printers.built_in")}</button></p>
        <${Logo} template=${template} text=${text} tried=${logo} canUse=${problems.length === 0} busy=${busy} language=${language} onTry=${setLogo} onUse=${putLogo} onTooLarge=${tooLarge} />
        <${FormerLooks} template=${template} timeZone=${view.time_zone} busy=${busy} language=${language} onAgain=${(/** @type {number} */ version) => change("/restore", { version })} /></div>
      <div class="papers">${pictures.filter((picture) => picture.png).map((picture) => html`<${Paper} picture=${picture} label=${t(language, "printers.paper", { width: picture.width_mm > 60 ? 80 : 58, height: Math.round(picture.height_mm) })} />`)}</div></div></section>`;
}

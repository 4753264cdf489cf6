// The set-up at a glance: what is still missing, what there is, and the pages that go with it.
import { html } from "../shared_ui/html.js";
import { pick, t } from "../shared_ui/texts.js";
import { byLanguage } from "./setup_values.js";

/** What lies on pages of its own. */
const ELSEWHERE = ["screens", "printers", "loudspeaker", "message"];
/** Where a hint leads: the part of the set-up, or a page of its own. @param {string} where */
const leadsTo = (where) => (where.split(".")[0] === "screens" || where.startsWith("zone") ? "#screens" : `#setup/${where.split(".")[0]}`);

/** @param {import("./setup.js").Part} props */
export function Overview({ live, view, draft, language }) {
  // What the voice lacks changes while this page is open, and stands above as it is now.
  const hints = view.hints.filter((one) => one.code !== "voice_lacks_words");
  const isComplete = hints.length === 0 && live.voice_faults.length === 0;
  return html`<p>${pick(byLanguage(draft.office.name), language)}</p>
    <h3>${t(language, "setup.missing")}</h3>
    ${isComplete ? html`<p class="message good" data-complete>${t(language, "setup.complete")}</p>` : null}
    <ul data-hints=${hints.length}>${hints.map((one) => html`<li key=${one.where + one.code} data-hint=${one.code}><a href=${leadsTo(one.where)}>${pick(one.text, language)}</a></li>`)}</ul>
    <h3>${t(language, "setup.there_is")}</h3>
    <ul>${["service", "counter", "zone", "priority"].map((table) => html`<li key=${table}><a href=${`#setup/${table}`}>${t(language, `setup.part.${table}`)}</a>: ${draft[table].length}</li>`)}</ul>
    <h3>${t(language, "setup.elsewhere")}</h3>
    <ul>${ELSEWHERE.map((page) => html`<li key=${page}><a href=${`#${page}`}>${t(language, `manager.page.${page}`)}</a> – ${t(language, `setup.elsewhere.${page}`)}</li>`)}</ul>`;
}

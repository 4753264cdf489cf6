// The office's set-up: one page for each part over one draft, which is looked at and applied as a whole.
import { html, useEffect, useState } from "../shared_ui/html.js";
import { get } from "../shared_ui/api.js";
import { inWords } from "../shared_ui/errors.js";
import { t } from "../shared_ui/texts.js";
import { ApplyBar } from "./setup_apply.js";
import { FIELDS, FieldRow } from "./setup_fields.js";
import { VoiceFaults } from "./loudspeaker.js";
import { FilePage, History } from "./setup_file.js";
import { Overview } from "./setup_overview.js";
import { PeoplePage } from "./setup_people.js";
import { Rows, ROW_TABLES } from "./setup_rows.js";

/** @typedef {import("../shared_ui/protocol").SetUpView} SetUpView */
/** @typedef {import("../shared_ui/protocol").SetUpProblem} Problem */
/** @typedef {import("../shared_ui/protocol").SetUpLook} Look */
/** @typedef {{live: import("../shared_ui/protocol").ManagerView, view: SetUpView, draft: any, problems: Problem[], language: string, setDraft: (file: any) => void, reload: () => Promise<void>}} Part */

export const PARTS = ["overview", "office", "hours", "service", "counter", "zone", "priority", "phone", "identity_card", "announcements", "alerts", "rating_reason", "people", "file", "history"];

/** What was typed and not applied outlives a look at another page. @type {{version: number, file: any} | null} */
let kept = null;
/** Whether something was typed that would be lost with the page: its menu says so, and the browser asks. */
export const hasUnapplied = () => kept !== null;
export const forgetUnapplied = () => {
  kept = null;
};
addEventListener("beforeunload", (event) => {
  if (hasUnapplied()) event.preventDefault();
});

const partOfAddress = () => PARTS.find((part) => part === location.hash.split("/")[1]) ?? "overview";

function usePart() {
  const [part, setPart] = useState(partOfAddress());
  useEffect(() => {
    const turn = () => setPart(partOfAddress());
    addEventListener("hashchange", turn);
    return () => removeEventListener("hashchange", turn);
  }, []);
  return part;
}

/** @param {Part & {table: string}} props */
const Single = ({ table, draft, problems, language, setDraft }) => html`<div class="setup-fields">${FIELDS[table]?.map(
  (field) => html`<${FieldRow} key=${field.key} table=${table} where=${table} field=${field} row=${draft[table]} file=${draft} language=${language} problems=${problems}
    onChange=${(/** @type {any} */ row) => setDraft({ ...draft, [table]: row })} />`,
)}</div>`;

/** @param {Part & {part: string}} props */
function PartPage(props) {
  switch (props.part) {
    case "overview":
      return html`<${Overview} ...${props} />`;
    case "people":
      return html`<${PeoplePage} ...${props} />`;
    case "file":
      return html`<${FilePage} ...${props} />`;
    case "history":
      return html`<${History} ...${props} />`;
  }
  return ROW_TABLES.includes(props.part) ? html`<${Rows} table=${props.part} ...${props} />` : html`<${Single} table=${props.part} ...${props} />`;
}

/** @param {{part: string, problems: Problem[], language: string}} props */
const PartMenu = ({ part, problems, language }) => html`<nav class="setup-menu" aria-label=${t(language, "setup.parts")}>${PARTS.map((one) => {
  const wrong = problems.filter((problem) => problem.where.split(".")[0] === one).length;
  return html`<a href=${`#setup/${one}`} data-part=${one} aria-current=${one === part ? "page" : null}>${t(language, `setup.part.${one}`)}${wrong ? html` <b class="bad">(${wrong})</b>` : null}</a>`;
})}</nav>`;

/** @param {import("./pages.js").PageProps} props */
export function SetUp({ view: live, language }) {
  const part = usePart();
  const [view, setView] = useState(/** @type {SetUpView | null} */ (null));
  const [draft, setDraftState] = useState(/** @type {any} */ (null));
  const [look, setLook] = useState(/** @type {Look | null} */ (null));
  const [refused, setRefused] = useState("");
  const setDraft = (/** @type {any} */ file) => {
    kept = view && JSON.stringify(file) !== JSON.stringify(view.file) ? { version: view.version, file } : null;
    setLook(null);
    setDraftState(file);
  };
  const reload = async (keepDraft = false) => {
    try {
      const found = /** @type {SetUpView} */ (await get("/api/manager/set-up"));
      setView(found);
      setRefused("");
      setLook(null);
      if (keepDraft && kept) kept = { ...kept, version: found.version };
      if (!kept || kept.version !== found.version) kept = null;
      setDraftState(kept?.file ?? found.file);
    } catch (error) {
      setRefused(inWords(error, language));
    }
  };
  useEffect(() => void reload(), []);
  if (refused) return html`<section class="card"><h2>${t(language, "manager.page.setup")}</h2><p class="message warn" role="status" data-refused>${refused}</p></section>`;
  if (!view || !draft) return html`<p role="status">${t(language, "common.loading")}</p>`;
  const problems = look?.problems ?? [];
  const isChanged = JSON.stringify(draft) !== JSON.stringify(view.file);
  const discard = () => {
    kept = null;
    setLook(null);
    setDraftState(view.file);
  };
  const applied = async () => {
    kept = null;
    await reload();
  };
  return html`<div class="setup"><${PartMenu} part=${part} problems=${problems} language=${language} />
    <section class="card setup-part" data-part-page=${part} key=${`${part}-${view.version}`}><h2>${t(language, `setup.part.${part}`)}</h2>
      <${VoiceFaults} view=${live} language=${language} />
      <${PartPage} part=${part} live=${live} view=${view} draft=${draft} problems=${problems} language=${language} setDraft=${setDraft} reload=${applied} /></section></div>
    ${isChanged ? html`<${ApplyBar} view=${view} draft=${draft} look=${look} language=${language} onLook=${setLook} onDiscard=${discard} onApplied=${applied} onOutdated=${() => reload(true)} />` : null}`;
}

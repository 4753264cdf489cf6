// The whole set-up as one file: export, import with its differences before it applies, and the former set-ups.
import { html, useState } from "../shared_ui/html.js";
import { post } from "../shared_ui/api.js";
import { formatTime } from "../shared_ui/clock.js";
import { inWords } from "../shared_ui/errors.js";
import { t } from "../shared_ui/texts.js";
import { useOnce } from "./once.js";
import { Changes, Problems } from "./setup_apply.js";

/** @typedef {import("./setup.js").Part} Part */
/** @typedef {import("../shared_ui/protocol").SetUpLook} Look */

/**
 * @param {string} at
 * @param {string} timeZone
 */
const momentOf = (at, timeZone) => `${new Intl.DateTimeFormat("vi", { day: "2-digit", month: "2-digit", year: "numeric", timeZone }).format(new Date(at))} ${formatTime(at, timeZone)}`;

/**
 * Hook: look at a whole set-up, then apply it.
 * @param {Part} part
 */
function useWhole({ language, reload }) {
  const [look, setLook] = useState(/** @type {Look | null} */ (null));
  const [told, setTold] = useState("");
  const [busy, setBusy] = useState(false);
  const once = useOnce();
  const carryOut = async (/** @type {() => Promise<void>} */ deed) => {
    setBusy(true);
    setTold("");
    try {
      await deed();
    } catch (error) {
      setTold(inWords(error, language));
    } finally {
      setBusy(false);
    }
  };
  const examine = (/** @type {object} */ what) => carryOut(async () => setLook(await post("/api/manager/set-up/look", what)));
  const apply = (/** @type {string} */ path, /** @type {object} */ what) =>
    carryOut(async () => {
      await once(path, what);
      setLook(null);
      await reload();
    });
  return { look, setLook, told, busy, examine, apply };
}

/** @param {{look: Look, language: string, busy: boolean, onApply: () => void}} props */
const Examined = ({ look, language, busy, onApply }) =>
  look.problems.length > 0
    ? html`<h3>${t(language, "setup.to_mend")}</h3><${Problems} problems=${look.problems} language=${language} />`
    : html`<h3>${t(language, "setup.will_change")}</h3><${Changes} changes=${look.changes} language=${language} />
        <p><button type="button" class="button primary" data-action="apply-whole" disabled=${busy} onClick=${onApply}>${t(language, "setup.apply")}</button></p>`;

/** @param {Part} props */
export function FilePage(props) {
  const { view, language } = props;
  const [text, setText] = useState("");
  const { look, setLook, told, busy, examine, apply } = useWhole(props);
  const take = (/** @type {string} */ found) => {
    setLook(null);
    setText(found);
  };
  const upload = async (/** @type {Event} */ event) => {
    const file = /** @type {HTMLInputElement} */ (event.currentTarget).files?.[0];
    if (file) take(await file.text());
  };
  return html`<p>${t(language, "setup.export_how")}</p>
    <p class="verbs"><a class="button" href=${`/api/manager/set-up/office.toml?language=${language}`} download="office.toml" data-action="export">${t(language, "setup.export")}</a>
      <a class="button quiet" href="/api/manager/set-up/office.toml" download="office.toml" data-action="export-as-it-is">${t(language, "setup.export_as_it_is")}</a></p>
    <h3>${t(language, "setup.import")}</h3><p class="hint">${t(language, "setup.import_how")}</p>
    <p><label>${t(language, "setup.upload")} <input type="file" accept=".toml,text/plain" onChange=${upload} /></label></p>
    <p><label class="stacked">${t(language, "setup.paste")}<textarea class="file" rows="14" spellcheck="false" data-import value=${text} onInput=${(/** @type {any} */ event) => take(event.currentTarget.value)}></textarea></label></p>
    ${told ? html`<p class="message bad" role="alert">${told}</p>` : null}
    <p><button type="button" class="button" data-action="look-whole" disabled=${busy || !text.trim()} onClick=${() => examine({ text })}>${t(language, "setup.look")}</button></p>
    ${look ? html`<${Examined} look=${look} language=${language} busy=${busy} onApply=${() => apply("/api/manager/set-up", { based_on: view.version, text })} />` : null}`;
}

/** @param {Part} props */
export function History(props) {
  const { view, language } = props;
  const [chosen, setChosen] = useState(/** @type {number | null} */ (null));
  const { look, told, busy, examine, apply } = useWhole(props);
  const choose = (/** @type {number} */ version) => {
    setChosen(version);
    void examine({ version });
  };
  return html`<p class="hint">${t(language, "setup.history_how")}</p>${told ? html`<p class="message bad" role="alert">${told}</p>` : null}
    ${view.history.map(
      (one) => html`<details key=${one.version} class="setup-row" data-version=${one.version}>
        <summary>${one.version}. ${momentOf(one.at, view.file.office.time_zone ?? "UTC")} – ${one.actor.split(":").at(-1)} (${t(language, "setup.changes", { n: one.changes.length })})${one.version === view.version ? html` <em>${t(language, "setup.in_force")}</em>` : null}</summary>
        <${Changes} changes=${one.changes} language=${language} />
        ${one.version === view.version ? null : html`<p><button type="button" class="button" data-action="look-version" disabled=${busy} onClick=${() => choose(one.version)}>${t(language, "setup.restore")}</button></p>`}
        ${chosen === one.version && look ? html`<${Examined} look=${look} language=${language} busy=${busy} onApply=${() => apply("/api/manager/set-up/restore", { based_on: view.version, version: one.version })} />` : null}</details>`,
    )}`;
}

// The staff: add, change, keep out and let in again, a new password for who forgot it, remove who has left.
import { html, useEffect, useState } from "../shared_ui/html.js";
import { get } from "../shared_ui/api.js";
import { inWords } from "../shared_ui/errors.js";
import { t } from "../shared_ui/texts.js";
import { CommandDialog } from "./dialog.js";
import { useOnce } from "./once.js";

/** @typedef {import("../shared_ui/protocol").Person} Person */
const ROLES = ["clerk", "manager", "administrator"];

/**
 * @param {{person: Person | null, language: string, busy: boolean, onSave: (wish: object) => Promise<boolean>, onCancel?: () => void}} props
 */
function PersonForm({ person, language, busy, onSave, onCancel }) {
  const submit = async (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.currentTarget);
    const data = new FormData(form);
    const password = String(data.get("password") ?? "");
    const wish = { name: person?.name ?? data.get("name"), display_name: data.get("display_name"), role: data.get("role"), is_disabled: data.has("is_disabled"), password: password || null };
    if ((await onSave(wish)) && !person) form.reset();
  };
  return html`<form class="device-form" data-form=${person ? "person" : "new-person"} onSubmit=${submit}>
    ${person ? null : html`<label>${t(language, "setup.sign_in_name")}<input name="name" required maxlength="64" autocomplete="off" /></label>`}
    <label>${t(language, "setup.display_name")}<input name="display_name" required maxlength="100" autocomplete="off" defaultValue=${person?.display_name ?? ""} /></label>
    <label>${t(language, "setup.role")}<select name="role">${ROLES.map((role) => html`<option value=${role} selected=${role === (person?.role ?? "clerk")}>${t(language, `setup.role.${role}`)}</option>`)}</select></label>
    <label>${t(language, person ? "setup.new_password" : "common.password")}<input name="password" type="password" minlength="8" maxlength="256" required=${!person} autocomplete="new-password" /></label>
    ${person ? html`<label class="tick"><input type="checkbox" name="is_disabled" defaultChecked=${person.is_disabled} />${t(language, "setup.disabled")}</label>` : null}
    <span class="verbs"><button class="button primary" disabled=${busy} data-action="save-person">${t(language, person ? "manager.save" : "setup.add.person")}</button>
      ${onCancel ? html`<button type="button" class="button quiet" onClick=${onCancel}>${t(language, "common.cancel")}</button>` : null}</span></form>`;
}

/** @param {{person: Person, language: string, onRemoved: (answer: {people: Person[]}) => void, onClose: () => void}} props */
const RemoveDialog = ({ person, language, onRemoved, onClose }) => html`<${CommandDialog} name="remove-person" title=${t(language, "setup.remove_of", { name: person.display_name })} path="/api/manager/people/remove"
  confirm=${t(language, "setup.remove")} danger language=${language} body=${() => ({ name: person.name })} onDone=${onRemoved} onClose=${onClose}>
  <p>${t(language, "setup.remove_sure", { name: person.display_name })}</p><p class="hint">${t(language, "setup.remove_instead")}</p><//>`;

/** @param {import("./setup.js").Part} props */
export function PeoplePage({ language }) {
  const [people, setPeople] = useState(/** @type {Person[]} */ ([]));
  const [edited, setEdited] = useState(/** @type {string | null} */ (null));
  const [leaving, setLeaving] = useState(/** @type {Person | null} */ (null));
  const [told, setTold] = useState({ text: "", isBad: false });
  const [busy, setBusy] = useState(false);
  const once = useOnce();
  const carryOut = async (/** @type {() => Promise<{people: Person[]}>} */ deed, /** @type {string} */ done) => {
    setBusy(true);
    try {
      setPeople((await deed()).people);
      setTold({ text: done, isBad: false });
      return true;
    } catch (error) {
      setTold({ text: inWords(error, language), isBad: true });
      return false;
    } finally {
      setBusy(false);
    }
  };
  useEffect(() => void carryOut(() => get("/api/manager/people"), ""), []);
  const save = async (/** @type {object} */ wish) => {
    const isDone = await carryOut(() => once("/api/manager/people", wish), t(language, "setup.person_saved"));
    if (isDone) setEdited(null);
    return isDone;
  };
  const removed = (/** @type {{people: Person[]}} */ answer) => {
    setPeople(answer.people);
    setTold({ text: t(language, "setup.removed", { name: leaving?.display_name ?? "" }), isBad: false });
  };
  return html`<div role="status">${told.text ? html`<p class=${`message ${told.isBad ? "bad" : "good"}`} data-told=${told.isBad ? "bad" : "good"}>${told.text}</p>` : null}</div>
    <table class="words"><thead><tr>${["sign_in_name", "display_name", "role", "state"].map((key) => html`<th scope="col">${t(language, `setup.${key}`)}</th>`)}<th scope="col">${t(language, "manager.verbs")}</th></tr></thead>
    <tbody>${people.map(
      (one) => html`<tr key=${one.name} data-person=${one.name}><td>${one.name}</td><td>${one.display_name}</td><td>${t(language, `setup.role.${one.role}`)}</td><td>${t(language, one.is_disabled ? "setup.disabled" : "setup.active")}</td>
        <td class="verbs"><button class="button quiet" data-action="change" aria-label=${t(language, "manager.change_of", { name: one.display_name })} onClick=${() => setEdited(one.name)}>${t(language, "manager.change")}</button>
          <button class="button quiet danger" data-action="remove" aria-label=${t(language, "setup.remove_of", { name: one.display_name })} onClick=${() => setLeaving(one)}>${t(language, "setup.remove")}</button></td></tr>
        ${edited === one.name ? html`<tr><td colspan="5"><${PersonForm} person=${one} language=${language} busy=${busy} onSave=${save} onCancel=${() => setEdited(null)} /></td></tr>` : null}`,
    )}</tbody></table>
    ${leaving ? html`<${RemoveDialog} person=${leaving} language=${language} onRemoved=${removed} onClose=${() => setLeaving(null)} />` : null}
    <h3>${t(language, "setup.new_person")}</h3><${PersonForm} person=${null} language=${language} busy=${busy} onSave=${save} />`;
}

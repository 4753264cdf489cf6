// The parts of the set-up that are lists: services, counters, zones, priority classes, reasons.
import { html, useState } from "../shared_ui/html.js";
import { pick, t } from "../shared_ui/texts.js";
import { FIELDS, FieldRow, Whole } from "./setup_fields.js";
import { byLanguage, newRow, renamed } from "./setup_values.js";

export const ROW_TABLES = ["service", "counter", "zone", "priority", "rating_reason"];

/**
 * @param {string} table
 * @param {any} row
 * @param {string} language
 */
export function rowName(table, row, language) {
  const name = pick(byLanguage(row.name), language) || t(language, "setup.unnamed");
  return table === "service" ? `${row.prefix} – ${name}` : table === "counter" ? `${row.number} – ${name}` : name;
}

/** @param {{table: string, row: any, n: number, count: number, language: string, name: string, onMove: (by: number) => void, onDelete: () => void, onClose: () => void}} props */
const RowVerbs = ({ table, row, n, count, language, name, onMove, onDelete, onClose }) => html`<p class="verbs">
  ${table === "service" ? html`<button type="button" class="button" data-action=${row.open ? "close" : "open"} onClick=${onClose}>${t(language, row.open ? "setup.close" : "setup.open")}</button>` : null}
  <button type="button" class="button quiet" data-action="up" disabled=${n === 0} aria-label=${t(language, "setup.up_of", { name })} onClick=${() => onMove(-1)}>↑ ${t(language, "setup.up")}</button>
  <button type="button" class="button quiet" data-action="down" disabled=${n === count - 1} aria-label=${t(language, "setup.down_of", { name })} onClick=${() => onMove(1)}>↓ ${t(language, "setup.down")}</button>
  <button type="button" class="button quiet danger" data-action="delete" aria-label=${t(language, "setup.delete_of", { name })} onClick=${onDelete}>${t(language, "setup.delete")}</button></p>`;

/** @param {import("./setup.js").Part & {table: string}} props */
export function Rows({ table, draft, problems, language, setDraft }) {
  const rows = /** @type {any[]} */ (draft[table]);
  const [opened, setOpened] = useState(/** @type {number | null} */ (null));
  const save = (/** @type {any[]} */ changed) => setDraft({ ...draft, [table]: changed });
  const put = (/** @type {number} */ n, /** @type {any} */ row) => setDraft({ ...renamed(draft, table, rows[n], row), [table]: rows.map((one, place) => (place === n ? row : one)) });
  const move = (/** @type {number} */ n, /** @type {number} */ by) => {
    const changed = rows.filter((_row, place) => place !== n);
    changed.splice(n + by, 0, rows[n]);
    setOpened(n + by);
    save(changed);
  };
  const add = () => {
    setOpened(rows.length);
    save([...rows, newRow(table, rows, draft)]);
  };
  const remove = (/** @type {number} */ n) => {
    setOpened(null);
    setDraft({ ...renamed(draft, table, rows[n], null), [table]: rows.filter((_row, place) => place !== n) });
  };
  return html`<${Whole} problems=${problems} where=${table} language=${language} />
    ${rows.length === 0 ? html`<p class="none">${t(language, "setup.none")}</p>` : null}
    ${rows.map((row, n) => {
      const where = `${table}.${n}`;
      const wrong = problems.filter((one) => one.where === where || one.where.startsWith(`${where}.`)).length;
      const name = rowName(table, row, language);
      return html`<details key=${`${n}-${row.id ?? row.code ?? ""}`} class="setup-row" data-row=${row.prefix ?? row.number ?? row.id ?? row.code} open=${opened === n || wrong > 0}>
        <summary onClick=${(/** @type {Event} */ event) => (event.preventDefault(), setOpened(opened === n ? null : n))}>${name}${row.open === false ? html` <em>${t(language, "setup.is_closed")}</em>` : null}${wrong ? html` <b class="bad">(${wrong})</b>` : null}</summary>
        ${
          opened === n || wrong > 0
            ? html`<${Whole} problems=${problems} where=${where} language=${language} />
              <div class="setup-fields">${FIELDS[table]?.map(
                (field) => html`<${FieldRow} key=${field.key} table=${table} where=${where} field=${field} row=${row} file=${draft} language=${language} problems=${problems} onChange=${(/** @type {any} */ changed) => put(n, changed)} />`,
              )}</div>
              <${RowVerbs} table=${table} row=${row} n=${n} count=${rows.length} language=${language} name=${name} onMove=${(/** @type {number} */ by) => move(n, by)} onDelete=${() => remove(n)} onClose=${() => put(n, { ...row, open: !row.open })} />`
            : null
        }</details>`;
    })}
    <p><button type="button" class="button" data-action="add" onClick=${add}>+ ${t(language, `setup.add.${table}`)}</button></p>`;
}

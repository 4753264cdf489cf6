// Values of the set-up as people type them, and back as the file has them.

/** @typedef {Record<string, any>} Row */
/** @typedef {string | Record<string, string>} LocalText */

/**
 * A text by language, also where the file has Vietnamese alone.
 * @param {LocalText | null | undefined} value
 * @returns {Record<string, string>}
 */
export const byLanguage = (value) => (typeof value === "string" ? { vi: value } : (value ?? { vi: "" }));

/**
 * The same text with one language changed; a text without any word is none.
 * @param {LocalText} value
 * @param {string} language
 * @param {string} typed
 * @returns {LocalText}
 */
export function withLanguage(value, language, typed) {
  const found = /** @type {Record<string, string>} */ ({ vi: "", ...byLanguage(value), [language]: typed });
  for (const [name, text] of Object.entries(found)) if (name !== "vi" && !text) delete found[name];
  return Object.values(found).some(Boolean) ? found : "";
}

/** @param {[string, string][] | null} spans @returns {string} "07:00–11:15, 13:15–16:15" */
export const spansAsTyped = (spans) => (spans ?? []).map(([start, end]) => `${start}–${end}`).join(", ");

/**
 * What is no stretch of time goes to the server as it was typed, which says so beside the field.
 * @param {string} typed
 * @returns {[string, string][]}
 */
export const spansOf = (typed) =>
  typed
    .split(/[,;]/)
    .map((one) => one.trim())
    .filter(Boolean)
    .map((one) => {
      const [start, end = ""] = one.split(/\s*[–—-]\s*/);
      return [hour(start), hour(end)];
    });

/** @param {string | undefined} typed "7:30", "7h30" and "7h" are how people write it */
function hour(typed) {
  const found = /^(\d{1,2})(?:[:h](\d{2})?)?$/.exec((typed ?? "").trim());
  return found?.[1] ? `${found[1].padStart(2, "0")}:${found[2] ?? "00"}` : (typed ?? "");
}

/** @param {string} typed @returns {string[]} */
export const linesOf = (typed) => typed.split("\n").map((line) => line.trim()).filter(Boolean);

/**
 * Lines in two languages, side by side: the n-th of each belong together.
 * @param {string} vi
 * @param {string} en
 * @returns {LocalText[]}
 */
export function documentsOf(vi, en) {
  const others = en.split("\n").map((line) => line.trim());
  return linesOf(vi).map((line, n) => (others[n] ? { vi: line, en: others[n] } : line));
}

/**
 * A new row with an id that nobody has.
 * @param {string} table
 * @param {Row[]} rows
 * @param {Row} file
 * @returns {Row}
 */
export function newRow(table, rows, file) {
  const n = rows.length + 1;
  const free = ["A", "B", "C", "E", "G", "H", "K", "L", "V", "M", "N", "R", "T", "U", "Y"].find((letter) => !rows.some((row) => row.prefix === letter));
  const code = ["dien", "khu", "ly-do"][["priority", "zone", "rating_reason"].indexOf(table)] ?? "";
  let id = `${code}-${n}`;
  while (rows.some((row) => (row.code ?? row.id) === id)) id += "-1";
  switch (table) {
    case "service":
      return { prefix: free ?? "", id: freeId(free ?? "S", rows), name: "", group: "", usual_minutes: 10, documents: [], daily_limit: null, first_number: 1, last_number: 999, digits: 3, open: true, appointments: null, collects_results: false };
    case "counter":
      return { number: Math.max(0, ...rows.map((row) => row.number || 0)) + 1, name: "", zone: file.zone[0]?.id ?? "", services: [], preferred: [] };
    case "zone":
      return { id, name: "", volume: 100, quiet: [] };
    case "priority":
      return { code: id, name: "", head_start_minutes: 15, granted_by: "citizen" };
  }
  return { code: id, name: "" };
}

/** @param {string} wish @param {Row[]} rows */
function freeId(wish, rows) {
  let id = wish;
  for (let n = 2; rows.some((row) => (row.id || row.prefix) === id); n += 1) id = `${wish}${n}`;
  return id;
}

/**
 * The set-up whose counters and phones name a service by its new letter, or not any more; a zone by its new id.
 * @param {Row} file
 * @param {string} table
 * @param {Row} before
 * @param {Row | null} after null: it is deleted
 * @returns {Row}
 */
export function renamed(file, table, before, after) {
  if (table === "zone") return after === null ? file : { ...file, counter: file.counter.map((/** @type {Row} */ one) => (one.zone === before.id ? { ...one, zone: after.id } : one)) };
  if (table !== "service" || before.prefix === after?.prefix) return file;
  const turn = (/** @type {string[]} */ names) => names.flatMap((name) => (name === before.prefix ? (after === null ? [] : [after.prefix]) : [name]));
  return {
    ...file,
    counter: file.counter.map((/** @type {Row} */ one) => ({ ...one, services: turn(one.services), preferred: turn(one.preferred) })),
    phone: { ...file.phone, services: turn(file.phone.services) },
  };
}

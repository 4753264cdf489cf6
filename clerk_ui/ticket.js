// One ticket in detail: why it stands where it stands, what has happened to it, and what the next counter should know.
import { html, useEffect, useState } from "../shared_ui/html.js";
import { staffLanguage } from "../shared_ui/language.js";
import { get } from "../shared_ui/api.js";
import { formatTime } from "../shared_ui/clock.js";
import { inWords } from "../shared_ui/errors.js";
import { personName } from "../shared_ui/names.js";
import { hasText, pick, t } from "../shared_ui/texts.js";
import { Dialog } from "./dialog.js";

/** @typedef {import("../shared_ui/protocol").DeskTicket} DeskTicket */
/** @typedef {import("../shared_ui/protocol").HistoryLine} HistoryLine */

const language = staffLanguage;

/**
 * Why a waiting ticket stands where it stands, in one line.
 * @param {DeskTicket} ticket
 * @param {string} timeZone
 * @param {boolean} isFirst
 * @returns {string}
 */
export function whyInWords(ticket, timeZone, isFirst = false) {
  const why = ticket.why;
  if (!why) return "";
  const times = { came: formatTime(why.came_at, timeZone), counts: formatTime(why.counts_as, timeZone), slot: ticket.slot ? formatTime(ticket.slot, timeZone) : "" };
  const from = ticket.came_from ? pick(ticket.came_from, language) : "";
  const parts = [t(language, `clerk.why.${why.place}`, { ...times, from })];
  if (why.claim) parts.push(t(language, `clerk.why.${why.claim}`));
  else if (isFirst) parts.push(t(language, "clerk.why.earliest"));
  return parts.join(", ");
}

/**
 * @param {HistoryLine} line
 * @returns {string}
 */
function lineInWords(line) {
  if (line.overtook !== null) return t(language, "clerk.history.overtaken", { code: line.overtook });
  const key = `clerk.history.${line.event}`;
  const parts = [hasText(key) ? t(language, key) : line.event];
  if (line.service_name) parts.push(pick(line.service_name, language));
  if (line.to_counter) parts.push(t(language, "common.counter", { n: line.to_counter }));
  if (line.event === "transferred" && line.place) parts.push(t(language, `clerk.place.${line.place}`));
  if (line.reason) parts.push(`“${line.reason}”`);
  return parts.join(" · ");
}

/** @typedef {Record<string, string>} Names how everyone on the staff is called, by the name that they sign in with */

/**
 * Who did it: somebody of the staff by name, else what kind of thing or person it was.
 * @param {HistoryLine} line
 * @param {Names} names
 */
function doer(line, names) {
  const kind = `history.by.${line.by}`;
  if (line.who !== null) return personName(names, line.who, language);
  return hasText(kind) ? t(language, kind) : t(language, "history.by.system");
}

/** @param {{ticket: DeskTicket, names: Names, timeZone: string}} props */
function History({ ticket, names, timeZone }) {
  const [lines, setLines] = useState(/** @type {HistoryLine[] | null} */ (null));
  const [problem, setProblem] = useState("");
  useEffect(() => {
    get(`/api/clerk/tickets/${encodeURIComponent(ticket.ticket)}`).then(
      (history) => setLines(history.lines),
      (error) => setProblem(inWords(error, language)),
    );
  }, [ticket.ticket, ticket.state]);
  if (problem) return html`<p class="message bad">${problem}</p>`;
  if (!lines) return html`<p>${t(language, "common.loading")}</p>`;
  return html`<div class="history" tabindex="0" role="group" aria-label=${t(language, "clerk.history")}><table><tbody>${lines.map(
    (line) => html`<tr data-event=${line.event} class=${line.was_undone ? "undone" : ""}><td>${formatTime(line.at, timeZone)}</td><td>${lineInWords(line)}${line.was_undone ? ` (${t(language, "clerk.history.was_undone")})` : ""}</td>
      <td>${line.counter ? t(language, "common.counter", { n: line.counter }) : ""}</td><td data-doer>${doer(line, names)}</td></tr>`,
  )}</tbody></table></div>`;
}

/**
 * @param {{ticket: DeskTicket, names: Names, timeZone: string, isHere: boolean, onDone: (verb: string, more: Record<string, unknown>) => void,
 *   onAsk: (kind: string, ticket: DeskTicket) => void, onClose: () => void}} props
 */
export function TicketDialog({ ticket, names, timeZone, isHere, onDone, onAsk, onClose }) {
  const isOpen = ticket.state !== "ended";
  /** @param {FormData} form */
  const submit = (form) => onDone("note", { ticket: ticket.ticket, text: form.get("text") ?? "" });
  return html`<${Dialog} name="ticket" isForTyping title=${`${ticket.code} – ${pick(ticket.service_name, language)}`} confirm=${t(language, "clerk.note_save")} onSubmit=${isHere && isOpen ? submit : undefined} onClose=${onClose}>
    ${ticket.priority ? html`<p class="priority">★ ${pick(ticket.priority, language)}</p>` : null}
    ${ticket.why ? html`<p data-why>${whyInWords(ticket, timeZone)}</p>` : null}
    ${isOpen ? html`<label>${t(language, "clerk.note_for_next")}<textarea name="text" rows="3" maxlength="500" readonly=${!isHere} autofocus=${isHere}>${ticket.note?.text ?? ""}</textarea></label>` : null}
    ${ticket.note ? html`<p class="small">${t(language, "clerk.note_by", { clerk: personName(names, ticket.note.clerk, language), n: ticket.note.counter, time: formatTime(ticket.note.at, timeZone) })}</p>` : null}
    <h3>${t(language, "clerk.history")}</h3><${History} ticket=${ticket} names=${names} timeZone=${timeZone} />
    ${isHere ? html`<div class="buttons start"><button type="button" class="button" data-action="reprint" onClick=${() => onDone("reprint", { ticket: ticket.ticket })}>${t(language, "clerk.reprint")}</button>
      ${ticket.state === "waiting" || ticket.state === "held" ? html`<button type="button" class="button danger" data-action="cancel" onClick=${() => onAsk("cancel", ticket)}>${t(language, "clerk.cancel_ticket")}</button>` : null}</div>` : null}
  <//>`;
}

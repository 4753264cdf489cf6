// A break, closing, changing the counter, signing out: who is left behind, and what becomes of them.
import { html, useState } from "../shared_ui/html.js";
import { staffLanguage } from "../shared_ui/language.js";
import { t } from "../shared_ui/texts.js";
import { Choices, Dialog } from "./dialog.js";

/** @typedef {import("../shared_ui/protocol").ClerkView} ClerkView */
/** @typedef {import("../shared_ui/protocol").DeskTicket} DeskTicket */
/** @typedef {"pause" | "close" | "change" | "sign-out"} Leaving */

const language = staffLanguage;

/** @param {DeskTicket[]} tickets */
const codes = (tickets) => tickets.map((one) => one.code).join(", ");

/**
 * Who would be left if the clerk went now: bound to this counter, held here, or waiting for what no other counter has.
 * @param {ClerkView} view
 */
export function leftBehind(view) {
  const bound = [...view.queue, ...view.held].filter((one) => one.bound_to_counter);
  return { bound, held: view.held.filter((one) => !one.bound_to_counter), onlyHere: view.only_here };
}

/**
 * Whether leaving needs a word first.
 * @param {ClerkView} view
 * @param {Leaving} leaving
 * @returns {boolean}
 */
export function needsAsking(view, leaving) {
  if (leaving === "change" || leaving === "sign-out") return view.counter_state !== "closed";
  const left = leftBehind(view);
  return left.bound.length > 0 || left.held.length > 0 || left.onlyHere > 0;
}

/** @param {{view: ClerkView}} props */
function WhoIsLeft({ view }) {
  const { bound, held, onlyHere } = leftBehind(view);
  return html`<ul class="left-behind">
    ${view.current ? html`<li class="bad" data-left="current">${t(language, "clerk.left.current", { code: view.current.code })}</li>` : null}
    ${bound.length ? html`<li data-left="bound">${t(language, "clerk.left.bound", { codes: codes(bound) })}</li>` : null}
    ${held.length ? html`<li data-left="held">${t(language, "clerk.left.held", { codes: codes(held) })}</li>` : null}
    ${onlyHere ? html`<li data-left="only-here">${t(language, "clerk.left.only_here", { n: onlyHere })}</li>` : null}
    ${!view.current && !bound.length && !held.length && !onlyHere ? html`<li>${t(language, "clerk.left.nobody")}</li>` : null}</ul>`;
}

/**
 * `onGo` leaves: `close` whether the counter is closed before.
 * @param {{view: ClerkView, leaving: Leaving, onGo: (close: boolean) => void, onOffer: () => void, onClose: () => void}} props
 */
export function LeaveDialog({ view, leaving, onGo, onOffer, onClose }) {
  const mayStayOpen = leaving === "change" || leaving === "sign-out";
  const [how, setHow] = useState(view.current && mayStayOpen ? "open" : "close");
  const isBlocked = view.current !== null && (!mayStayOpen || how === "close");
  const bound = leftBehind(view).bound.length > 0;
  const closing = t(language, bound ? "clerk.leave.close_release" : "clerk.leave.close");
  const options = [
    { value: "close", label: closing },
    { value: "open", label: t(language, "clerk.leave.stay_open") },
  ];
  const confirm = leaving === "pause" ? t(language, "clerk.pause") : leaving === "close" ? closing : t(language, "clerk.confirm");
  return html`<${Dialog} name=${leaving} title=${t(language, `clerk.leave.${leaving}`, { n: view.counter })} confirm=${confirm} isBlocked=${isBlocked} onSubmit=${() => onGo(how === "close")} onClose=${onClose}>
    <${WhoIsLeft} view=${view} />
    ${mayStayOpen ? html`<${Choices} name="how" legend=${t(language, "clerk.leave.how")} value=${how} isFirst options=${options} onChoose=${setHow} />` : null}
    ${leaving !== "pause" && view.colleagues.length ? html`<p><button type="button" class="button" data-action="offer" onClick=${onOffer}>${t(language, "clerk.offer")}…</button></p>` : null}
  <//>`;
}

/** @param {{view: ClerkView, onDone: (verb: string, more: Record<string, unknown>) => void, onClose: () => void}} props */
export function OfferDialog({ view, onDone, onClose }) {
  const [to, setTo] = useState(view.colleagues[0]?.name ?? "");
  return html`<${Dialog} name="offer" title=${t(language, "clerk.offer_title", { n: view.counter })} confirm=${t(language, "clerk.offer")} isBlocked=${!to} onSubmit=${() => onDone("offer", { to })} onClose=${onClose}>
    <p>${t(language, "clerk.offer_how")}</p>
    ${view.colleagues.length ? null : html`<p class="message warn">${t(language, "clerk.offer_nobody")}</p>`}
    <${Choices} name="to" legend=${t(language, "clerk.offer_to")} value=${to} isFirst onChoose=${setTo} options=${view.colleagues.map((one) => ({ value: one.name, label: one.display_name }))} /><//>`;
}

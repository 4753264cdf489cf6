// Booking: the service, the day and the time. Nothing about the person is asked.
import { html, useEffect, useState } from "../shared_ui/html.js";
import { get, newRequestId, post } from "../shared_ui/api.js";
import { formatTime } from "../shared_ui/clock.js";
import { inWords } from "../shared_ui/errors.js";
import { SlotPicker } from "../shared_ui/slots.js";
import { pick, t } from "../shared_ui/texts.js";

/** @typedef {import("../shared_ui/protocol").BookingView} BookingView */
/** @typedef {import("../shared_ui/protocol").BookableService} BookableService */
/** @typedef {import("../shared_ui/protocol").FreeSlots} FreeSlots */

/**
 * Choose a slot out of those at `address` and send it. A wish keeps its request id however often it is pressed; a slot
 * that was taken meanwhile is said so, and what is free is asked for anew.
 * @param {{address: string, language: string, label: string, send: (slot: string, requestId: string) => Promise<void>}} props
 */
export function ChooseSlot({ address, language, label, send }) {
  const [slots, setSlots] = useState(/** @type {FreeSlots | null} */ (null));
  const [wish, setWish] = useState({ slot: "", requestId: "" });
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const fail = (/** @type {unknown} */ error) => setProblem(inWords(error, language));
  const load = () => get(address).then(setSlots, fail);
  useEffect(() => void load(), [address]);
  const choose = (/** @type {string} */ slot) => {
    setProblem("");
    setWish({ slot, requestId: newRequestId() });
  };
  const confirm = async () => {
    setBusy(true);
    try {
      await send(wish.slot, wish.requestId);
    } catch (error) {
      fail(error);
      await load();
    } finally {
      setBusy(false);
    }
  };
  return html`${problem ? html`<p class="message bad" role="alert">${problem}</p>` : null}
    ${slots ? html`<${SlotPicker} slots=${slots} language=${language} chosen=${wish.slot} onChoose=${choose} />` : null}
    ${slots && wish.slot
      ? html`<button class="button primary" data-action="confirm" disabled=${busy} onClick=${confirm}>${t(language, label, { time: formatTime(wish.slot, slots.time_zone) })}</button>`
      : null}`;
}

/** @param {{documents: Record<string, string>[], language: string}} props */
export function Documents({ documents, language }) {
  if (documents.length === 0) return null;
  return html`<section class="card"><h2>${t(language, "book.documents")}</h2><ul>${documents.map((one) => html`<li>${pick(one, language)}</li>`)}</ul></section>`;
}

/** @param {{view: BookingView, language: string}} props */
export function Booking({ view, language }) {
  const [service, setService] = useState(/** @type {BookableService | null} */ (null));
  if (!service)
    return html`<h1>${t(language, "book.title")}</h1>
      ${view.services.length === 0 ? html`<p class="message warn">${t(language, "book.no_services")}</p>` : html`<p>${t(language, "book.choose_service")}</p>`}
      <div class="services">${view.services.map((one) => html`<button class="button" data-service=${one.id} onClick=${() => setService(one)}>${pick(one.name, language)}</button>`)}</div>`;
  const send = async (/** @type {string} */ slot, /** @type {string} */ requestId) => {
    const booked = await post("/api/book", { request_id: requestId, service: service.id, slot });
    location.assign(booked.path);
  };
  return html`<h1>${pick(service.name, language)}</h1>
    <${Documents} documents=${service.documents} language=${language} />
    <${ChooseSlot} address=${`/api/book/${encodeURIComponent(service.id)}`} language=${language} label="book.confirm" send=${send} />
    <p class="small">${t(language, "book.anonymous")}</p>
    <button class="button quiet" data-action="back" onClick=${() => setService(null)}>← ${t(language, "book.back")}</button>`;
}

// What a scan means here: an appointment, a card, a dossier's code, or nothing that this kiosk reads.
import { useEffect, useRef } from "../shared_ui/html.js";
import { scannedAppointment } from "./appointment.js";
import { readCard } from "./card.js";
import { dossierCode } from "./dossier.js";
import { hearScanner } from "./scanner.js";

/** @typedef {import("../shared_ui/protocol").KioskView} KioskView */
/** @typedef {ReturnType<typeof import("./visit.js").useVisit>} Visit */

/**
 * The service whose result the scanned code may be for: the one that is open, or the only one there is.
 * @param {KioskView} view
 * @param {Visit["step"]} step
 * @returns {string | null}
 */
function collecting(view, step) {
  const services = view.services.filter((one) => one.collects_results && !one.refusal);
  if (step.at === "choice" || step.at === "dossier") return services.find((one) => one.id === step.service)?.id ?? null;
  return step.at === "services" && services.length === 1 ? (services[0]?.id ?? null) : null;
}

/**
 * @param {string} scan
 * @param {KioskView} view
 * @param {Visit} visit
 */
function understand(scan, view, visit) {
  const { step } = visit;
  if (step.at === "services" && step.search) visit.search(null); // the first letters of the scan went there
  visit.setHint("");
  const appointment = scannedAppointment(scan);
  if (appointment) return void visit.checkIn(appointment);
  const card = readCard(scan);
  if (card) return view.card ? visit.showCard(card) : visit.setHint("kiosk.scan.card_not_needed");
  const code = scan.split("|").length < 4 ? dossierCode(scan) : null;
  const service = collecting(view, step);
  if (code === null || service === null) return visit.setHint("kiosk.scan.unknown");
  visit.pick(service);
  return void visit.showDossier(code);
}

/**
 * Hook: hear the scanner as long as the kiosk lives.
 * @param {KioskView} view
 * @param {Visit} visit
 */
export function useScans(view, visit) {
  const latest = useRef(/** @type {(scan: string) => void} */ (() => {}));
  latest.current = (scan) => understand(scan, view, visit);
  useEffect(() => hearScanner((scan) => latest.current(scan)), []);
}

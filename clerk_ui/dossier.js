// The dossier whose result the citizen comes for, as the kiosk took it. It is gone when the day is over.
import { html } from "../shared_ui/html.js";
import { staffLanguage } from "../shared_ui/language.js";
import { t } from "../shared_ui/texts.js";

const language = staffLanguage;

/** @param {import("../shared_ui/protocol").DossierAnswer} dossier */
const stateOf = (dossier) =>
  dossier.state === "not_ready" && dossier.expected
    ? t(language, "clerk.dossier.expected", { day: dossier.expected.split("-").reverse().join("/") })
    : t(language, `clerk.dossier.${dossier.state}`);

/** @param {{dossier: import("../shared_ui/protocol").DossierAnswer | null}} props */
export const Dossier = ({ dossier }) =>
  dossier ? html`<p class="dossier" data-dossier=${dossier.code}>${t(language, "clerk.dossier")}: <strong>${dossier.code}</strong> · ${stateOf(dossier)}</p>` : null;

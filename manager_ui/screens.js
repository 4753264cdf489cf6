// Which screens are connected now.
import { html } from "../shared_ui/html.js";
import { formatTime } from "../shared_ui/clock.js";
import { t } from "../shared_ui/texts.js";
import { Head } from "./tables.js";

/** @param {import("./pages.js").PageProps} props */
export function Screens({ view, language }) {
  return html`<section class="card"><h2>${t(language, "manager.screens", { n: view.screens.length })}</h2>
    ${view.screens.length === 0 ? html`<p>${t(language, "manager.screens_none")}</p>` : null}
    ${view.screens.length > 0
      ? html`<table class="words"><${Head} language=${language} keys=${["screen", "screen_name", "screen_since"]} /><tbody>
          ${view.screens.map((screen) => html`<tr data-screen=${screen.kind}><td>${t(language, `manager.screen.${screen.kind}`)}</td><td>${screen.name}</td><td>${formatTime(screen.since, view.time_zone)}</td></tr>`)}
        </tbody></table>`
      : null}</section>`;
}

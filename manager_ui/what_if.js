// What if: how many counters each hour would have needed, and a past day under other rules.
import { html, useState } from "../shared_ui/html.js";
import { t } from "../shared_ui/texts.js";
import { CountersQuestion } from "./what_if_counters.js";
import { ReplayQuestion } from "./what_if_replay.js";

/** @param {import("./pages.js").PageProps} props */
export function WhatIf({ view, language }) {
  const [question, setQuestion] = useState(/** @type {"counters" | "replay"} */ ("counters"));
  return html`<div class="period" role="group" aria-label=${t(language, "what_if.questions")}>
      ${/** @type {const} */ (["counters", "replay"]).map(
        (name) => html`<button type="button" class="button quiet" data-question=${name} aria-pressed=${String(question === name)} onClick=${() => setQuestion(name)}>${t(language, `what_if.${name}`)}</button>`,
      )}</div>
    ${question === "counters" ? html`<${CountersQuestion} view=${view} language=${language} />` : html`<${ReplayQuestion} view=${view} language=${language} />`}`;
}

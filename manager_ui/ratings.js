// How satisfied people were: counts and means by service and counter; too few are not shown.
import { html, useEffect, useState } from "../shared_ui/html.js";
import { get } from "../shared_ui/api.js";
import { inWords } from "../shared_ui/errors.js";
import { pick, t } from "../shared_ui/texts.js";
import { Head } from "./tables.js";

/** @typedef {import("../shared_ui/protocol").Ratings} RatingsAnswer */
/** @typedef {import("../shared_ui/protocol").RatingLine} RatingLine */

const PERIODS = [1, 7, 30, 365];

/** @param {{line: RatingLine, language: string}} props */
function Bars({ line, language }) {
  const words = line.levels.map((given, at) => `${t(language, `rating.level_${at + 1}`)}: ${given}`).join(", ");
  return html`<div class="rating-bars" role="img" aria-label=${words} title=${words}>${line.levels.map((given, at) => html`<i data-level=${at + 1} style=${{ flexGrow: given }}></i>`)}</div>`;
}

/** @param {{name: string, line: RatingLine | null, least: number, language: string, data: Record<string, unknown>}} props */
const Row = ({ name, line, least, language, data }) => html`<tr ...${data}><td>${name}</td>
  ${line
    ? html`<td data-count>${line.count}</td><td data-mean>${line.mean === null ? "–" : line.mean.toLocaleString(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 })}</td>
        ${line.levels.map((given) => html`<td>${given}</td>`)}<td><${Bars} line=${line} language=${language} /></td>`
    : html`<td colspan="8">${t(language, "rating.too_few", { n: least })}</td>`}</tr>`;

/** @param {{answer: RatingsAnswer, language: string}} props */
function Tables({ answer, language }) {
  const keys = ["rated", "rating_mean", "rating_1", "rating_2", "rating_3", "rating_4", "rating_5", "rating_share"];
  const { least } = answer;
  return html`<section class="card"><h2>${t(language, "manager.services")}</h2><table><${Head} language=${language} keys=${["service", ...keys]} /><tbody>
      <${Row} name=${t(language, "rating.all")} line=${answer.total} least=${least} language=${language} data=${{ "data-rated": "all" }} />
      ${answer.services.map((one) => html`<${Row} name=${`${one.prefix} – ${pick(one.name, language)}`} line=${one.line} least=${least} language=${language} data=${{ "data-service": one.id }} />`)}</tbody></table></section>
    <section class="card"><h2>${t(language, "manager.counters")}</h2><table><${Head} language=${language} keys=${["counter", ...keys]} /><tbody>
      ${answer.counters.map((one) => html`<${Row} name=${`${one.number} – ${one.name}`} line=${one.line} least=${least} language=${language} data=${{ "data-counter": one.number }} />`)}</tbody></table></section>
    <section class="card"><h2>${t(language, "rating.reasons")}</h2><table class="words"><tbody>
      ${answer.reasons.map((one) => html`<tr><td>${pick(one.name, language)}</td><td>${one.count}</td></tr>`)}</tbody></table></section>`;
}

/** @param {import("./pages.js").PageProps} props */
export function Ratings({ language }) {
  const [days, setDays] = useState(30);
  const [answer, setAnswer] = useState(/** @type {RatingsAnswer | null} */ (null));
  const [problem, setProblem] = useState("");
  useEffect(() => {
    let isWanted = true;
    get(`/api/manager/ratings?days=${days}`).then(
      (/** @type {RatingsAnswer} */ next) => {
        if (!isWanted) return;
        setProblem("");
        setAnswer(next);
      },
      (error) => isWanted && setProblem(inWords(error, language)),
    );
    return () => (isWanted = false);
  }, [days]);
  return html`<div class="period" role="group" aria-label=${t(language, "rating.period")}>${PERIODS.map(
      (one) => html`<button class="button" aria-pressed=${String(one === days)} data-days=${one} onClick=${() => setDays(one)}>${t(language, `rating.days_${one}`)}</button>`,
    )}</div>
    <p class="hint">${t(language, "rating.anonymous")}</p>
    ${problem ? html`<p class="message bad" role="alert">${problem}</p>` : null}
    ${answer?.total.count === 0 ? html`<p class="message" data-ratings="none">${t(language, "rating.none")}</p>` : null}
    ${answer && answer.total.count > 0 ? html`<${Tables} answer=${answer} language=${language} />` : null}`;
}

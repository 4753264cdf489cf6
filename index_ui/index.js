// The start page: the five screens, and in try-out mode the people to try them with.
import { html, render } from "../shared_ui/html.js";
import { get } from "../shared_ui/api.js";
import { loadTexts, pick, t } from "../shared_ui/texts.js";
import { FirstRun } from "./first_run.js";

/**
 * @typedef {{kind: string, name: Record<string, string>, href: string}} Link
 * @typedef {{role: string, name: string, password: string}} Account
 * @typedef {{office_name: Record<string, string> | null, links: Link[], accounts: Account[]}} Start
 */

/** @type {Start} */
const PLAIN = {
  office_name: null,
  links: ["kiosk", "display", "clerk", "manager"].map((kind) => ({ kind, name: {}, href: `/${kind}` })),
  accounts: [],
};

/**
 * A text in Vietnamese, with English below it.
 * @param {{text: string}} props
 */
const Both = ({ text }) => html`${t("vi", text)}<small lang="en">${t("en", text)}</small>`;

/** @param {{link: Link}} props */
function ScreenLink({ link }) {
  const vi = link.name.vi ?? t("vi", `index.${link.kind}`);
  const en = link.name.en ?? t("en", `index.${link.kind}`);
  return html`<li><a class="card" href=${link.href} data-screen=${link.kind} target="_blank" rel="noopener">
    <b>${vi}</b><span lang="en">${en}</span><small><${Both} text=${`index.${link.kind}_use`} /></small>
  </a></li>`;
}

/** The phone page has no address of its own: every ticket has one. */
const Phone = () => html`<li><div class="card" data-screen="phone">
    <b>${t("vi", "index.phone_name")}</b><span lang="en">${t("en", "index.phone_name")}</span><small><${Both} text="index.phone" /></small>
  </div></li>`;

/** @param {{accounts: Account[]}} props */
function Accounts({ accounts }) {
  if (accounts.length === 0) return html`<p class="hint"><${Both} text="index.pairing" /></p>`;
  return html`<section class="card accounts">
    <h2>${t("vi", "index.accounts")}</h2>
    <table data-accounts>
      <thead><tr><th>${t("vi", "index.who")}</th><th>${t("vi", "common.name")}</th><th>${t("vi", "common.password")}</th></tr></thead>
      <tbody>${accounts.map((one) => html`<tr data-role=${one.role}><td>${t("vi", `index.${one.role}`)}</td><td><code>${one.name}</code></td><td><code>${one.password}</code></td></tr>`)}</tbody>
    </table>
    <p class="hint"><${Both} text="index.try_out" /></p>
  </section>`;
}

/**
 * @param {Start} start
 * @param {boolean} isFirst
 */
function show(start, isFirst) {
  render(
    html`<header><h1>${start.office_name ? pick(start.office_name, "vi") : "Xếp Hàng"}</h1>${isFirst ? null : html`<p><${Both} text="index.welcome" /></p>`}</header>
      <main>
        ${isFirst ? html`<${FirstRun} />` : null}
        ${isFirst ? null : html`<ul class="links">${start.links.map((link) => html`<${ScreenLink} link=${link} />`)}<${Phone} /></ul>
          <${Accounts} accounts=${start.accounts} />`}
      </main>`,
    /** @type {HTMLElement} */ (document.getElementById("screen")),
  );
}

await loadTexts();
// Without try-out mode there is nothing to hand out: the plain addresses remain.
const [start, first] = await Promise.all([get("/api/try-out", { attempts: 1 }).catch(() => PLAIN), get("/api/first-run", { attempts: 1 }).catch(() => ({ is_needed: false }))]);
show(start, first.is_needed);

// The start page: the five screens, and in try-out mode the people to try them with.
import { html, render } from "../shared_ui/html.js";
import { get } from "../shared_ui/api.js";
import { loadTexts, pick, t } from "../shared_ui/texts.js";

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

/** @param {{link: Link}} props */
function ScreenLink({ link }) {
  const vi = link.name.vi ?? t("vi", `index.${link.kind}`);
  const en = link.name.en ?? t("en", `index.${link.kind}`);
  return html`<li><a class="card" href=${link.href} data-screen=${link.kind} target="_blank" rel="noopener">${vi}<small lang="en">${en}</small></a></li>`;
}

/** @param {{accounts: Account[]}} props */
function Accounts({ accounts }) {
  if (accounts.length === 0) return html`<p class="hint">${t("vi", "index.pairing")}<br /><span lang="en">${t("en", "index.pairing")}</span></p>`;
  return html`<table data-accounts>
    <thead><tr><th>${t("vi", "index.who")}</th><th>${t("vi", "common.name")}</th><th>${t("vi", "common.password")}</th></tr></thead>
    <tbody>${accounts.map((one) => html`<tr data-role=${one.role}><td>${t("vi", `index.${one.role}`)}</td><td><code>${one.name}</code></td><td><code>${one.password}</code></td></tr>`)}</tbody>
  </table><p class="hint">${t("vi", "index.phone")}<br /><span lang="en">${t("en", "index.phone")}</span></p>`;
}

/** @param {Start} start */
function show(start) {
  render(
    html`<main><h1>${start.office_name ? pick(start.office_name, "vi") : "Xếp Hàng"}</h1>
      <ul class="links">${start.links.map((link) => html`<${ScreenLink} link=${link} />`)}</ul>
      <${Accounts} accounts=${start.accounts} /></main>`,
    /** @type {HTMLElement} */ (document.getElementById("screen")),
  );
}

await loadTexts();
// Without try-out mode there is nothing to hand out: the plain addresses remain.
show(await get("/api/try-out").catch(() => PLAIN));

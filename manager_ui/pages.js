// The manager's pages, in the order of the menu: one file for each. Its text is `manager.page.<id>`.
import { Alarms } from "./alarms.js";
import { Appointments } from "./appointments.js";
import { Fairness } from "./fairness.js";
import { LoudspeakerPage } from "./loudspeaker.js";
import { Printers } from "./printers.js";
import { Message } from "./message.js";
import { Ratings } from "./ratings.js";
import { Reports } from "./reports.js";
import { Screens } from "./screens.js";
import { SetUp } from "./setup.js";
import { Today } from "./today.js";
import { WhatIf } from "./what_if.js";

/** @typedef {import("../shared_ui/protocol").ManagerView} ManagerView */
/** @typedef {{view: ManagerView, language: string}} PageProps what every page gets: the live view of today */
/** @typedef {{id: string, Page: (props: PageProps) => unknown}} ManagerPage */

/** @type {ManagerPage[]} */
export const PAGES = [
  { id: "today", Page: Today },
  { id: "appointments", Page: Appointments },
  { id: "reports", Page: Reports },
  { id: "fairness", Page: Fairness },
  { id: "what-if", Page: WhatIf },
  { id: "message", Page: Message },
  { id: "ratings", Page: Ratings },
  { id: "alarms", Page: Alarms },
  { id: "screens", Page: Screens },
  { id: "loudspeaker", Page: LoudspeakerPage },
  { id: "printers", Page: Printers },
  { id: "setup", Page: SetUp },
];

/** @returns {ManagerPage} the page that the address names after `#`; the first where it names none */
export const pageOfAddress = () => PAGES.find((page) => page.id === location.hash.slice(1).split("/")[0]) ?? /** @type {ManagerPage} */ (PAGES[0]);

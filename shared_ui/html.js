// What every screen draws with. Its types stand in html.d.ts: the libraries are minified and carry none.
import { h, render } from "./vendor/preact.mjs";
import { useState, useEffect, useRef, useMemo, useCallback } from "./vendor/hooks.mjs";
import htm from "./vendor/htm.mjs";

export const html = htm.bind(h);
export { render, useState, useEffect, useRef, useMemo, useCallback };

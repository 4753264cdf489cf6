// What is shown beside the queue: pictures and notices for a while each, videos to their end, without their sound.
import { html, useEffect, useRef, useState } from "../shared_ui/html.js";

/** @typedef {import("../shared_ui/protocol").MediaItem} MediaItem */

const SHOWN_MS = 12000;
const LONGEST_VIDEO_MS = 10 * 60 * 1000; // one that hangs must not stay for ever
const SMALLEST = 0.4;

/** @param {MediaItem} item */
const nameOf = (item) => item.address ?? `${item.name} ${item.html?.length}`;

/**
 * A notice as large as its frame allows.
 * @param {{item: MediaItem}} props
 */
function Notice({ item }) {
  const page = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    const fit = () => {
      const box = page.current;
      if (!box) return;
      for (let scale = 1; scale >= SMALLEST; scale -= 0.1) {
        box.style.setProperty("--scale", String(scale));
        if (box.scrollHeight <= box.clientHeight && box.scrollWidth <= box.clientWidth) break;
      }
    };
    fit();
    const watch = new ResizeObserver(fit);
    if (page.current) watch.observe(page.current);
    return () => watch.disconnect();
  }, [item.html]);
  return html`<article class="notice-page" ref=${page} lang="vi" dangerouslySetInnerHTML=${{ __html: item.html ?? "" }}></article>`;
}

/** @param {{item: MediaItem, onDone: () => void}} props */
function Item({ item, onDone }) {
  if (item.kind === "notice") return html`<${Notice} item=${item} />`;
  if (item.kind === "picture") return html`<img src=${item.address} alt=${item.name} onError=${onDone} />`;
  return html`<video src=${item.address} aria-label=${item.name} muted autoplay playsinline onEnded=${onDone} onError=${onDone}></video>`;
}

/** @param {{items: MediaItem[]}} props */
export function Media({ items }) {
  const [turn, setTurn] = useState(0);
  const item = items[turn % items.length];
  const next = () => setTurn((now) => now + 1);
  const name = item ? nameOf(item) : "";
  useEffect(() => {
    if (!item) return undefined;
    const timer = setTimeout(next, item.kind === "video" ? LONGEST_VIDEO_MS : SHOWN_MS);
    return () => clearTimeout(timer);
  }, [name, turn]);
  if (!item) return null;
  // A single video is begun anew by its key.
  return html`<section class="card media" data-media=${item.kind} data-name=${item.name}><${Item} key=${`${name} ${item.kind === "video" ? turn : ""}`} item=${item} onDone=${next} /></section>`;
}

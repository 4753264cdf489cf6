"""Whether every text of a page is whole: none cut off, none outside of the screen, none a key instead of words.

    await expect_whole(page)

What may be longer than its place says so: by an ellipsis, or by scrolling.
"""

from playwright.async_api import Page

_LOOK = """() => {
  const found = [];
  const say = (what, one) =>
    found.push(`${what}: ${one.tagName.toLowerCase()}.${one.className}: ${one.textContent.trim().slice(0, 60)}`);
  const ownText = (one) =>
    [...one.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data).join("").trim();
  const mayBeLonger = (box) => {
    const style = getComputedStyle(box);
    const scrolls = [style.overflowX, style.overflowY].some((one) => ["auto", "scroll"].includes(one));
    const isCutOnPurpose = style.textOverflow === "ellipsis" || style.webkitLineClamp !== "none";
    return scrolls || isCutOnPurpose || box.matches(".visually-hidden, .whole, [data-scrolling=true]");
  };
  const scrolls = (one) => {
    for (let box = one; box; box = box.parentElement) if (mayBeLonger(box)) return true;
    return false;
  };
  const isSeen = (one) =>
    !["SCRIPT", "STYLE", "OPTION"].includes(one.tagName)
    && one.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  for (const one of document.body.querySelectorAll("*")) {
    if (!isSeen(one)) continue;
    const text = ownText(one);
    if (/^[a-z][a-z_-]*([.][a-z0-9_-]+)+$/.test(text)) say("a key", one);
    if (/{[a-z_]+}/.test(text)) say("an empty place", one);
    if (!text || scrolls(one)) continue;
    const box = one.getBoundingClientRect();
    if (box.width > 2 && (box.right > innerWidth + 1 || box.left < -1)) say("outside", one);
    const isBox = one.clientWidth > 0 && getComputedStyle(one).display !== "inline";
    if (isBox && one.scrollWidth > one.clientWidth + 1) say("too wide", one);
    // Out of the nearest box around it that cuts.
    for (let around = one.parentElement; around; around = around.parentElement) {
      const style = getComputedStyle(around);
      if (style.overflowX === "visible" && style.overflowY === "visible") continue;
      const edge = around.getBoundingClientRect();
      if (box.right > edge.right + 2 || box.bottom > edge.bottom + 3 || box.left < edge.left - 2) say("cut off", one);
      break;
    }
  }
  const { scrollWidth } = document.documentElement;
  if (scrollWidth > innerWidth) found.push(`the page is ${scrollWidth} wide`);
  return found;
}"""


async def expect_whole(page: Page) -> None:
    """Fail with every text that is cut off, sticks out, or is no text at all."""
    found = await page.evaluate(_LOOK)
    assert not found, "\n".join(found)

"""The check of accessibility finds what it is there to find."""

import pytest
from playwright.async_api import Browser

from tests.screens.axe import expect_accessible, violations

HEAD = '<!doctype html><html lang="vi"><head><title>Lấy số</title></head>'
PAGE = HEAD + "<body><main><h1>Lấy số</h1>{}</main></body></html>"


async def test_a_button_without_a_name_and_pale_text_are_found_and_a_good_page_is_left_alone(
    chromium: Browser,
) -> None:
    page = await chromium.new_page()
    await page.set_content(PAGE.format('<button></button><p style="color: #ccc; background: #fff">Mời công dân</p>'))
    found = await violations(page)
    assert [line.partition(" ")[0] for line in found] == ["button-name", "color-contrast"]
    with pytest.raises(AssertionError, match="color-contrast"):
        await expect_accessible(page, without=("button-name",))
    await page.set_content(PAGE.format("<button>Lấy số</button>"))
    await expect_accessible(page)

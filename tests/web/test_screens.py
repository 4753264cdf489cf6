"""Pages and their files: never an old page, files for ever, each with its kind, none but the screens' own."""

from __future__ import annotations

import re

import httpx2
import pytest

from queue_server.assets import screens_root
from queue_server.web.screens import PARTS
from tests.running_office import RunningOffice


async def get(office: RunningOffice, path: str, **headers: str) -> httpx2.Response:
    async with office.client() as client:
        return await client.http.get(path, headers=headers)


async def base(office: RunningOffice) -> str:
    """The address of this version's files, as a page names it."""
    found = re.search(r"/assets/[^/\"]+", (await get(office, "/kiosk")).text)
    assert found
    return found[0]


@pytest.mark.parametrize("path", ["/", "/kiosk", "/display", "/display/sanh-chinh", "/clerk", "/manager", "/phone/x"])
async def test_a_page_is_asked_for_anew_and_names_this_version_s_files(office: RunningOffice, path: str) -> None:
    page = await get(office, path)
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-cache"
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert await base(office) in page.text
    assert "{{" not in page.text


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("shared_ui/vendor/preact.mjs", "text/javascript"),
        ("shared_ui/socket.js", "text/javascript"),
        ("shared_ui/theme.css", "text/css"),
        ("locales/vi.json", "application/json"),
        ("shared_ui/vendor/fonts/be-vietnam-pro-vietnamese-400-normal.woff2", "font/woff2"),
    ],
)
async def test_a_file_is_kept_for_ever_under_its_version_and_has_its_kind(
    office: RunningOffice, name: str, kind: str
) -> None:
    file = await get(office, f"{await base(office)}/{name}")
    assert file.status_code == 200
    assert file.headers["Content-Type"].partition(";")[0] == kind
    assert "immutable" in file.headers["Cache-Control"]
    again = await get(office, f"{await base(office)}/{name}", **{"If-None-Match": file.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_a_text_goes_packed_to_whoever_takes_it_and_plain_to_the_others(office: RunningOffice) -> None:
    address = f"{await base(office)}/locales/vi.json"
    packed = await get(office, address, **{"Accept-Encoding": "gzip, deflate"})
    plain = await get(office, address, **{"Accept-Encoding": "identity"})
    assert (packed.headers["Content-Encoding"], packed.headers["Vary"]) == ("gzip", "Accept-Encoding")
    assert "Content-Encoding" not in plain.headers
    assert plain.headers["Vary"] == "Accept-Encoding"
    assert packed.content == plain.content
    assert int(packed.headers["Content-Length"]) < len(plain.content) / 2
    font = f"{await base(office)}/shared_ui/vendor/fonts/be-vietnam-pro-latin-400-normal.woff2"
    assert "Content-Encoding" not in (await get(office, font)).headers


async def test_a_file_of_another_version_is_not_there(office: RunningOffice) -> None:
    assert (await get(office, "/assets/0.0.0-000000000000/shared_ui/socket.js")).status_code == 404


@pytest.mark.parametrize("name", ["shared_ui/vendor/.built", "shared_ui/protocol.d.ts", "shared_ui", "shared_ui/", "x"])
async def test_what_no_screen_asks_for_is_not_served(office: RunningOffice, name: str) -> None:
    assert (await get(office, f"{await base(office)}/{name}")).status_code == 404


async def test_a_phone_is_given_only_the_words_that_it_shows(office: RunningOffice) -> None:
    whole = (await get(office, f"{await base(office)}/locales/vi.json")).json()
    answer = await get(office, f"{await base(office)}/locales/vi.phone.json")
    part = answer.json()
    assert answer.headers["Content-Encoding"] == "gzip"
    assert part == {key: text for key, text in whole.items() if key.startswith(PARTS["phone"])}
    assert "phone.called" in part
    assert not [key for key in part if key.startswith(("manager.", "clerk."))]


@pytest.mark.parametrize("name", ["locales/vi.desk.json", "locales/xx.phone.json", "locales/../vi.phone.json"])
async def test_no_other_part_of_the_words_is_served(office: RunningOffice, name: str) -> None:
    assert (await get(office, f"{await base(office)}/{name}")).status_code == 404


@pytest.mark.parametrize("screen", ["phone_ui", "booking_ui"])
def test_what_a_phone_s_pages_ask_for_is_in_the_words_that_they_load(screen: str) -> None:
    asked: set[str] = set()
    for file in (screens_root() / screen).glob("*.js"):
        asked |= set(re.findall(r'\bt[n]?\(\s*language,\s*["`]([\w.-]+)', file.read_text("utf-8")))
    assert len(asked) > 10
    assert [key for key in sorted(asked) if not key.startswith(PARTS["phone"])] == []

"""The documents are tested against the code: what they name is there, and what is there is named."""

import importlib
import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from starlette.routing import BaseRoute, Route, WebSocketRoute

from queue_server import protocol
from queue_server.cli import COMMANDS, main
from queue_server.settings import Settings
from queue_server.web.clerk import VERBS
from queue_server.web.routes import routes

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
# The field's terms; each is a row of the glossary, with its Vietnamese.
TERMS = {
    "office": "bộ phận một cửa",
    "service": "lĩnh vực",
    "counter": "quầy",
    "zone": "khu vực chờ",
    "citizen": "công dân",
    "clerk": "cán bộ tiếp nhận",
    "ticket": "phiếu, số thứ tự",
    "turn": "lượt",
    "call": "gọi",
    "recall": "gọi lại",
    "serving": "đang phục vụ",
    "hold": "tạm giữ",
    "transfer": "chuyển, liên thông",
    "no-show": "vắng mặt",
    "appointment": "lịch hẹn",
    "priority class": "diện ưu tiên",
    "head start": "phút ưu tiên",
    "target wait": "ngưỡng chờ",
}
METRICS = (
    "arrival",
    "wait to first call",
    "wait to last call",
    "walk",
    "service time",
    "stay",
    "open, serving, idle, break",
    "within target",
    "no-show rate",
    "abandoned rate",
    "period",
)
# Two pages in two languages say the same: the same commands, and the same keys.
TRANSLATED = (
    ("README.md", "README.vi.md"),
    ("docs/install.md", "docs/install.vi.md"),
    ("docs/guide.md", "docs/guide.vi.md"),
)
CODE = re.compile(r"```\w*\n(.*?)```|`([^`\n]+)`|^ {4}(\S.*)$", re.DOTALL | re.MULTILINE)


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def rows_of(page: str) -> Iterator[list[str]]:
    """Every row of a page's tables, as its cells; their headings too."""
    for line in page.splitlines():
        if line.startswith("|") and not re.match(r"\|[-| :]+$", line):
            yield [cell.strip() for cell in line.strip("|").split("|")]


def bare(cell: str) -> str:
    return cell.strip("`")


def commands_of(page: str) -> list[str]:
    """Every line of code in a page that runs `xephang` or `make`, from that word on and without a shell's comment."""
    code = re.sub(r"(?m)\s#.*$", "", "\n".join(next(filter(None, found)) for found in CODE.findall(page)))
    found = re.findall(r"(?:^|(?<!-u)[\s/])((?:xephang|make) (?!xephang)[a-z][^\n]*)", code)
    return [line.strip() for line in found if not line.startswith("make PYTHON")]


def command_at(words: list[str]) -> click.Command:
    """The command that the first words name; the group itself, where they end with a group."""
    command: click.Command = main
    with click.Context(main) as context:
        for word in words:
            if not isinstance(command, click.Group):
                return command
            found = command.get_command(context, word)
            assert found is not None, f"there is no command {word!r} in xephang {' '.join(words)}"
            command = found
    return command


def options_of(command: click.Command) -> set[str]:
    return {option for parameter in command.params for option in parameter.opts} | {"--help"}


def address_of(route: BaseRoute) -> tuple[str, str] | None:
    """A route as the pages write it: its method and its address without converters."""
    if isinstance(route, WebSocketRoute):
        return "WS", re.sub(r":\w+\}", "}", route.path)
    if isinstance(route, Route):
        (method,) = (route.methods or set()) - {"HEAD"}
        return method, re.sub(r":\w+\}", "}", route.path)
    return None


def test_every_setting_is_documented_with_its_default() -> None:
    rows = {bare(cells[0]): bare(cells[1]) for cells in rows_of(text_of("docs/settings.md"))}
    del rows["setting"]
    assert set(rows) == set(Settings.__struct_fields__)
    # What an empty default stands for is said in words.
    plain = {name: str(value) for name in rows if (value := getattr(Settings(), name))}
    assert {name: rows[name] for name in plain} == plain


def test_every_kind_of_printer_and_every_option_of_an_address_is_documented() -> None:
    address = importlib.import_module("queue_server.devices.address")
    page = text_of("docs/printers.md")
    # "network" is another word for "tcp".
    assert {kind for kind in address.KINDS if not re.search(rf"`{kind}[:`]", page)} == {"network"}
    assert [value for value in (*address.MODES, *address.CUTS, *address.STATUS) if f"`{value}`" not in page] == []


def test_every_fault_of_a_printer_is_documented_in_the_words_of_the_screens() -> None:
    words = json.loads(text_of("locales/vi.json"))
    faults = {key.removeprefix("printer."): text for key, text in words.items() if key.startswith("printer.")}
    rows = rows_of(text_of("docs/printers.md").partition("## When it fails")[2])
    assert {bare(cells[0]): cells[1] for cells in rows if cells[0].startswith("`")} == faults


def test_every_route_is_documented_and_every_documented_route_is_there() -> None:
    page = text_of("docs/api.md")
    written = {(cells[0], bare(cells[1])) for cells in rows_of(page) if cells[0] in ("GET", "POST")}
    written |= {("WS", bare(cells[0])) for cells in rows_of(page) if cells[0].startswith("`/ws/")}
    assert written == {address for route in routes() if (address := address_of(route))}


def test_every_verb_at_a_counter_is_documented() -> None:
    table = text_of("docs/api.md").partition("| verb | sends |")[2].partition("\n\n")[0]
    assert {bare(cells[0]) for cells in rows_of(table) if cells[0].startswith("`")} == set(VERBS)


def test_every_shape_that_the_api_names_is_declared() -> None:
    named = set(re.findall(r"`([A-Z][a-z]+[A-Za-z]*)`", text_of("docs/api.md")))
    # HTTP's own word.
    assert {name for name in named if not hasattr(protocol, name)} <= {"Authorization"}
    assert len(named) > 20


def test_every_refusal_that_people_may_read_is_documented() -> None:
    rows = rows_of(text_of("docs/api.md").partition("## Refusals")[2])
    written = [bare(cells[1]) for cells in rows if cells[0].isdecimal()]
    known = json.loads(text_of("locales/vi.json"))
    assert sorted(written) == sorted(key.removeprefix("error.") for key in known if key.startswith("error."))


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_that_a_page_names_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", text_of("Makefile"), re.MULTILINE))
    for line in commands_of(page.read_text(encoding="utf-8")):
        tool, *words = line.split()
        if tool == "make":
            assert words[0] in targets, line
            continue
        command = command_at([word for word in words if re.fullmatch(r"[a-z][a-z-]*", word)])
        unknown = {word.partition("=")[0] for word in words if word.startswith("--")} - options_of(command)
        assert not unknown, line


def test_the_readme_names_every_command() -> None:
    named = {line.split()[1] for line in commands_of(text_of("README.md")) if line.startswith("xephang")}
    assert named == set(COMMANDS)


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_to_a_file_and_every_anchor_to_a_heading(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        name, _, anchor = target.partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        linked = (page.parent / name).resolve() if name else page
        assert linked.exists(), target
        assert not anchor or anchor in anchors_of(linked.read_text(encoding="utf-8")), target


def anchors_of(page: str) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_page_is_in_one_form_of_unicode(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text)


@pytest.mark.parametrize(("english", "vietnamese"), TRANSLATED)
def test_a_translated_page_gives_the_same_commands_and_has_the_same_sections(english: str, vietnamese: str) -> None:
    one, other = text_of(english), text_of(vietnamese)
    assert sorted(set(commands_of(one))) == sorted(set(commands_of(other)))
    assert [len(level) for level in re.findall(r"^(#+) ", one, re.MULTILINE)] == [
        len(level) for level in re.findall(r"^(#+) ", other, re.MULTILINE)
    ]


def test_the_glossary_has_every_term_of_the_field_with_its_vietnamese() -> None:
    rows = {cells[0]: cells[1] for cells in rows_of(text_of("docs/glossary.md"))}
    assert {term: rows.get(term) for term in TERMS} == TERMS
    assert [metric for metric in METRICS if not rows.get(metric)] == []


@pytest.mark.parametrize("page", ["docs/guide.md", "docs/guide.vi.md"])
def test_the_guides_give_every_key_of_the_desk_with_the_words_of_its_button(page: str) -> None:
    keys = re.findall(r'\["([a-z-]+)", "(\d)"\]', text_of("clerk_ui/keys.js"))
    words = json.loads(text_of("locales/vi.json"))
    written = [(cells[0], cells[1]) for cells in rows_of(text_of(page)) if cells[0].isdecimal()]
    assert sorted(written) == sorted((key, f"*{words[f'clerk.{verb}']}*") for verb, key in keys)


@pytest.mark.parametrize("page", ["docs/guide.md", "docs/guide.vi.md"])
def test_the_guides_name_buttons_and_figures_as_the_screens_do(page: str) -> None:
    words = {text for name in ("vi", "en") for text in json.loads(text_of(f"locales/{name}.json")).values()}
    named = re.findall(r"(?<!\*)\*([^*\n]+)\*(?!\*)", text_of(page))
    titled = {re.sub(r" \(\{n\}\)$", "", word) for word in words} | {"P90"}
    assert [name for name in named if name[0].isupper() and name not in titled] == []


def test_every_event_of_the_journal_is_documented() -> None:
    sources = "\n".join(
        path.read_text("utf-8") for path in [*ROOT.glob("queue_server/usecases/*.py"), ROOT / "queue_server/app.py"]
    )
    recorded = set(re.findall(r'record\(\s*"(\w+)"|(?:_saved|_changed|step)\([^"\n]*"(\w+)"', sources))
    events = {next(filter(None, names)) for names in recorded}
    table = text_of("docs/security.md").partition("| event | when |")[2].partition("\n\n")[0]
    written = {name for cells in rows_of(table) for name in re.findall(r"`(\w+)`", cells[0])}
    assert written == events


def test_the_design_says_where_every_package_and_every_screen_lies() -> None:
    page = text_of("docs/architecture.md")
    packages = [f"queue_server/{path.parent.name}" for path in ROOT.glob("queue_server/*/__init__.py")]
    screens = [path.name for path in ROOT.glob("*_ui")]
    assert [name for name in (*packages, *screens, "audio", "locales") if f"`{name}`" not in page] == []


def test_a_decision_record_shows_its_options_and_how_each_fails() -> None:
    for page in (DOCS / "decisions").glob("*.md"):
        text = page.read_text("utf-8")
        assert re.match(rf"# {int(page.name[:4])}\. ", text), page
        assert "how it fails" in text or "how each fails" in text, page

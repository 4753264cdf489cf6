"""What is exported can be imported again: any office comes back as it was, with every key and its meaning."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from queue_server.domain.office import Office
from queue_server.office_file import EXAMPLES, file_of, office_of_tables, read_office, write_office

ids = some.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True)
words = some.text(some.characters(exclude_categories=["Cs"]), min_size=1, max_size=12).filter(str.strip)
texts = words | some.fixed_dictionaries({"vi": words}, optional={"en": words, "zh-Hant": words})
minutes = some.integers(0, 600)
clock = some.builds("{:02}:{:02}".format, some.integers(0, 23), some.integers(0, 59))


@some.composite
def spans(draw: some.DrawFn) -> list[tuple[str, str]]:
    found = sorted(set(draw(some.lists(clock, max_size=4))))
    pairs = list(zip(found[::2], found[1::2], strict=False))
    return [*pairs, (found[-1], "24:00")] if len(found) % 2 else pairs


days = some.fixed_dictionaries({"issue": spans(), "serve": spans()})


@some.composite
def offices(draw: some.DrawFn) -> Office:
    """An office that could be: what its administrator may write, at random."""
    prefixes = draw(some.lists(some.sampled_from("ABCEGHKLV"), unique=True, max_size=5))
    services = some.lists(some.sampled_from(prefixes), unique=True) if prefixes else some.just([])
    zones = draw(some.lists(ids, unique=True, min_size=1, max_size=3))

    def service(place: int, prefix: str) -> dict[str, Any]:
        required = {"prefix": some.just(prefix), "name": texts, "id": some.just(f"s{place}")}
        first = draw(some.integers(1, 50))
        return draw(
            some.fixed_dictionaries(
                required,
                optional={
                    "group": texts,
                    "usual_minutes": some.integers(1, 600) | some.just(2.5),
                    "documents": some.lists(texts, max_size=3),
                    "daily_limit": some.integers(1, 500),
                    "first_number": some.just(first),
                    "last_number": some.integers(first, 9999),
                    "digits": some.integers(1, 6),
                    "open": some.booleans(),
                    "appointments": some.fixed_dictionaries({"slot_minutes": some.integers(5, 90)}),
                },
            )
        )

    def counter(number: int) -> dict[str, Any]:
        served = draw(services)
        preferred = [name for name in served if draw(some.booleans())]
        zone = draw(some.sampled_from(zones))
        return {"number": number, "name": draw(words), "zone": zone, "services": served, "preferred": preferred}

    own_days = draw(some.dictionaries(some.sampled_from(["monday", "saturday", "sunday"]), days, max_size=3))
    tables: dict[str, Any] = {
        "office": {
            "id": draw(ids),
            "name": draw(texts),
            "notice": draw(texts | some.just("")),
            "reading": draw(some.sampled_from(["north", "south"])),
            "target_wait_minutes": draw(some.integers(1, 600)),
        },
        "hours": {
            "days": draw(some.lists(some.sampled_from(["mon", "tue", "wed", "sat"]), unique=True)),
            **draw(days),
            **own_days,
            "closed": [day.isoformat() for day in draw(some.lists(some.dates(), max_size=3))],
        },
        "service": [service(place, prefix) for place, prefix in enumerate(prefixes)],
        "zone": [{"id": zone, "name": draw(texts), "volume": draw(some.integers(0, 100))} for zone in zones],
        "counter": [counter(number) for number in draw(some.lists(some.integers(1, 99), unique=True, max_size=4))],
        "priority": [
            {"code": code, "name": draw(texts), "head_start_minutes": draw(minutes)}
            for code in draw(some.lists(ids, unique=True, max_size=3))
        ],
        "phone": {"booking": draw(some.booleans()), "services": draw(services)},
        "announcements": {"times": draw(some.integers(1, 3)), "vi": {"call": "Mời số {code} đến quầy {counter}."}},
    }
    return office_of_tables(tables)


@settings(max_examples=60, deadline=None)
@given(offices())
def test_an_office_that_is_exported_and_imported_is_the_same_office(office: Office) -> None:
    assert read_office(write_office(office)) == office


@pytest.mark.parametrize("example", ["starter", "ward"])
def test_the_examples_survive_the_way_through_the_pages(example: str) -> None:
    office = read_office((EXAMPLES / f"{example}_office.toml").read_text("utf-8"))
    assert read_office(write_office(office, "en")) == office


def test_an_exported_file_has_every_key_with_its_meaning_in_the_office_s_language() -> None:
    office = read_office((EXAMPLES / "ward_office.toml").read_text("utf-8"))
    lines = write_office(office).splitlines()
    for name in file_of(office).__struct_fields__:
        table = getattr(file_of(office), name)
        row = table[0] if isinstance(table, list) else table
        for key in row.__struct_fields__:
            place = next(n for n, line in enumerate(lines) if line.removeprefix("# ").startswith(f"{key} = "))
            assert lines[place - 1].startswith("# "), key
    assert "# Được tính như đến sớm hơn chừng này phút." in lines


def test_a_control_character_in_a_name_does_not_break_the_file() -> None:
    office = read_office(
        (EXAMPLES / "ward_office.toml").read_text("utf-8").replace("Trả kết quả", "Trả\\u007f kết\\tquả")
    )
    assert tomllib.loads(write_office(office))["service"][7]["name"]["vi"] == "Trả\x7f kết\tquả"

"""A file that is wrong is refused with all that is wrong, each with its place and in words."""

from __future__ import annotations

import re
from dataclasses import replace

import msgspec
import pytest

from queue_server.office_file import EXAMPLES, SetUpInvalid, office_of_tables, read_office, tables_of_text
from queue_server.office_file.reading import INNER, ROWS, SINGLE
from queue_server.office_file.shapes import shape_problems
from queue_server.texts import problem_in_words, refusal
from queue_server.web.paper import not_on_paper, on_paper

WARD = (EXAMPLES / "ward_office.toml").read_text("utf-8")


def refused(text: str) -> dict[str, str]:
    with pytest.raises(SetUpInvalid) as error:
        read_office(text)
    return {problem.where: problem.code for problem in error.value.problems}


def test_everything_that_is_wrong_is_told_at_once() -> None:
    text = WARD.replace('zone = "lau-1"\nservices = ["C", "E"]', 'zone = "mai"\nservices = ["C", "X"]', 1)
    text = text.replace('prefix = "B"', 'prefix = "b"').replace('["13:15", "16:15"]', '["11:00", "16:15"]', 1)
    text = text.replace('"2026-09-02"', '"2026-02-30"').replace("Asia/Ho_Chi_Minh", "Asia/Saigonn")
    assert refused(text) == {
        "office.time_zone": "no_such_time_zone",
        "hours.issue.1": "hours_overlap",
        "hours.closed.9": "bad_date",
        "service.1.prefix": "bad_prefix",
        "counter.0.services": "no_such_service",
        "counter.1.services": "no_such_service",
        "counter.2.services": "no_such_service",
        "counter.2.preferred": "no_such_service",
        "counter.3.zone": "no_such_zone",
        "counter.3.services": "no_such_service",
    }


def test_wrong_names_and_shapes_are_told_together_and_with_what_was_meant() -> None:
    text = WARD.replace("usual_minutes = 6", "usual_minuts = 6").replace("number = 4", 'number = "bốn"')
    assert refused(text) == {"service.0.usual_minuts": "unknown_key_meant", "counter.3.number": "wants_whole_number"}
    with pytest.raises(SetUpInvalid, match="service 1, usual_minuts: there is no key"):
        read_office(text)


def test_what_is_missing_is_named() -> None:
    assert refused(WARD.replace('id = "phuong-hoa-binh"\n', "")) == {"office.id": "required"}
    assert refused('[[zone]]\nid = "a"\nname = "A"\n') == {"office": "required"}
    assert refused("[office") == {"": "toml_unclosed"}
    assert refused(WARD + "\n[counter]\nnumber = 1\n") == {"": "toml_twice"}


@pytest.mark.parametrize(
    ("table", "key", "value", "code"),
    [
        ("service", "last_number", 0, "too_small"),
        ("service", "first_number", 1000, "range_backwards"),
        ("service", "name", {"en": "Certification"}, "vietnamese_is_missing"),
        ("service", "name", "  ", "name_is_missing"),
        ("service", "prefix", "C", "twice"),
        ("zone", "quiet", [["12:00", "11:00"]], "ends_before_it_starts"),
        ("zone", "quiet", [["12h", "13h"]], "bad_time"),
        ("zone", "id", "Sảnh chính", "bad_id"),
        ("counter", "number", 0, "number_below_one"),
        ("counter", "preferred", ["C"], "prefers_what_it_does_not_serve"),
        ("priority", "head_start_minutes", -1, "too_small"),
        ("service", "usual_minutes", 0, "not_above"),
        ("service", "digits", 9, "too_large"),
        ("priority", "granted_by", "citisen", "not_among_meant"),
        ("zone", "quiet", [["12:00"]], "wants_list_of"),
        ("service", "name", 3, "wants_text"),
        ("service", "open", "yes", "wants_true_or_false"),
        ("service", "appointments", {"slot_minutes": "half"}, "wants_whole_number"),
    ],
)
def test_a_field_of_the_pages_is_refused_at_its_place(table: str, key: str, value: object, code: str) -> None:
    tables = dict(tables_of_text(WARD))
    tables[table][0][key] = value
    with pytest.raises(SetUpInvalid) as error:
        office_of_tables(tables)
    assert code in {problem.code for problem in error.value.problems if problem.where.startswith(f"{table}.")}


def test_texts_are_read_in_one_form_of_unicode() -> None:
    import unicodedata

    decomposed = unicodedata.normalize("NFD", WARD)
    assert read_office(decomposed) == read_office(WARD)


def test_whatever_is_written_into_a_key_of_the_file_is_refused_in_the_reader_s_own_words() -> None:
    # Every key of every table, each with values of the wrong kinds: no sentence of a library is left in the texts.
    wrong: tuple[object, ...] = (
        True,
        -1,
        10**9,
        0.5,
        "☹",
        [],
        ["☹"],
        [3],
        [["☹"]],
        [["a", "b", "c"]],
        {"vi": 3},
        {"☹": "☹"},
        {},
    )
    tables = {**SINGLE, **ROWS, **INNER}
    for name, kind in tables.items():
        for field in msgspec.structs.fields(kind):
            for value in wrong:
                for problem in shape_problems({field.name: value}, kind, name):
                    words = problem_in_words(problem, "vi")
                    assert problem.code != "misshapen", (problem, value)
                    assert not re.search(r"Expected|Invalid|got|array|object|int\b|\bstr\b|setup\.", words), words


def test_a_mistake_in_a_value_is_told_in_both_languages_with_its_table_row_and_key() -> None:
    text = WARD.replace("number = 4", 'number = "bốn"').replace("usual_minutes = 6", 'usual_minutes = "6"')
    with pytest.raises(SetUpInvalid) as error:
        read_office(text)
    told = refusal(error.value).text
    assert told["vi"] == (
        'Tệp thiết lập chưa đúng: service thứ 1, usual_minutes: Phải là một số, không phải "6"; '
        'counter thứ 4, number: Phải là số nguyên, không phải "bốn"'
    )
    assert 'counter 4, number: it has to be a whole number, not "bốn"' in told["en"]


def test_a_sentence_that_can_not_be_said_tells_why_in_the_reader_s_language() -> None:
    text = WARD + "\n[announcements]\n"
    for sentence, code in (
        ('vi = { call = "Mời {cod}." }', "sentence_unknown_placeholder"),
        ('vi = { cal = "Mời." }', "sentence_unknown_kind"),
        ('vi = { call = "{code" }', "sentence_stray_brace"),
        ('vi = { call = "!" }', "sentence_no_words"),
        ('vi = { test = "Mời {code}." }', "sentence_no_placeholder"),
    ):
        with pytest.raises(SetUpInvalid) as error:
            read_office(text + sentence)
        assert [problem.code for problem in error.value.problems] == [code]
        assert "{name}" not in problem_in_words(error.value.problems[0], "vi")


def test_a_language_whose_letters_the_ticket_lacks_is_named_and_its_ticket_is_vietnamese() -> None:
    text = WARD.replace('languages = ["vi", "en"]', 'languages = ["vi", "en", "km"]')
    office = read_office(text)
    assert not_on_paper(office, "km") == not_on_paper(office, "en") == ()
    named = replace(office, name={**office.name, "km": "សាលាក្រុង"}, notice={"vi": "Giữ trật tự.", "en": "Be quiet."})
    (problem,) = not_on_paper(named, "km")
    assert (problem.code, problem.details["language"]) == ("language_not_on_paper", "km")
    assert on_paper(named.name, "km") == office.name["vi"]
    assert on_paper(named.notice, "en") == "Be quiet."
    assert on_paper({}, "en") == ""

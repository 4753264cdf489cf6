import re
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.announcement import (
    DEFAULT_TEMPLATES,
    PLACEHOLDERS,
    TemplateError,
    announce,
    check_template,
    render,
)


def test_a_call_is_shown_and_spoken_as_the_field_says() -> None:
    call = announce("call", code="A012", counter=3)
    assert call.text == "Mời công dân có số A không một hai, đến quầy số ba"
    assert call.spoken == "mời công dân có số a không một hai, đến quầy số ba."


def test_a_recall_begins_with_an_invitation_again() -> None:
    assert announce("recall", code="b105", counter=21).text == (
        "Mời lại công dân có số B một không năm, đến quầy số hai mươi mốt"
    )


def test_a_southern_office_reads_its_counters_in_the_southern_way() -> None:
    assert announce("call", region="south", code="A1", counter=24).text.endswith("số hai mươi bốn")
    assert announce("call", region="north", code="A1", counter=24).text.endswith("số hai mươi tư")


def test_english_says_the_letter_by_name_and_shows_it_as_a_letter() -> None:
    call = announce("call", language="en", code="A012", counter=3)
    assert call.text == "Number A zero one two, please go to counter three"
    assert call.spoken == "number ay zero one two, please go to counter three."


def test_every_default_sentence_can_be_checked_and_filled() -> None:
    values: dict[str, str | int] = {"code": "K404", "counter": 7, "minutes": 15}
    for language, templates in DEFAULT_TEMPLATES.items():
        assert set(templates) == set(PLACEHOLDERS)
        for kind, template in templates.items():
            check_template(kind, template)
            chosen: dict[str, Any] = {name: values[name] for name in PLACEHOLDERS[kind]}
            spoken = render(template, language=language, **chosen).spoken
            assert not re.search(r"[0-9{}]", spoken)


def test_an_office_may_have_sentences_of_its_own() -> None:
    own = {"call": "Kính mời số {code} vào quầy {counter}!"}
    assert announce("call", templates=own, code="L099", counter=2).text == "Kính mời số L không chín chín vào quầy hai!"
    assert announce("recall", templates=own, code="L099", counter=2).text.startswith("Mời lại công dân")


def test_an_unknown_placeholder_is_named_with_those_that_there_are() -> None:
    with pytest.raises(TemplateError, match=r"\{conter\}.*\{code\}, \{counter\}; did you mean \{counter\}"):
        check_template("call", "Mời số {code}, quầy {conter}")
    with pytest.raises(TemplateError, match=r"unknown placeholder \{minutes\}"):
        announce("call", templates={"call": "Còn {minutes} phút"}, code="A1", counter=1)


@pytest.mark.parametrize("template", ["Mời {code", "Mời code}", "Mời {{code}"])
def test_a_brace_without_a_partner_is_refused(template: str) -> None:
    with pytest.raises(TemplateError, match="no partner"):
        check_template("call", template)


@pytest.mark.parametrize("template", ["", " ... ", "123 {code}!"])
def test_a_sentence_without_words_is_refused(template: str) -> None:
    with pytest.raises(TemplateError, match="no words"):
        check_template("call", template.replace("{code}", ""))


def test_an_unknown_kind_or_language_is_refused_by_name() -> None:
    with pytest.raises(TemplateError, match="no announcement is called 'shout'"):
        announce("shout", code="A1")
    with pytest.raises(ValueError, match="unknown language 'fr'"):
        announce("call", language="fr", code="A1", counter=1)


def test_a_pause_follows_a_comma_and_the_end() -> None:
    assert [group.pause for group in announce("call", code="A1", counter=1).groups] == ["comma", "stop"]


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Mời số A012 lên tầng 2.", "mời số a không một hai lên tầng hai."),
        ("UBND nghỉ từ 11h30 đến 13:00", "ủy ban nhân dân nghỉ từ mười một giờ ba mươi đến mười ba giờ."),
        ("Lệ phí 1.500 đồng", "lệ phí một nghìn năm trăm đồng."),
        ("Gọi 0912345678 nhé", "gọi không chín một hai ba bốn năm sáu bảy tám nhé."),
        ("Làm GPLX ở quầy 5 – 6", "làm giê pê e-lờ ích ở quầy năm, sáu."),
        ("Xin {code} cảm ơn }", "xin code cảm ơn."),
    ],
)  # fmt: skip
def test_a_managers_free_text_is_spelled_out(written: str, spoken: str) -> None:
    assert announce("free_text", text=written).spoken == spoken


@given(st.text())
def test_no_free_text_leaves_a_figure_or_a_brace_to_an_engine(text: str) -> None:
    try:
        utterance = announce("free_text", text=text)
    except TemplateError as error:
        assert "no words" in str(error)  # noqa: PT017 - both outcomes are right, each for its own texts
    else:
        assert not re.search(r"[0-9{}]", utterance.spoken)
        assert unicodedata.is_normalized("NFC", utterance.spoken)


def test_decomposed_text_becomes_composed() -> None:
    decomposed = unicodedata.normalize("NFD", "Mời số {code}")
    assert render(decomposed, code="a1").spoken == unicodedata.normalize("NFC", "mời số a một.")

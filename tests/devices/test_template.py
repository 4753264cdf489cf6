from pathlib import Path

import pytest

from queue_server.devices.template import BUILT_IN, TemplateError, built_in, load_template, parse_template
from queue_server.texts import problem_in_words

CODE_LINE = '[[line]]\nshow = "code"\nsize = 30\n'


def test_the_built_in_ticket_has_everything_that_a_ticket_must_say() -> None:
    shown = {line.show for line in built_in().lines}
    assert shown >= {"office", "service", "code", "ahead", "wait", "time", "qr", "notice", "reprint", "logo"}


def test_an_office_copies_the_built_in_file_and_changes_it(tmp_path: Path) -> None:
    own = tmp_path / "ticket.toml"
    own.write_text(BUILT_IN.read_text("utf-8").replace("side_margin = 1.5", "side_margin = 4.0"), "utf-8")
    assert load_template(own).side_margin == 4.0
    assert load_template(own).lines == built_in().lines


@pytest.mark.parametrize(
    ("text", "where", "code", "said"),
    [
        ("side_margn = 2\n" + CODE_LINE, "side_margn", "unknown_key_meant", 'có phải là "side_margin"'),
        (CODE_LINE + '[[line]]\nshow = "sevice"\nsize = 3\n', "line.1.show", "not_among_meant", '"service"'),
        (CODE_LINE + 'wieght = "bold"\n', "line.0.wieght", "unknown_key_meant", '"weight"'),
        (CODE_LINE + 'weight = "blod"\n', "line.0.weight", "not_among_meant", '"bold"'),
        (CODE_LINE + 'align = "centre"\n', "line.0.align", "not_among_meant", '"center"'),
        (CODE_LINE + 'align = "xyz"\n', "line.0.align", "not_among", "left, center, right"),
        (CODE_LINE + 'needs = "qrr"\n', "line.0.needs", "not_among_meant", '"qr"'),
        (CODE_LINE + 'inverse = "yes"\n', "line.0.inverse", "wants_true_or_false", '"yes"'),
        (CODE_LINE + 'text = "Xin chào"\n', "line.0.text", "wants_text_by_language", '"Xin chào"'),
        (CODE_LINE + 'text = { vi = "{ofice}" }\n', "line.0.text.vi", "sentence_unknown_placeholder", "{office}"),
        (CODE_LINE + "zero = { vi = 3 }\n", "line.0.zero.vi", "wants_words", "dấu ngoặc kép, không phải 3"),
        ('[[line]]\nshow = "code"\nsize = "big"\n', "line.0.size", "wants_millimetres", '"big"'),
        ('[[line]]\nshow = "code"\nsize = 3200\n', "line.0.size", "wants_millimetres", "từ 0 đến 200"),
        ('[[line]]\nshow = "code"\nsize = 0\n', "line.0.size", "not_above", "lớn hơn 0"),
        ('[[line]]\nshow = "code"\n', "line.0.size", "required", "line thứ 1, size: Thiếu"),
        ("[[line]]\nsize = 3\n" + CODE_LINE, "line.0.show", "required", "Thiếu"),
        ('[[line]]\nshow = "office"\nsize = 3\n', "line", "ticket_without_code", 'show = "code"'),
        ("bottom_margin = true\n" + CODE_LINE, "bottom_margin", "wants_millimetres", "true"),
        (CODE_LINE + 'text = { vi = "Số", km = "លេខ" }\n', "line.0.text.km", "letters_without_font", "ល េ ខ"),
        ("second_language = 3\n" + CODE_LINE, "second_language", "wants_words", "3"),
        ("line = 3\n", "line", "not_rows", "[[line]]"),
        (CODE_LINE + "size = = 3\n", "", "toml_no_value", "Dòng 4"),
        (CODE_LINE + "size = 3\n", "", "toml_twice", "size = 3"),
        (CODE_LINE + "weight bold\n", "", "toml_no_equals", "weight bold"),
        (CODE_LINE + 'weight = "bold\nalign = "left"\n', "", "toml_unclosed_text", 'weight = "bold'),
        (CODE_LINE + 'text = { vi = "x"\n', "", "toml_unclosed", "Dòng 4"),
        ("[[line]]\n= 3\n", "", "not_toml", "= 3"),
    ],
)
def test_a_template_that_is_wrong_says_where_and_what_was_meant(text: str, where: str, code: str, said: str) -> None:
    with pytest.raises(TemplateError) as refusal:
        parse_template(text)
    assert [(one.where, one.code) for one in refusal.value.problems] == [(where, code)]
    assert said in problem_in_words(refusal.value.problems[0], "vi")


def test_all_that_is_wrong_with_a_template_is_said_at_once() -> None:
    with pytest.raises(TemplateError) as refusal:
        parse_template('side_margn = 2\n[[line]]\nshow = "sevice"\nwieght = 1\n')
    assert {one.where for one in refusal.value.problems} == {
        "side_margn", "line.0.wieght", "line.0.size", "line.0.show", "line",
    }  # fmt: skip

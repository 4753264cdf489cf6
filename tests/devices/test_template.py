from pathlib import Path

import pytest

from queue_server.devices.template import BUILT_IN, TemplateError, built_in, load_template, parse_template

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
    ("text", "said"),
    [
        ("side_margn = 2\n" + CODE_LINE, "did you mean 'side_margin'"),
        (CODE_LINE + '[[line]]\nshow = "sevice"\nsize = 3\n', "did you mean 'service'"),
        (CODE_LINE + 'wieght = "bold"\n', "did you mean 'weight'"),
        (CODE_LINE + 'weight = "blod"\n', "did you mean 'bold'"),
        (CODE_LINE + 'align = "centre"\n', "did you mean 'center'"),
        (CODE_LINE + '[[line]]\nshow = "text"\nsize = 3\ntext = { vi = "{ofice}" }\n', "did you mean 'office'"),
        (CODE_LINE + 'needs = "qrr"\n', "did you mean 'qr'"),
        (CODE_LINE + 'text = "Xin chào"\n', "per language"),
        (CODE_LINE + "text = { vi = 3 }\n", "must be words"),
        ('[[line]]\nshow = "code"\nsize = "big"\n', "millimetres"),
        ('[[line]]\nshow = "code"\nsize = 3200\n', "from 0 to 200"),
        ('[[line]]\nshow = "code"\nsize = 0\n', "more than 0 mm"),
        ('[[line]]\nshow = "code"\n', "size"),
        ('[[line]]\nshow = "office"\nsize = 3\n', "no ticket"),
        ("bottom_margin = true\n" + CODE_LINE, "millimetres"),
        ("line = 3\n", "[[line]]"),
        ("size = = 3\n", "not TOML"),
    ],
)
def test_a_template_that_is_wrong_says_where_and_what_was_meant(text: str, said: str) -> None:
    with pytest.raises(TemplateError) as refusal:
        parse_template(text)
    assert said in str(refusal.value)
    assert refusal.value.code == "ticket_template_invalid"

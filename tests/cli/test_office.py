"""The set-up by command: checked with all its slips, taken out with every meaning, brought in."""

from pathlib import Path

from click.testing import CliRunner, Result

from queue_server.cli import main
from queue_server.office_file import EXAMPLES, read_office

WARD = EXAMPLES / "ward_office.toml"


def xephang(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["office", *arguments])


def test_a_file_is_checked_and_every_slip_of_it_named(tmp_path: Path) -> None:
    assert (
        xephang("check", str(WARD)).output
        == "Trung tâm Phục vụ hành chính công phường Hòa Bình: 9 services, 9 counters\n"
    )
    wrong = tmp_path / "office.toml"
    wrong.write_text(
        WARD.read_text("utf-8").replace("granted_by", "granted", 1).replace('prefix = "A"', 'prefix = "a"')
    )
    result = xephang("check", str(wrong))
    assert result.exit_code == 1
    assert "priority 1, granted: there is no key 'granted'; did you mean 'granted_by'?" in result.output


def test_a_set_up_is_taken_out_changed_and_brought_in_again(tmp_path: Path) -> None:
    data, file = tmp_path / "data", tmp_path / "mine.toml"
    data.mkdir()
    (data / "office.toml").write_bytes(WARD.read_bytes())
    file.write_text(xephang("export", "--data", str(data)).output, encoding="utf-8")
    assert read_office(file.read_text("utf-8")) == read_office(WARD.read_text("utf-8"))
    assert xephang("export", "--as-it-is", "--data", str(data)).output == WARD.read_text("utf-8")
    file.write_text(file.read_text("utf-8").replace("target_wait_minutes = 15", "target_wait_minutes = 20"))
    assert xephang("import", "--data", str(data), str(file)).output == "set-up 2\n"
    assert (data / "office.toml").read_bytes() == file.read_bytes()
    file.write_text(file.read_text("utf-8").replace("phuong-hoa-binh", "phuong-khac"))
    result = xephang("import", "--data", str(data), str(file))
    assert result.exit_code == 1
    assert "office, id: the office's id stays 'phuong-hoa-binh'" in result.output
    assert (data / "office.toml").read_bytes() != file.read_bytes()

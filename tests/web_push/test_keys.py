"""The office's keys for Web Push: made once, private, and refused when they are none."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from queue_server.web_push.keys import BadPushKeys, file_of, load


def xephang(data: Path, contact: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "queue_server", "push", "keys", "--data", str(data), contact]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_keys_are_made_once_and_this_user_alone_can_read_them(tmp_path: Path) -> None:
    data = tmp_path / "data"
    made = xephang(data, "mailto:it@example.vn")
    keys = load(file_of(data))
    assert keys is not None
    assert made.stdout.split() == [str(file_of(data)), keys.public]
    assert keys.contact == "mailto:it@example.vn"
    assert stat.S_IMODE(file_of(data).stat().st_mode) == 0o600
    again = xephang(data, "mailto:it@example.vn")
    assert again.returncode == 1
    assert "would end the notices" in again.stderr
    assert load(file_of(data)) is not None


def test_a_contact_that_nobody_can_write_to_is_refused_and_leaves_no_file(tmp_path: Path) -> None:
    refused = xephang(tmp_path, "nobody")
    assert refused.returncode == 1
    assert "mailto:" in refused.stderr
    assert not file_of(tmp_path).exists()


def test_an_office_without_the_file_has_no_keys(tmp_path: Path) -> None:
    assert load(file_of(tmp_path)) is None


@pytest.mark.parametrize("text", ["", "{}", '{"contact": "mailto:a@b.vn", "private_key": "AAAA"}', "[]"])
def test_a_file_that_holds_no_keys_is_named(tmp_path: Path, text: str) -> None:
    file_of(tmp_path).write_text(text, "utf-8")
    with pytest.raises(BadPushKeys, match="push\\.json"):
        load(file_of(tmp_path))

"""The folder of what walls show: by name, by zone, and nothing else that lies there or elsewhere."""

from pathlib import Path

import pytest

from queue_server.live.media import LARGEST_NOTICE, MediaFolder


def shown(folder: MediaFolder, zone: str = "sanh") -> list[tuple[str, str]]:
    return [(item.kind, item.name) for item in folder.of_zone(zone)]


@pytest.fixture
def media(tmp_path: Path) -> Path:
    folder = tmp_path / "media"
    folder.mkdir()
    return folder


def test_a_folder_that_is_not_there_shows_nothing(tmp_path: Path) -> None:
    folder = MediaFolder(tmp_path / "media")
    assert not folder.look()
    assert shown(folder) == []


def test_files_are_shown_by_name_and_a_zone_s_own_only_there(media: Path) -> None:
    (media / "sanh").mkdir()
    for name in ("3-phim.mp4", "1-anh.JPG", "sanh/2-so-do.png", "ghi-chu.txt", ".an.png"):
        (media / name).write_bytes(b"x")
    (media / "4-nghi.md").write_text("# Nghỉ", encoding="utf-8")
    folder = MediaFolder(media)
    assert folder.look()
    all_of_them = [("picture", "1-anh"), ("picture", "2-so-do"), ("video", "3-phim"), ("notice", "4-nghi")]
    assert shown(folder) == all_of_them
    assert shown(folder, "lau-1") == [one for one in all_of_them if one[1] != "2-so-do"]


def test_a_change_is_noticed_and_the_same_is_no_change(media: Path) -> None:
    folder = MediaFolder(media)
    (media / "a.png").write_bytes(b"x")
    assert folder.look()
    assert not folder.look()
    (media / "a.png").unlink()
    assert folder.look()
    assert shown(folder) == []


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[a](javascript:alert(1))",
        "![a](http://elsewhere.example/a.png)",
        "<http://elsewhere.example>",
    ],
)
def test_a_notice_runs_nothing_and_asks_nobody(media: Path, text: str) -> None:
    (media / "a.md").write_text(f"# Chào\n\n{text}", encoding="utf-8")
    folder = MediaFolder(media)
    folder.look()
    html = folder.of_zone("sanh")[0].html
    assert html is not None
    assert html.startswith("<h1>Chào</h1>")
    assert not any(tag in html for tag in ("<script", "<img", "<a "))


def test_a_notice_that_is_no_text_or_too_long_is_left_out_and_the_others_stay(media: Path) -> None:
    (media / "1.md").write_bytes(b"\xff\xfe\x00")
    (media / "2.md").write_text("x" * (LARGEST_NOTICE + 1), encoding="utf-8")
    (media / "3.md").write_text("được", encoding="utf-8")
    folder = MediaFolder(media)
    folder.look()
    assert shown(folder) == [("notice", "3")]


def test_only_pictures_and_videos_of_the_folder_are_served(media: Path) -> None:
    (media.parent / "office.png").write_bytes(b"secret")
    (media / "link.png").symlink_to(media.parent / "office.png")
    (media / "a.png").write_bytes(b"x")
    (media / "b.md").write_text("b", encoding="utf-8")
    folder = MediaFolder(media)
    folder.look()
    assert folder.file("a.png") == media / "a.png"
    for name in ("b.md", "link.png", "../office.png", "", ".", "khong-co.png"):
        assert folder.file(name) is None

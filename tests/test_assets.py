import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

from hatch_build import SHIPPED
from queue_server import assets

ROOT = Path(__file__).resolve().parent.parent
FIND = """
from queue_server import assets
print(assets.screens_root(), assets.locales_root(), assets.vendor_root(), assets.fonts_root(), sep="\\n")
"""


def assert_holds_everything(screens: Path, locales: Path, vendor: Path, fonts: Path) -> None:
    assert all((screens / name).is_dir() for name in assets.SCREENS)
    assert (locales / "vi.json").is_file()
    assert (vendor / "preact.mjs").is_file()
    assert (vendor / "fonts" / "be-vietnam-pro.css").is_file()
    assert (fonts / "BeVietnamPro_800ExtraBold.ttf").is_file()


def test_a_checkout_finds_its_screens_texts_libraries_and_fonts() -> None:
    assert assets.screens_root() == ROOT
    assert_holds_everything(assets.screens_root(), assets.locales_root(), assets.vendor_root(), assets.fonts_root())


def test_a_wheel_ships_every_folder_that_the_server_serves() -> None:
    assert set(SHIPPED) == {*assets.SCREENS, "locales"}


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that holds what a wheel of this checkout installs."""
    folder = tmp_path_factory.mktemp("wheel")
    wheel = next(WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"]))
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_an_installed_wheel_finds_them_within_itself(installed: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    found = subprocess.run(
        [sys.executable, "-c", FIND], cwd=installed, env=environment, check=True, capture_output=True, text=True
    )
    paths = [Path(line) for line in found.stdout.splitlines()]
    assert all(path.is_relative_to(installed) for path in paths)
    assert_holds_everything(*paths)


def test_a_wheel_holds_the_packages_and_nothing_of_the_tests(installed: Path) -> None:
    tops = {path.name for path in installed.iterdir() if not path.name.endswith(".dist-info")}
    assert tops == {"queue_server", "audio"}

"""Real voice packs, made by espeak once for all tests of this folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from audio.engines.espeak import Engine
from audio.pack import VoicePack, build


@pytest.fixture(scope="session")
def espeak() -> Iterator[Engine]:
    engine = Engine()
    yield engine
    engine.close()


@pytest.fixture(scope="session")
def north(espeak: Engine, tmp_path_factory: pytest.TempPathFactory) -> VoicePack:
    folder: Path = tmp_path_factory.mktemp("voices") / "north"
    return build(espeak, folder, language="vi", region="north", counters=12)


@pytest.fixture(scope="session")
def english(espeak: Engine, tmp_path_factory: pytest.TempPathFactory) -> VoicePack:
    folder: Path = tmp_path_factory.mktemp("voices") / "english"
    return build(espeak, folder, language="en", region="north", counters=3)

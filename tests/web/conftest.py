"""One running office for all refusals: none of them may change anything."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.running_office import RunningOffice


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningOffice]:
    """Give the starter office, running."""
    data: Path = tmp_path_factory.mktemp("office") / "data"
    running = RunningOffice(data)
    running.start()
    yield running
    running.stop()

"""The office that worked on three days, as the tests of the store have it."""

from tests.store.conftest import worked, worked_file

__all__ = ["worked", "worked_file"]

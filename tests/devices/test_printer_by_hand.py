"""The stand-in that people start in a terminal, as docs/printers.md tells it."""

import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from queue_server.devices import faults
from queue_server.devices.printer import open_printer
from queue_server.devices.receipt import draw
from tests.devices.test_printer import same
from tests.devices.test_receipt import TICKET

ROOT = Path(__file__).resolve().parents[2]


def test_a_printer_in_a_terminal_prints_into_a_folder_and_has_the_faults_that_are_typed(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.standins.printer_by_hand", "--port", "0", "--out", str(tmp_path)]
    machine = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert machine.stdin is not None
    assert machine.stdout is not None
    with machine, machine.stdin as keys:
        address = machine.stdout.readline().split()[2].removesuffix(",")

        def typed(word: str) -> str:
            keys.write(f"{word}\n")
            keys.flush()
            return str(machine.stdout.readline()) if machine.stdout else ""

        drawn = draw(TICKET)
        open_printer(address).print(drawn)
        assert "ticket-001.png" in machine.stdout.readline()
        with Image.open(tmp_path / "ticket-001.png") as kept:
            assert same(kept, drawn)
        assert typed("out") == "out: done\n"
        with pytest.raises(faults.PaperOut):
            open_printer(address).print(drawn)
        assert typed("status").startswith("paper out")
        assert typed("refill") == "refill: done\n"
        assert typed("refil").startswith("there is: out")
        keys.write("quit\n")
    assert machine.returncode == 0

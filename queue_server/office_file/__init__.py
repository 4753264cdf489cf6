"""The office's set-up file (TOML): what an administrator writes or the set-up pages write, as the domain's `Office`.

`reading` turns text into tables and these into the office, `checking` says all that is wrong and where, `writing`
gives an office back as a commented file. `examples/starter_office.toml` shows every key.
"""

from __future__ import annotations

from queue_server.office_file.beginning import first_office
from queue_server.office_file.problems import SetUpInvalid
from queue_server.office_file.reading import EXAMPLES, office_of_tables, read_office, tables_of_text
from queue_server.office_file.writing import builtins_of, changes_between, file_of, keep_file, write_office

__all__ = [
    "EXAMPLES",
    "SetUpInvalid",
    "builtins_of",
    "changes_between",
    "file_of",
    "first_office",
    "keep_file",
    "office_of_tables",
    "read_office",
    "tables_of_text",
    "write_office",
]

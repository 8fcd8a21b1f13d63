"""`safeconduct guidance check`: whether the register of guidance holds together. Needs no instance and no key."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from safeconduct.guidance import register
from safeconduct.guidance.check import check


def run(arguments: argparse.Namespace) -> int:
    """A sentence for each fault, then the counts; 0 when there is none, else 1."""
    folder = Path(arguments.folder) if arguments.folder else register.FOLDER
    missing = [table.schema for table in register.TABLES if not (folder / table.schema).is_file()]
    if missing:
        print(f"{folder} holds no register: {missing[0]} is missing. Name a folder that was copied from the register.")
        return 1
    checked = check(folder, today=datetime.now(UTC).date())
    for fault in checked.faults:
        print(fault.sentence)
    print(checked.counts)
    return 1 if checked.faults else 0

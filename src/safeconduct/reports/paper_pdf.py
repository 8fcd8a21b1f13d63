"""A paper to print, set in memory: the setter gets the words as data and finds no file but its own letters."""

import json
from dataclasses import asdict
from pathlib import Path

from safeconduct.reports.paper import Paper

_FORM = Path(__file__).with_name("paper.typ")


def as_pdf(paper: Paper) -> bytes:
    import typst

    said = {"paper": json.dumps(asdict(paper))}
    # Letters of the machine are left out, so that the same paper looks the same everywhere.
    return bytes(
        typst.compile(
            _FORM.read_bytes(), format="pdf", sys_inputs=said, pdf_standards=["ua-1"], ignore_system_fonts=True
        )
    )

"""A paper to print, set in memory: the setter gets the words as data and finds no file but its own letters."""

import json
from dataclasses import asdict
from pathlib import Path

from safeconduct.reports.paper import Paper, without_odd_signs
from safeconduct.vocabulary.refusal import Refusal, Refused

NO_LETTERS = Refusal(
    "Signs stand in this paper for which the PDF has no letters, such as Chinese or Amharic script or a picture. "
    "Take it as DOCX instead."
)
_FORM = Path(__file__).with_name("paper.typ")


def as_pdf(paper: Paper) -> bytes:
    """Raises Refused where a name or word would not be seen in it."""
    import typst

    said = {"paper": json.dumps(asdict(without_odd_signs(paper)))}
    try:
        # Letters of the machine are left out, so that the same paper looks the same everywhere.
        return bytes(
            typst.compile(
                _FORM.read_bytes(), format="pdf", sys_inputs=said, pdf_standards=["ua-1"], ignore_system_fonts=True
            )
        )
    except typst.TypstError as problem:
        if "could not be displayed" not in str(problem):
            raise
    raise Refused(NO_LETTERS)

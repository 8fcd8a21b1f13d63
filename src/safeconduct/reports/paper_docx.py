"""A paper for a word processor, made in memory: nothing of it is on the disk before it is sent."""

import io
from datetime import datetime
from typing import Any

from safeconduct.reports.paper import Paper, PaperLine

_NO_TIME = datetime(1980, 1, 1)  # noqa: DTZ001  (the library wants a naive one)
_NOT_IN_XML = {code: " " for code in range(32) if code not in (9, 10, 13)}


def as_docx(paper: Paper) -> bytes:
    import docx

    document = docx.Document()
    document.core_properties.author = document.core_properties.last_modified_by = ""
    document.core_properties.title = _clean(paper.title)
    document.core_properties.comments = ""
    document.core_properties.created = document.core_properties.modified = _NO_TIME
    for part in (document.sections[0].header, document.sections[0].footer):
        part.paragraphs[0].text = paper.marking
    document.add_heading(_clean(paper.title), level=0)
    for sentence in paper.under:
        document.add_paragraph(_clean(sentence))
    for section in paper.sections:
        document.add_heading(_clean(section.heading), level=1)
        if not section.lines:
            document.add_paragraph(section.empty)
        for line in section.lines:
            _add(document, line)
    if paper.foot:
        document.add_paragraph(_clean(paper.foot), style="Intense Quote")
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _add(document: Any, line: PaperLine) -> None:
    paragraph = document.add_paragraph()
    if line.lead:
        paragraph.add_run(f"{_clean(line.lead)} ").bold = True
    paragraph.add_run(_clean(line.text))
    if line.marking:
        paragraph.add_run(f"  {line.marking}").bold = True
    if line.note:
        paragraph.add_run().add_break()
        paragraph.add_run(_clean(line.note)).italic = True


def _clean(text: str) -> str:
    """Without the control characters that its format cannot hold."""
    return text.translate(_NOT_IN_XML)

"""A paper for a word processor, made in memory: nothing of it is on the disk before it is sent."""

import io
from datetime import datetime
from typing import Any

from safeconduct.reports.paper import Paper, PaperLine, without_odd_signs

_NO_TIME = datetime(1980, 1, 1)  # noqa: DTZ001  (the library wants a naive one)


def as_docx(paper: Paper) -> bytes:
    import docx

    paper = without_odd_signs(paper)
    document = docx.Document()
    document.core_properties.author = document.core_properties.last_modified_by = ""
    document.core_properties.title = paper.title
    document.core_properties.comments = ""
    document.core_properties.created = document.core_properties.modified = _NO_TIME
    for part in (document.sections[0].header, document.sections[0].footer):
        part.paragraphs[0].text = paper.marking
    document.add_heading(paper.title, level=0)
    for sentence in paper.under:
        document.add_paragraph(sentence)
    for section in paper.sections:
        document.add_heading(section.heading, level=1)
        if not section.lines:
            document.add_paragraph(section.empty)
        for line in section.lines:
            _add(document, line)
    if paper.foot:
        document.add_paragraph(paper.foot, style="Intense Quote")
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _add(document: Any, line: PaperLine) -> None:
    paragraph = document.add_paragraph()
    if line.lead:
        paragraph.add_run(f"{line.lead} ").bold = True
    paragraph.add_run(line.text)
    if line.marking:
        paragraph.add_run(f"  {line.marking}").bold = True
    if line.note:
        paragraph.add_run().add_break()
        paragraph.add_run(line.note).italic = True

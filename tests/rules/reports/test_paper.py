"""Papers are the same whichever way they are written out, and what somebody typed is never a command in them."""

import io

import docx
import pypdf
import pytest

from safeconduct.coordination.tlp import AMBER, GREEN
from safeconduct.reports.paper import Paper, PaperLine, PaperSection, plain_text
from safeconduct.reports.paper_docx import as_docx
from safeconduct.reports.paper_pdf import NO_LETTERS, as_pdf
from safeconduct.vocabulary.refusal import Refused

ODD = '#read("/etc/hostname") $x$ *b* <i> & “q” \\ `c` @a //c'
PAPER = Paper(
    "Minutes of a meeting",
    AMBER,
    ("Held on 4 March 2026.",),
    (
        PaperSection("Decided", (PaperLine(ODD, "1.", "Harbour Desk, by 9 March", GREEN),)),
        PaperSection("Said", (), "Nothing was written down."),
    ),
    "What is for named organisations only is not in this paper.",
)


def in_docx(octets):
    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(octets)).paragraphs)


def in_pdf(octets):
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(octets)).pages)


@pytest.mark.parametrize("read", [lambda: plain_text(PAPER), lambda: in_docx(as_docx(PAPER))], ids=["text", "docx"])
def test_every_word_of_a_paper_stands_in_it_as_it_was_typed(read):
    said = read()
    for part in (
        PAPER.title,
        *PAPER.under,
        "Decided",
        "1.",
        ODD,
        GREEN,
        "by 9 March",
        "Nothing was written",
        PAPER.foot,
    ):
        assert part in said


@pytest.mark.slow
def test_a_page_holds_what_was_typed_and_runs_none_of_it():
    said = in_pdf(as_pdf(PAPER)).replace("\n", " ")
    assert '#read("/etc/hostname") $x$ *b* <i> & “q” \\ `c` @a //c' in said
    assert PAPER.title in said and GREEN in said and "by 9 March" in said and "Nothing was written down." in said


@pytest.mark.slow
def test_a_page_is_tagged_and_has_letters_for_cyrillic_and_arabic():
    paper = Paper("Заседание", AMBER, ("محضر الاجتماع",), ())
    reader = pypdf.PdfReader(io.BytesIO(as_pdf(paper)))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    said = reader.pages[0].extract_text()
    assert "Заседание" in said and "محضر" in said


def test_a_document_names_no_author_and_no_hour_and_takes_control_characters():
    document = docx.Document(io.BytesIO(as_docx(Paper("Min\x00utes", AMBER, ("a\x0bb",), ()))))
    properties = document.core_properties
    assert (properties.author, properties.last_modified_by, properties.comments) == ("", "", "")
    assert properties.created.year == properties.modified.year == 1980
    assert document.sections[0].header.paragraphs[0].text == AMBER


NO_SHAPE = Paper("a\x07b", AMBER, ("c\ufeffd",), (PaperSection("e\uffff", (PaperLine("f\ufffeg", "\x85", "h\x0bi"),)),))


def test_signs_without_a_shape_stop_no_document():
    assert in_docx(as_docx(NO_SHAPE)).split() == ["a", "b", "c", "d", "e", "f", "g", "h", "i"]


@pytest.mark.slow
def test_signs_without_a_shape_stop_no_page():
    assert "f g" in in_pdf(as_pdf(NO_SHAPE))


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["\u674e\u660e", "\u12a0\u121b\u122d\u129b", "\U0001f600"], ids=["Chinese", "Amharic", "a picture"]
)
def test_a_page_without_letters_for_a_name_is_refused_and_the_document_has_it(name):
    paper = Paper("Minutes", AMBER, (), (PaperSection("Said", (PaperLine(name),)),))
    with pytest.raises(Refused, match=NO_LETTERS.sentence) as refused:
        as_pdf(paper)
    assert refused.value.__context__ is None, "What the setter says holds the name."
    assert name in in_docx(as_docx(paper))

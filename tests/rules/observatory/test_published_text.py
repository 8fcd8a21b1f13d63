"""Lines of a file of texts: what is read, and why a line is rejected."""

import json

import pytest

from safeconduct.observatory.published_text import LONGEST_LINE, LONGEST_TEXT, PublishedText, UnreadLine, read_line


def test_a_line_needs_an_id_and_a_text():
    assert read_line(b'{"id": "a", "text": "b", "more": 1}', line=1) == PublishedText("a", "", "b")


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"no json", "not one JSON object"),
        (b"[1]", "not a JSON object with fields"),
        ('{"id": "a", "text": "é"}'.encode("latin-1"), "not UTF-8"),
        (b'{"id": "a"}', "“text” is missing or empty"),
        (b'{"id": 1, "text": "b"}', "“id” is missing or empty"),
        (b'{"id": "a", "text": "b", "title": 3}', "“title” is not text"),
        (b'{"id": "a", "text": "\\ud800"}', "half of a character"),
        (json.dumps({"id": "a", "text": "b" * (LONGEST_TEXT + 1)}).encode(), "longer than 200,000 characters"),
        (b"[" * 100_000, "not one JSON object"),
        (b"x" * (LONGEST_LINE + 1), "longer than 4,000,000 octets"),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else "",
)
def test_a_line_that_cannot_be_read_is_rejected_with_its_reason(raw, reason):
    read = read_line(raw, line=7)
    assert isinstance(read, UnreadLine)
    assert reason in read.reason
    assert json.loads(read.as_line())["line"] == 7

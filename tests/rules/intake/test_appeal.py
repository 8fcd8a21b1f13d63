"""Public appeals as JSON lines: what is taken in as it stands, and the sentence that says what to mend."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.intake.appeal import LONGEST_TEXT, Appeal, Reject, read_line

APPEAL = {"id": "case-1", "text": "Taken from her house in Karsa.", "language": "en", "url": "https://example.org/1"}


def line(**changes):
    return json.dumps({**APPEAL, **changes}, ensure_ascii=False).encode("utf-8", "surrogatepass")


def read(raw, *, reader="harbour"):
    return read_line(raw, line=7, reader=reader)


TAKEN_IN = {
    "as it is": line(),
    "Windows line end": line() + b"\r\n",
    "a byte order mark": b"\xef\xbb\xbf" + line(),
    "fields that we do not know": line(text_kind="own_words", nested={"a": [1]}, number=10**30),
    "empty fields": line(title=None, item="", source=None, language=None),
    "Arabic": line(text="أخذوها من بيتها"),
    "pictures and combined letters": line(text="👩🏽‍⚖️ e\u0301"),
    "the longest text": line(text="x" * LONGEST_TEXT),
    "a pair of halves, escaped": line().replace(b"Karsa", b"\\ud83d\\ude00"),
}


@pytest.mark.parametrize("raw", TAKEN_IN.values(), ids=TAKEN_IN)
def test_an_appeal_is_taken_in_as_it_stands(raw):
    appeal = read(raw)
    assert isinstance(appeal, Appeal)
    assert appeal.telling.happened == json.loads(raw.decode("utf-8-sig"))["text"]


def test_nothing_is_agreed_to_and_the_source_is_public():
    appeal = read(line(consents=["publish_named"], name="Jo Doe", urgency="now", country="Sudan"))
    assert isinstance(appeal, Appeal)
    telling = appeal.telling
    assert (telling.consents, telling.source, telling.name, telling.urgency, telling.country) == (
        (),
        "public",
        "",
        "",
        "",
    )
    assert telling.origin == {"id": "case-1", "url": "https://example.org/1"}
    assert telling.about == "someone"


HALF = b"\\ud800"
REJECTED = {
    "empty": (b"", "Put each appeal on one line"),
    "only a line end": (b"\r\n", "Put each appeal on one line"),
    "half of an object": (line()[:-5], "Put each appeal on one line"),
    "two objects": (line() + line(), "Put each appeal on one line"),
    "a list": (b"[1]", "Put each appeal in braces"),
    "a text": (b'"help"', "Put each appeal in braces"),
    "a number": (b"7", "Put each appeal in braces"),
    "null": (b"null", "Put each appeal in braces"),
    "not UTF-8": (line().replace(b"Karsa", b"Kars\xe0"), "Save the file as UTF-8"),
    "UTF-16": (line().decode().encode("utf-16"), "Save the file as UTF-8"),
    "nested too deeply": (b'{"id": ' + b"[" * 100_000, "Put each appeal on one line"),
    "nested too deeply and closed": (b"[" * 100_000 + b"]" * 100_000, "Put each appeal on one line"),
    "a number of too many digits": (line().replace(b'"case-1"', b"9" * 5000), "Put each appeal on one line"),
    "no id": (line(id=None), "“id”"),
    "an id of blanks": (line(id=" \t"), "“id”"),
    "an id that is a number": (line(id=5), "“id”"),
    "no text": (line(text=None), "“text”"),
    "a text of blanks": (line(text="\n \u2003"), "“text”"),
    "a text of zero bytes": (line(text="\0\0"), "“text”"),
    "a text that is a list": (line(text=["a"]), "“text”"),
    "a text that is too long": (line(text="x" * (LONGEST_TEXT + 1)), "Split it"),
    "an address that is a list": (line(url=["a"]), "“url” is not text"),
    "a language that is a number": (line(language=1), "“language” is not text"),
    "half a character in the text": (line().replace(b"Karsa", HALF), "Export it again as UTF-8"),
    "half a character in the id": (line().replace(b"case-1", HALF), "Export it again as UTF-8"),
    "half a character in the title": (line(title="T").replace(b'"T"', b'"' + HALF + b'"'), "Export it again as UTF-8"),
    "half a character in the language": (line().replace(b'"en"', b'"' + HALF + b'"'), "Export it again as UTF-8"),
    "half a character as raw bytes": (line(text="\ud800"), "Save the file as UTF-8"),
    "the id twice": (b'{"id": "other", ' + line()[1:], "twice"),
}


@pytest.mark.parametrize(("raw", "mend"), REJECTED.values(), ids=REJECTED)
def test_a_line_that_is_not_taken_in_says_what_to_mend(raw, mend):
    reject = read(raw)
    assert isinstance(reject, Reject)
    assert mend in reject.reason
    assert reject.reason.endswith(".")
    assert reject.line == 7
    assert json.loads(reject.as_line().encode())["reason"] == reject.reason


def test_a_rejected_line_can_be_found_again_and_is_not_printed():
    reject = read(b'{"id": "canary"}\r\n')
    assert isinstance(reject, Reject)
    assert reject.raw == '{"id": "canary"}'
    assert "canary" not in repr(reject) + reject.reason


def digest(raw, **reader):
    appeal = read(raw, **reader)
    assert isinstance(appeal, Appeal)
    return appeal.digest


def test_the_same_appeal_is_known_again_whatever_stands_beside_it():
    assert digest(line()) == digest(line(title="Another title", url=None)) == digest(b"\xef\xbb\xbf" + line() + b"\n")


@pytest.mark.parametrize("changes", [{"id": "case-2"}, {"text": "Other words."}], ids=["id", "text"])
def test_another_id_or_text_is_another_appeal(changes):
    assert digest(line()) != digest(line(**changes))


def test_another_reader_takes_it_in_anew():
    assert digest(line(), reader="harbour") != digest(line(), reader="lantern")


def test_zero_bytes_are_left_out_everywhere():
    appeal = read(line(id="case\0-1", text="They\0 came", title="a\0b", language="e\0n"))
    assert isinstance(appeal, Appeal)
    assert appeal.telling.happened == "They came"
    assert "\0" not in "".join(appeal.telling.origin.values()) + appeal.telling.language


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(st.characters()), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.slow
@given(
    st.binary()
    | JSON.map(lambda value: json.dumps(value).encode())
    | st.dictionaries(st.sampled_from(sorted(APPEAL)), JSON).map(lambda value: json.dumps(value).encode())
)
def test_any_bytes_are_taken_in_or_rejected_with_a_sentence(raw):
    outcome = read(raw)
    if isinstance(outcome, Reject):
        assert outcome.reason.endswith(".")
        outcome.as_line().encode()
    else:
        json.dumps(vars(outcome.telling), ensure_ascii=False, default=str).encode()


LINES = st.binary(max_size=300) | st.builds(
    lambda written: json.dumps(written).encode(),
    st.dictionaries(
        st.sampled_from(["id", "text", "language", "title", "source", "url", "item", "country"]) | st.text(max_size=5),
        st.none() | st.booleans() | st.integers() | st.text(max_size=40) | st.lists(st.text(max_size=5), max_size=3),
        max_size=8,
    ),
)


@pytest.mark.slow
@given(raw=LINES, line=st.integers(1, 10**9))
def test_any_line_is_an_appeal_or_a_reject_with_a_reason_and_the_number_of_its_line(raw, line):
    result = read_line(raw, line=line, reader="0f" * 16)
    if isinstance(result, Reject):
        assert result.line == line and result.reason.endswith(".")
    else:
        assert len(result.digest) == 64 and result.telling.happened

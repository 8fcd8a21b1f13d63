"""Signed notes: the published one is read, ours come back whole, and nothing that was touched is believed."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.sealing.keys import Identity
from safeconduct.sealing.place import place
from safeconduct.sealing.signed_note import LONGEST_NOTE, read_note, signed_note

# The example of the Go library that the format comes from (golang.org/x/mod/sumdb/note).
PUBLISHED_KEY = base64.b64decode("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")[1:]
PUBLISHED = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
VERA, MARA = Identity(b"v" * 32), Identity(b"m" * 32)
NAME = "safeconduct/journal/0f"
TEXT = f"{NAME}\n12\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
lines = st.text(st.characters(min_codepoint=0x20, blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=40)


def is_by_vera(note):
    return any(one.name == NAME and one.is_by(VERA.public_sign, note.text) for one in note.signatures)


def test_the_published_note_is_read_and_its_signature_holds():
    note = read_note(PUBLISHED)
    assert note.written() == PUBLISHED
    assert [one.name for one in note.signatures] == ["PeterNeumann"]
    assert note.signatures[0].is_by(PUBLISHED_KEY, note.text)
    assert not note.signatures[0].is_by(VERA.public_sign, note.text)


@given(st.lists(lines.filter(str.strip), min_size=1, max_size=6), st.sampled_from(["\n", "\r\n"]))
def test_a_note_comes_back_whole_whatever_its_ends_of_lines(said, end):
    note = signed_note("x" + "\n".join(said).rstrip() + "\n", NAME, VERA)
    pasted = "\n  " + note.written().replace("\n", end) + end * 3
    assert read_note(pasted) == note
    assert is_by_vera(read_note(pasted))


@pytest.mark.slow
@given(st.data())
def test_one_changed_sign_anywhere_is_not_believed(data):
    written = signed_note(TEXT, NAME, VERA).written()
    at = data.draw(st.integers(0, len(written) - 2))
    sign = data.draw(st.characters(min_codepoint=0x21, max_codepoint=0x7E).filter(lambda one: one != written[at]))
    touched = read_note(written[:at] + sign + written[at + 1 :])
    assert touched is None or not is_by_vera(touched)


def test_a_signature_of_somebody_else_or_under_another_name_is_not_hers():
    assert not is_by_vera(signed_note(TEXT, NAME, MARA))
    assert not is_by_vera(signed_note(TEXT, "another/journal", VERA))


def test_several_signatures_are_read_and_a_strange_one_does_not_matter():
    both = signed_note(TEXT, NAME, VERA).written() + signed_note(TEXT, "witness.example", MARA).signatures[0].line()
    note = read_note(both)
    assert [one.name for one in note.signatures] == [NAME, "witness.example"]
    assert is_by_vera(note)


def test_a_signature_over_a_place_is_none_over_a_note_nor_the_other_way_round():
    """Members sign places with the same key. A place begins with a zero byte, a note with a printable sign."""
    assert place("entry-signature", "d0")[0] == 0
    assert TEXT.encode()[0] >= 0x20


NO_NOTES = {
    "nothing": "",
    "only a text": TEXT,
    "no text": "\n\n— a AAAAAAAA\n",
    "no empty line": TEXT + "— a AAAAAAAA\n",
    "a line that is no signature": TEXT + "\n— a AAAAAAAA\nhello\n",
    "no name": TEXT + "\n—  AAAAAAAA\n",
    "a plus in the name": TEXT + "\n— a+b AAAAAAAA\n",
    "no base64": TEXT + "\n— a ????\n",
    "a control sign": "a\0b\n\n— a AAAAAAAA\n",
    "too long": "x" * LONGEST_NOTE + "\n\n— a AAAAAAAA\n",
}


@pytest.mark.parametrize("typed", NO_NOTES.values(), ids=list(NO_NOTES))
def test_what_is_no_note_is_not_read_as_one(typed):
    assert read_note(typed) is None


@given(st.text())
def test_any_text_at_all_is_answered(typed):
    note = read_note(typed)
    assert note is None or note.signatures

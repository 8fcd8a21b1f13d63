"""Checkpoints: written and read exactly, and whatever is done to a journal after one was kept is noticed."""

import base64
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.access.checkpoint import (
    LINES_BETWEEN,
    Checkpoint,
    CheckpointNote,
    checkpoint_from,
    compared,
    compared_note,
    compared_words,
    is_due,
    misread_in_words,
    refusal_to_comparing,
    refusal_to_signing,
    standing,
)
from safeconduct.access.journal import SealedLine, chain_of, hash_of
from safeconduct.sealing.chain import START
from safeconduct.sealing.code import Misread
from safeconduct.sealing.keys import Identity
from safeconduct.sealing.signed_note import signed_note

HARBOUR, LIGHTHOUSE = "0f" * 16, "1e" * 16
VERA = Identity(b"v" * 32)
DAY = date(2026, 3, 4)


def a_journal(length, *, organisation=HARBOUR, said=b"sealed"):
    lines, before = [], START
    for seq in range(1, length + 1):
        sealed = b"%s %d" % (said, seq)
        link = hash_of(organisation, seq, "2026-03-04", before, sealed)
        lines.append(SealedLine(seq, "2026-03-04", before, link, sealed))
        before = link
    return tuple(lines)


def chain(lines, organisation=HARBOUR):
    return chain_of(organisation, lines)


def at(size, lines, organisation=HARBOUR):
    return Checkpoint(organisation, size, lines[size - 1].hash)


def kept(checkpoint, *, by="m0", on=DAY):
    return CheckpointNote(checkpoint, on, signed_note(checkpoint.text(), checkpoint.origin, VERA), by)


# The text


def test_the_text_is_origin_number_of_lines_and_hash():
    encoded = base64.b64encode(bytes(range(32))).decode()
    assert Checkpoint(HARBOUR, 1204, bytes(range(32))).text() == f"safeconduct/journal/{HARBOUR}\n1204\n{encoded}\n"


@given(st.integers(1, 10**12), st.binary(min_size=32, max_size=32))
def test_a_checkpoint_comes_back_from_its_text(size, digest):
    checkpoint = Checkpoint(HARBOUR, size, digest)
    assert checkpoint_from(checkpoint.text()) == checkpoint


@given(st.text())
def test_any_text_is_a_checkpoint_or_none(text):
    assert checkpoint_from(text) is None or checkpoint_from(text).text() == text


GOOD = Checkpoint(HARBOUR, 12, bytes(32)).text()
NOT_EXACT = {
    "a leading zero": GOOD.replace("\n12\n", "\n012\n"),
    "no line at all": GOOD.replace("\n12\n", "\n0\n"),
    "less than none": GOOD.replace("\n12\n", "\n-1\n"),
    "digits of another script": GOOD.replace("\n12\n", "\n١٢\n"),
    "a blank": GOOD.replace("\n12\n", "\n12 \n"),
    "another origin": GOOD.replace("safeconduct/journal/", "example.org/log/"),
    "a short hash": GOOD.replace("A" * 43 + "=", "AAAA"),
    "one more line": GOOD + "extension\n",
    "no end": GOOD.rstrip("\n"),
}


@pytest.mark.parametrize("text", NOT_EXACT.values(), ids=list(NOT_EXACT))
def test_what_is_not_exact_is_no_checkpoint(text):
    assert checkpoint_from(GOOD) is not None
    assert checkpoint_from(text) is None


# Comparing


def test_a_journal_that_only_grew_still_contains_the_state():
    lines = a_journal(5)
    assert compared(at(3, lines), chain(lines)).sentence == (
        "The journal still contains this state, at line 3; 2 lines came after it."
    )
    assert compared(at(5, lines), chain(lines)).sentence.endswith("nothing was written after it.")
    assert compared_words(lines[2].hash[:16], chain(lines)).holds


LINES = a_journal(6)
TAMPERED = {
    "its end was cut off": (LINES[:3], "its end was cut off"),
    "all of it was cut off": ((), "its end was cut off"),
    "it was written anew": (a_journal(6, said=b"other"), "was rewritten"),
    "it was written anew and is longer": (a_journal(9, said=b"other"), "was rewritten"),
    "a line was changed": ((*LINES[:2], replace(LINES[2], sealed=b"other"), *LINES[3:]), "Line 3 was changed"),
    "a line was left out": (LINES[:2] + LINES[3:], "Line 3 was changed, moved or left out."),
    "two lines changed places": ((LINES[0], LINES[2], LINES[1], *LINES[3:]), "Line 2 was changed"),
    "it is another organisation's": (a_journal(6, organisation=LIGHTHOUSE), "Line 1 was changed"),
}


@pytest.mark.parametrize(("lines", "said"), TAMPERED.values(), ids=list(TAMPERED))
def test_whoever_kept_a_checkpoint_notices_that(lines, said):
    checkpoint = at(5, LINES)
    for finding in (compared(checkpoint, chain(lines)), standing(chain(lines), [kept(checkpoint)])):
        assert not finding.holds
        assert said in finding.sentence
    assert not compared_words(checkpoint.hash[:16], chain(lines)).holds


@pytest.mark.slow
@given(length=st.integers(1, 10), data=st.data())
def test_no_cut_change_or_new_order_up_to_a_checkpoint_goes_unnoticed(length, data):
    lines = a_journal(length)
    size = data.draw(st.integers(1, length))
    tampered = list(lines)
    at_line = data.draw(st.integers(0, size - 1))
    match data.draw(st.sampled_from(["cut", "leave out", "rewrite", "swap", "double"])):
        case "cut":
            del tampered[at_line:]
        case "leave out":
            del tampered[at_line]
        case "rewrite":
            tampered[at_line:] = a_journal(length + 2, said=b"other")[at_line:]
        case "swap":
            other = (at_line + 1) % length
            tampered[at_line], tampered[other] = tampered[other], tampered[at_line]
        case "double":
            tampered.insert(at_line, tampered[at_line])
    checkpoint, now = at(size, lines), chain(tampered)
    is_the_same = tuple(tampered) == lines
    assert compared(checkpoint, now).holds is is_the_same
    assert compared_words(checkpoint.hash[:16], now).holds is is_the_same
    assert standing(now, [kept(checkpoint)]).holds is is_the_same


@pytest.mark.slow
@given(length=st.integers(1, 10), size=st.integers(1, 10))
def test_an_untouched_journal_holds_whatever_was_kept_of_it(length, size):
    lines = a_journal(max(length, size))
    assert compared(at(size, lines), chain(lines)).holds
    assert standing(chain(lines), [kept(at(size, lines))]).holds


def test_a_break_after_the_checkpoint_is_said_too():
    lines = (*LINES[:4], replace(LINES[4], day="2026-03-05"), LINES[5])
    for finding in (compared(at(2, LINES), chain(lines)), compared_words(LINES[1].hash[:16], chain(lines))):
        assert not finding.holds
        assert finding.sentence == (
            "The journal still contains this state, at line 2; but after it, line 5 was changed, moved or left out."
        )


# Notes


def test_a_note_says_who_signed_it():
    finding = compared_note(kept(at(3, LINES)).note, HARBOUR, chain(LINES), signer="vera")
    assert finding.holds and finding.sentence.endswith("Signed by vera.")


def test_a_note_that_nobody_known_signed_proves_nothing():
    finding = compared_note(kept(at(3, LINES)).note, HARBOUR, chain(LINES), signer=None)
    assert not finding.holds and "no key that this organisation certifies" in finding.sentence


def test_a_note_of_another_journal_is_not_compared_with_this_one():
    note = kept(at(3, a_journal(3, organisation=LIGHTHOUSE), LIGHTHOUSE)).note
    finding = compared_note(note, HARBOUR, chain(LINES), signer="nadia")
    assert (finding.holds, finding.sentence[:48]) == (False, "This note is a checkpoint of another journal. Co")


# How it stands


def test_how_it_stands_is_one_sentence():
    assert standing(chain(a_journal(1204)), []).sentence == "1,204 lines, unbroken since 4 March 2026."
    assert standing(chain(a_journal(1)), []).sentence == "1 line, unbroken since 4 March 2026."
    assert standing(chain(()), []).sentence == "No line has been written yet."
    broken = (*LINES[:2], replace(LINES[2], sealed=b"other"), *LINES[3:])
    assert standing(chain(broken), []).sentence == "Line 3 was changed, moved or left out."


def test_a_kept_checkpoint_without_a_valid_signature_is_said():
    finding = standing(chain(LINES), [kept(at(3, LINES), by=None)])
    assert not finding.holds and "carries no valid signature" in finding.sentence


DUE = {
    "the first": (3, None, DAY, True),
    "nothing written": (0, None, DAY, False),
    "the same day, few lines": (4, (3, DAY), DAY, False),
    "the same day, 256 lines": (3 + LINES_BETWEEN, (3, DAY), DAY, True),
    "the next day": (4, (3, DAY), date(2026, 3, 5), True),
    "the next day, nothing new": (3, (3, DAY), date(2026, 3, 5), False),
    "a clock that went back": (4, (3, DAY), date(2026, 3, 3), False),
}


@pytest.mark.parametrize(("length", "last", "today", "due"), DUE.values(), ids=list(DUE))
def test_a_checkpoint_is_due_after_a_day_or_256_lines(length, last, today, due):
    lines = a_journal(length)
    before = kept(at(last[0], lines), on=last[1]) if last else None
    assert is_due(chain(lines), before, today=today) is due


def test_nothing_is_signed_over_a_journal_that_does_not_hold():
    whole, cut = chain(LINES), chain(LINES[:3])
    assert refusal_to_signing(whole, standing(whole, [kept(at(5, LINES))])) is None
    assert refusal_to_signing(cut, standing(cut, [kept(at(5, LINES))])) is not None
    assert refusal_to_signing(chain(()), standing(chain(()), [])) is not None


@pytest.mark.parametrize("problem", Misread.PROBLEMS)
def test_misread_words_have_a_sentence_that_says_what_to_do(problem):
    said = misread_in_words(Misread(problem, "wafe"))
    assert said.count(".") == 2 and said.endswith(".")


@pytest.mark.parametrize("typed", ["", "  \n", GOOD, "— a note without its text"])
def test_half_a_note_and_nothing_have_a_sentence(typed):
    assert refusal_to_comparing(typed) is not None
    assert refusal_to_comparing("legal winner thank") is None

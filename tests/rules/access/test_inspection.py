"""Looking through the journal: what is found by whom, what, which dossier and when, and how widely somebody reads."""

from datetime import UTC, date, timedelta
from zoneinfo import ZoneInfo

import pytest

from safeconduct.access.event import ACCESS, EVENTS, OPENING, READINGS, event_in_words, is_about_a_dossier
from safeconduct.access.inspection import Breadth, Inspection, OpenedLine, readings
from safeconduct.access.journal import Line
from tests.builders import MORNING

ONE, TWO = "3f2a91bc04de" + "0" * 20, "3f2a91bc04df" + "0" * 20
DAY = date(2026, 3, 4)


def a_line(event="DossierOpened", ref=ONE, member="mara", at=MORNING, seq=1):
    return OpenedLine(seq, at.date(), Line(event, ref, member, "p0", at))


CLOSED = OpenedLine(9, DAY, None)
FOUND = {
    "everything": (Inspection(), True),
    "this member": (Inspection(member="mara"), True),
    "another member": (Inspection(member="tomas"), False),
    "this event": (Inspection(event="DossierOpened"), True),
    "another event": (Inspection(event="NoteAdded"), False),
    "its kind": (Inspection(event=OPENING), True),
    "another kind": (Inspection(event=ACCESS), False),
    "this dossier": (Inspection(reference_start="3f2a91bc04de"), True),
    "another dossier": (Inspection(reference_start="3f2a91bc04df"), False),
    "from this day": (Inspection(from_day=DAY), True),
    "from the next day": (Inspection(from_day=date(2026, 3, 5)), False),
    "to this day": (Inspection(to_day=DAY), True),
    "to the day before": (Inspection(to_day=date(2026, 3, 3)), False),
    "all of it": (Inspection("mara", "DossierOpened", "3f2a91bc04de", DAY, DAY), True),
    "all but one": (Inspection("mara", "DossierOpened", "3f2a91bc04de", DAY, date(2026, 3, 3)), False),
}


@pytest.mark.parametrize(("inspection", "finds"), FOUND.values(), ids=list(FOUND))
def test_a_line_is_found_by_what_it_says(inspection, finds):
    assert inspection.finds(a_line(), UTC) is finds


def test_a_closed_line_is_left_out_only_where_it_cannot_answer():
    assert Inspection(from_day=DAY).finds(CLOSED, UTC)
    assert not Inspection(from_day=date(2026, 3, 5)).finds(CLOSED, UTC)
    assert not Inspection(member="mara").finds(CLOSED, UTC)
    assert not Inspection(reference_start="3f2a91bc04de").finds(CLOSED, UTC)


def test_a_day_is_that_of_the_office():
    late = a_line(at=MORNING.replace(hour=23, minute=30))
    assert Inspection(from_day=date(2026, 3, 5)).finds(late, ZoneInfo("Europe/Brussels"))
    assert not Inspection(from_day=date(2026, 3, 5)).finds(late, UTC)


def test_breadth_is_counted_by_member_and_day_and_attempts_do_not_count():
    lines = [
        a_line(),
        a_line("FileOpened"),
        a_line(ref=TWO),
        a_line("RevealRefused", ref=TWO),
        a_line("NoteAdded", ref=TWO),
        a_line(member="tomas"),
        a_line(at=MORNING + timedelta(days=1)),
        CLOSED,
    ]
    assert readings(lines, UTC) == (
        Breadth(date(2026, 3, 5), "mara", 1, 1),
        Breadth(DAY, "tomas", 1, 1),
        Breadth(DAY, "mara", 3, 2),
    )


def test_every_event_has_words_and_a_later_one_is_its_name():
    assert all(event.words and event.kind for event in EVENTS.values())
    assert set(EVENTS) >= READINGS
    assert event_in_words("KeysHandedOver") == "keys handed over"
    assert is_about_a_dossier("KeysHandedOver") and is_about_a_dossier("NoteAdded")
    assert not is_about_a_dossier("SignedIn")

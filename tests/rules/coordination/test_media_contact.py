"""Media among the contacts of a group: a desk with what shows that it is free, and whose row it is."""

from dataclasses import replace

import pytest

from safeconduct.coordination.media_contact import (
    MOST_MEDIA,
    MediaContact,
    media_contacts,
    refusal_to_dropping_media,
    refusal_to_noting_media,
    stripped,
)
from tests.rules.coordination.covering import GROUP, OURS, THEIRS, said

GAZETTE = MediaContact(
    "c1",
    OURS,
    "Harbour Desk",
    "The Harbour Gazette",
    "newspaper",
    "night desk",
    "the switchboard",
    ("French",),
    "It printed the list of those who were bought.",
    may_pass_on=True,
)


def test_a_whole_row_is_noted():
    assert refusal_to_noting_media(GAZETTE, ()) is None


@pytest.mark.parametrize("name", ["outlet", "kind", "desk", "reach", "languages", "free"])
def test_each_part_is_asked_for(name):
    empty = {"languages": (), "kind": ""}.get(name, "  ")
    assert refusal_to_noting_media(stripped(replace(GAZETTE, **{name: empty})), ()) is not None


def test_one_desk_stands_once_for_each_office_and_no_office_notes_without_end():
    again = replace(GAZETTE, ref="c2", outlet="the harbour gazette")
    assert "noted this desk already" in refusal_to_noting_media(again, [GAZETTE]).sentence
    assert refusal_to_noting_media(replace(again, organisation=THEIRS), [GAZETTE]) is None
    many = [replace(GAZETTE, ref=str(number), desk=str(number)) for number in range(MOST_MEDIA)]
    assert f"{MOST_MEDIA} already" in refusal_to_noting_media(GAZETTE, many).sentence


def test_only_whose_row_it_is_takes_it_out_and_says_why():
    assert "Another organisation" in refusal_to_dropping_media(GAZETTE, "It was bought.", own=THEIRS).sentence
    assert "not said why" in refusal_to_dropping_media(GAZETTE, " ", own=OURS).sentence
    assert refusal_to_dropping_media(GAZETTE, "It was bought.", own=OURS) is None


def test_rows_are_folded_by_who_wrote_them_and_end_with_who_left_the_group():
    noted = said("media_noted", **GAZETTE.as_data())
    (found,) = media_contacts([noted], GROUP)
    assert found == replace(GAZETTE, office=found.office, scope_ref=found.scope_ref)
    assert media_contacts([noted, said("media_dropped", THEIRS, contact="c1", why="No.")], GROUP) == (found,)
    assert media_contacts([noted, said("media_dropped", contact="c1", why="It was bought.")], GROUP) == ()
    assert media_contacts([noted], replace(GROUP, seats=GROUP.others(OURS))) == ()

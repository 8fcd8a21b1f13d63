"""A link that rests on what the person allows goes when that becomes less, whoever it was said to (consent_link)."""

import pytest

from safeconduct.intake.consent_link import ConsentLink, closing, consent_links, links_without_consent, noting
from tests.builders import an_entry

GIVEN = noting("k1", "r1", ["raise_private_unnamed", "share_network"])


def entry(kind, seq, **data):
    return an_entry(kind, seq=seq, **data)


def out(seq=5):
    return entry(GIVEN.kind, seq, **GIVEN.data)


def said(purpose, word, *, seq=6, recipient="", until=""):
    return entry("answered", seq, purpose=purpose, word=word, recipient=recipient, until=until)


def ticked(*given, seq):
    return entry("consent", seq, given=list(given))


def goes(*entries):
    return [link.row for link in links_without_consent((ticked("raise_private_unnamed", seq=1), *entries))]


@pytest.mark.parametrize(
    "less",
    [
        said("raise_private_unnamed", "no"),
        said("raise_private_unnamed", "ask_first", recipient="A ministry"),
        said("raise_private_unnamed", "yes", until="2026-04-01"),
        entry("consent_withdrawn", 6, consent="c1"),
        entry("consent_answered", 6, consent="c1", yes=False),
        ticked(seq=6),
    ],
    ids=["no", "ask first, of one", "until a day", "a share taken back", "no to a question", "a tick taken away"],
)
def test_what_becomes_less_closes_it(less):
    assert goes(out()) == []
    assert goes(out(), less) == ["r1"]


@pytest.mark.parametrize(
    "other",
    [
        said("publish_named", "no"),
        said("raise_private_unnamed", "yes"),
        said("raise_private_unnamed", "no", seq=4),
        entry("consent_answered", 6, consent="c1", yes=True),
        ticked("raise_private_unnamed", "publish_named", seq=6),
    ],
    ids=["another purpose", "yes again", "before it was made", "a yes", "one more tick"],
)
def test_any_other_answer_leaves_it_open(other):
    assert goes(out(), other) == []


def test_a_share_that_is_taken_back_leaves_a_link_open_that_rests_on_no_share():
    alone = noting("k1", "r1", ["raise_private_unnamed"])
    assert goes(entry(alone.kind, 5, **alone.data), entry("consent_withdrawn", 6, consent="c1")) == []


def test_what_was_closed_is_not_closed_again():
    (link,) = consent_links([out()])
    assert link == ConsentLink("k1", "r1", frozenset({"raise_private_unnamed", "share_network"}), 5)
    closed = closing(link)
    assert goes(out(), said("share_network", "no"), entry(closed.kind, 7, **closed.data)) == []

"""What is found by words is what opening every card would find, in the order in which the dossiers came, newest first."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import OperationalError

from safeconduct.access import lookup
from safeconduct.dossiers.card import Card, Segment, segment_place
from safeconduct.dossiers.desk import ending, finding, listing, writing
from safeconduct.dossiers.finding import Whole, wanted
from safeconduct.dossiers.models import CardSegment, Dossier, Grant, SegmentKey
from safeconduct.program.bench_cards import COMMON, PAIR, RARE, invented_facts
from safeconduct.sealing.record import new_ref, seal, unseal_one
from tests.embedded import PROTECTION

pytestmark = pytest.mark.as_owner
CARDS = 1_100
SOUGHT = [
    ("", ""),
    ("", "declined"),
    (RARE, ""),
    (" ".join(PAIR), ""),
    (COMMON, ""),
    (COMMON.upper(), "case"),
    ("amber fr", ""),
    ("anchor 7", ""),
    ("nothing-has-this", ""),
    ("arrested", ""),
    ("", "shared"),
]


@dataclass
class Many:
    """A compartment with cards in three segments, and the refs of those that the tests change."""

    embedded: object
    compartment: str
    refs: list[str]

    @property
    def keyring(self):
        return self.embedded.keyring(PROTECTION)

    @property
    def on(self):
        return self.embedded.now.date()

    def opened_one_by_one(self, words, stage):
        """Every card that may be seen, tried by the plain meaning of the words."""
        texts = ("codename", "country", "language", "source", "shared_by")
        codes = ("needs", "told_kinds", "told_groups", "themes")
        found = []
        for card in listing.cards(self.keyring, on=self.on):
            facts = card.facts
            on_it = [str(facts.get(name, "")).casefold() for name in texts]
            on_it += [code.replace("_", " ") for name in codes for code in facts.get(name, ())]
            has_stage = stage in ("", "shared" if card.is_shared else facts["stage"])
            if has_stage and all(any(word in text for text in on_it) for word in words.casefold().split()):
                found.append((card.dossier, dict(facts)))
        return found[::-1]

    def found(self, words, stage, *, at_once=30):
        cards, first, total = [], 0, None
        while total is None or first < total:
            answer = finding.find(self.keyring, wanted(words, stage), first=first, count=at_once, on=self.on)
            assert total in (None, answer.total)
            total = answer.total
            cards += [(card.dossier, dict(card.facts)) for card in answer.cards]
            first += at_once
        assert len(cards) == total
        return cards


@pytest.fixture
def many(embedded):
    keyring = embedded.keyring(PROTECTION)
    compartment = next(iter(keyring.compartments))
    cards = [Card(new_ref(), 0, invented_facts(one, CARDS, seed=3, at=embedded.now)) for one in range(CARDS)]
    Dossier.objects.bulk_create(
        Dossier(
            ref=card.dossier, organisation=keyring.organisation, compartment=compartment, opened_on=embedded.now.date()
        )
        for card in cards
    )
    for number, start in enumerate(range(0, CARDS, 512), start=1):
        part = tuple(cards[start : start + 512])
        listing.write_segment(compartment, Segment(number, part), keyring, Whole(start + len(part)))
    return Many(embedded, compartment, [card.dossier for card in cards])


def note(many, ref, **facts):
    writing.append(ref, (), facts, held=(), by=None, at=many.embedded.now)


def nothing_new(many):
    pass


def news_wait(many):
    note(many, many.refs[5], themes=["arrested"], stage="case")
    note(many, many.refs[700], needs=[])
    note(many, many.refs[-1], answered=None)
    many.embedded.call()


def some_are_to_be_erased(many):
    for ref in (many.refs[3], many.refs[600], many.refs[-2]):
        ending.hide_and_erase_later(ref, at=many.embedded.now)


def some_are_erased(many):
    news_wait(many)
    for ref in (many.refs[3], many.refs[5], many.refs[-2]):
        ending.end_reading(ref, at=many.embedded.now)


def many_notes_wait(many):
    for ref in many.refs[:: len(many.refs) // 20]:
        note(many, ref, themes=["arrested"])
    many.embedded.call()
    many.embedded.call()


def segments_are_of_an_earlier_release(many):
    """As the migration leaves them: without words, and sealed as records are."""
    keys = listing._SegmentKeys(many.keyring)
    for row in listing._segment_rows(many.compartment):
        key, at = keys.key_in(row), segment_place(row.compartment, row.number)
        CardSegment.objects.filter(pk=row.pk).update(body=seal(key, unseal_one(key, bytes(row.body), at), at))
    SegmentKey.objects.update(words=None)


def shares(many):
    """Two stand, one is over; one more came after the last folding."""
    refs = [new_ref() for _ in range(4)]
    recipient = lookup.recipient(many.compartment)
    for ref in refs:
        Dossier.objects.create(ref=ref, organisation="o" * 32, compartment="c" * 32, opened_on=many.on)
        Grant.objects.create(
            dossier=ref, scope_ref=new_ref(), compartment=many.compartment, wrapped=b"", expires_on=many.on
        )
        since = many.embedded.now.isoformat()
        facts = {"shared_by": "Night Desk", "codename": f"arrested cove {refs.index(ref)}", "since": since}
        if ref == refs[-1]:
            listing.fold(many.compartment, many.keyring, many.on)
        listing.leave_note(recipient, ref, facts)
    Grant.objects.filter(dossier=refs[1]).update(expires_on=many.on - timedelta(days=1))


HAPPENED = [
    shares,
    nothing_new,
    news_wait,
    some_are_to_be_erased,
    some_are_erased,
    many_notes_wait,
    segments_are_of_an_earlier_release,
]


@pytest.mark.slow
@pytest.mark.parametrize("happened", HAPPENED, ids=[one.__name__.replace("_", " ") for one in HAPPENED])
def test_what_is_found_is_what_opening_every_card_finds(many, happened):
    """_by_words counts in a segment in which nothing is _moved, and takes its lines apart where something is."""
    happened(many)
    found = {sought: many.found(*sought) for sought in SOUGHT}
    for sought, cards in found.items():
        assert cards == many.opened_one_by_one(*sought), sought
    assert len(found[(COMMON, "")]) > CARDS / 2
    assert len(found[("", "")]) > CARDS - 4
    assert len(found[("", "shared")]) == (3 if happened is shares else 0)
    assert (len(found[("arrested", "")]) > 0) == (happened in (news_wait, many_notes_wait, shares))


@pytest.mark.slow
def test_a_card_that_is_folded_in_between_two_readings_counts_once(many, monkeypatch):
    many.embedded.call()
    real = listing.notes_of

    def then_somebody_folds(compartment, keyring):
        notes = real(compartment, keyring)
        monkeypatch.setattr(listing, "notes_of", real)
        listing.fold(compartment, keyring, many.on)
        return notes

    monkeypatch.setattr(listing, "notes_of", then_somebody_folds)
    assert len(many.found("", "")) == CARDS + 1


@pytest.mark.slow
def test_nothing_is_left_out_when_the_disk_is_full(many, monkeypatch):
    many_notes_wait(many)
    ending.end_reading(many.refs[-1], at=many.embedded.now)

    def full(*_arguments):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(listing, "fold_where_told", full)
    monkeypatch.setattr(listing, "fold", full)
    for sought in SOUGHT[:5]:
        assert many.found(*sought) == many.opened_one_by_one(*sought)


@pytest.mark.slow
def test_the_newest_are_listed_from_the_newest_segment_alone(many, monkeypatch):
    opened, looked_through = [], []
    real, words = listing.bodies, listing.words_of_segments

    def looking(*given, **named):
        found = words(*given, **named)
        looked_through.append(list(found))
        return found

    monkeypatch.setattr(listing, "words_of_segments", looking)
    monkeypatch.setattr(listing, "bodies", lambda c, numbers, k: (opened.append(list(numbers)), real(c, numbers, k))[1])
    answer = finding.find(many.keyring, wanted("", ""), first=0, count=30, on=many.on)
    assert [card.dossier for card in answer.cards] == many.refs[:-31:-1]
    assert answer.total == CARDS
    assert opened == looked_through == [[3]]


@pytest.mark.slow
def test_found_in_an_old_segment_a_page_opens_none_that_is_newer(many, monkeypatch):
    """_found_in goes by words where the page lies behind the newest segment."""
    opened, real = [], listing.bodies
    monkeypatch.setattr(listing, "bodies", lambda c, numbers, k: (opened.extend(numbers), real(c, numbers, k))[1])
    answer = finding.find(many.keyring, wanted("", ""), first=CARDS - 30, count=30, on=many.on)
    assert [card.dossier for card in answer.cards] == many.refs[29::-1]
    assert opened == [1]


@pytest.mark.slow
def test_read_by_words_news_that_nobody_looks_for_open_nothing(many, monkeypatch):
    """_read and told_otherwise pass over notes that neither begin a card nor change a word of it."""
    note(many, many.refs[5], answered=None)
    note(many, many.refs[600], answered=None)
    opened, real = [], listing.bodies
    monkeypatch.setattr(listing, "bodies", lambda c, numbers, k: (opened.extend(numbers), real(c, numbers, k))[1])
    monkeypatch.setattr(listing, "cards_of", lambda *_: pytest.fail("Every card was opened."))
    answer = finding.find(many.keyring, wanted(COMMON, ""), first=0, count=5, on=many.on)
    assert len(answer.cards) == 5 and set(opened) == {3}


@pytest.mark.slow
def test_by_words_a_new_card_is_found_until_its_dossier_is_hidden(many):
    """_by_words asks shows() of the cards that are in no segment yet."""
    call = many.embedded.call()
    stage = next(card.facts["stage"] for card in listing.cards(many.keyring, on=many.on) if card.dossier == call.ref)
    assert call.ref in dict(many.found("", stage))
    ending.hide_and_erase_later(call.ref, at=many.embedded.now)
    assert call.ref not in dict(many.found("", stage))


@pytest.mark.slow
def test_a_segment_that_is_lost_takes_no_other_from_view(many):
    """_Shelf.opened passes over it."""
    CardSegment.objects.filter(number=2).delete()
    answer = finding.find(many.keyring, wanted(COMMON, ""), first=0, count=CARDS, on=many.on)
    found = {card.dossier for card in answer.cards}
    assert found & {*many.refs[:512]} and found & {*many.refs[1024:]} and not found & {*many.refs[512:1024]}


@pytest.mark.slow
def test_folding_a_note_writes_only_its_own_segment_again(many):
    before = {row.number: bytes(row.body) for row in CardSegment.objects.all()}
    for _ in range(listing.NOTES_BEFORE_FOLDING + 1):
        note(many, many.refs[520], stage="declined")
    finding.find(many.keyring, wanted("", ""), first=0, count=30, on=many.on)
    after = {row.number: bytes(row.body) for row in CardSegment.objects.all()}
    assert [number for number in after if after[number] != before[number]] == [2]


@pytest.mark.slow
def test_words_say_nothing_on_the_disk(many):
    note(many, many.refs[520], themes=["canary-theme"])
    listing.fold(many.compartment, many.keyring, many.on)
    stored = many.embedded.bytes_on_disk()
    assert b"canary-theme" not in stored
    assert b"amber anchor" not in stored

"""The demo: sixty invented cases in four invented countries, each played through the real verbs to the stage it names."""

import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from safeconduct.access.desk.seeing import seeing_only
from safeconduct.access.journal import SealedLine, first_break
from safeconduct.access.keyring import Keyring
from safeconduct.access.lookup import offices
from safeconduct.access.models import JournalLine
from safeconduct.cases.action import PLANNED, actions, emergency
from safeconduct.cases.case_mark import case_marks
from safeconduct.cases.casefile import CaseFile
from safeconduct.cases.decision import decisions
from safeconduct.cases.desk import casework
from safeconduct.cases.desk.opening import opened
from safeconduct.cases.duplicate import pairs
from safeconduct.cases.eligibility import is_called_defender
from safeconduct.cases.feedback import effects, feedbacks
from safeconduct.cases.handover import ACCEPTED, OFFERED, REFUSED, TOLD
from safeconduct.cases.incident import incidents
from safeconduct.cases.relocation import relocation
from safeconduct.cases.request_card import RequestCard
from safeconduct.cases.risk import newest_risk
from safeconduct.cases.suggesting import atlas
from safeconduct.cases.suggesting.atlas import Way
from safeconduct.cases.suggesting.passage import read
from safeconduct.cases.triage import declines
from safeconduct.cases.verification import verifications
from safeconduct.coordination import dialogue
from safeconduct.coordination.agenda import agenda
from safeconduct.coordination.coverage import COVERED, NOBODY, PARTLY, coverage
from safeconduct.coordination.crisis import WISH, wish_if_we_close
from safeconduct.coordination.desk import belonging
from safeconduct.coordination.desk import crisis as crisis_desk
from safeconduct.coordination.desk.opening import OpenGroup
from safeconduct.coordination.desk.strategies import strategies_in
from safeconduct.coordination.group_duty import group_duties
from safeconduct.coordination.group_item import group_cards
from safeconduct.coordination.hearing import ADJOURNED, BACKUP, LEAD, OBSERVED, SET, hearings
from safeconduct.coordination.joint_position import BLOCKED, joint_positions
from safeconduct.coordination.meeting import rhythm
from safeconduct.coordination.observation import OWN, PRESENT, apart
from safeconduct.coordination.region import liaisons, regions
from safeconduct.coordination.rota_group import seat_wishes, ways_told
from safeconduct.coordination.strategy_rule import LATE, gaps
from safeconduct.coordination.trip import PLANNED as PLANNED_TRIP
from safeconduct.coordination.trip import REPORTED, trips
from safeconduct.dossiers import lookup as dossiers
from safeconduct.guidance.register import the_register
from safeconduct.intake.consent import Terms
from safeconduct.program import demo, demo_cases, demo_people, demo_sign_ins, migrate
from safeconduct.program.demo_cases import Shown
from safeconduct.program.invented import country, walking
from safeconduct.program.invented.country import InventedCase, Move
from safeconduct.program.invented.moment import Walk
from safeconduct.program.invented.walking import Stumbled
from safeconduct.vocabulary import place_name
from safeconduct.vocabulary.language import CODES
from safeconduct.vocabulary.world_map import frame_around, seen_in
from tests.embedded import _database, _new_database, on_postgresql

pytestmark = pytest.mark.skipif(
    on_postgresql(),
    reason="Left out on PostgreSQL: its transaction lasts for all of it, and while it runs no other test's keys are forgotten",
)
CASES = country.cases()
READERS = {"Delegation in Velmora": "mara", "Night Desk Network": "amal", "Three Rivers Mission": "salome"}


@dataclass(frozen=True)
class Filled:
    at: datetime
    keyrings: dict[str, Keyring]
    shown: tuple[Shown, ...]

    def reader(self, one: Shown) -> Keyring:
        return self.keyrings[READERS[one.office]]

    def of(self, name: str) -> Shown:
        return next(one for one in self.shown if one.name == name)

    def case(self, one: Shown) -> CaseFile:
        with transaction.atomic():
            return opened(one.dossier, self.reader(one)).case

    def ends_as_named(self, one: Shown) -> bool:
        if one.ends in CLOSED:
            return CLOSED[one.ends](one.dossier)
        return ENDS[one.ends](self.case(one), self.card(one), self.at)

    def group(self) -> OpenGroup:
        """As the delegation has it open."""
        mara = self.keyrings["mara"]
        (group,), _letters = belonging.groups(mara, at=self.at)
        with transaction.atomic():
            return belonging.open_group(group.ref, mara, at=self.at)

    def card(self, one: Shown) -> RequestCard:
        held, _ = casework.cards(self.reader(one), at=self.at)
        return next(card for card in held if card.dossier == one.dossier)


@pytest.fixture(scope="module")
def filled(django_test_environment: None, django_db_blocker: Any) -> Iterator[Filled]:
    folder = Path(tempfile.mkdtemp())
    country.make_known()
    with (
        pytest.MonkeyPatch.context() as patched,
        django_db_blocker.unblock(),
        _database(_new_database(folder), as_owner=True),
    ):
        patched.setattr(settings, "VAR", folder)
        patched.setattr(settings, "SAFECONDUCT_FILES", folder / "files")
        migrate.migrate()
        demo.fill()
        at = timezone.now()
        yield Filled(at, demo_people.keyrings(demo_sign_ins.kept(), at=at), demo_cases.kept())
    country.make_unknown()


# Each ends in the stage that its file names


def _is_confirmed(card: RequestCard, at: datetime) -> bool:
    return card.verified_until >= at.date().isoformat()


def _taken(case: CaseFile) -> bool:
    return any(one.is_taken for one in actions(case.written))


ENDS: dict[str, Callable[[CaseFile, RequestCard, datetime], bool]] = {
    "waiting": lambda case, card, at: card.stage == "received" and card.read is None and card.is_undecided,
    "appeal": lambda case, card, at: card.source == "public" and card.read is None,
    "read": lambda case, card, at: card.stage == "received" and card.read is not None and card.owes_answer,
    "answered": lambda case, card, at: card.stage == "received" and card.answered is not None,
    "asked back": lambda case, card, at: card.is_asked,
    "replied": lambda case, card, at: card.stage == "received" and card.promise.asked is not None and card.waiting,
    "declined": lambda case, card, at: card.is_declined,
    "reopened": lambda case, card, at: card.stage == "received" and bool(declines(case.written)),
    "accepted": lambda case, card, at: card.is_case and not card.verified_until and not card.risk,
    "unverified": lambda case, card, at: not card.verified_until and card.check_by < at.date().isoformat(),
    "verified": lambda case, card, at: _is_confirmed(card, at) and not decisions(case.written),
    "expired": lambda case, card, at: card.verified_until != "" and not _is_confirmed(card, at),
    "retracted": lambda case, card, at: any(one.retracted for one in verifications(case.written)),
    "protected": lambda case, card, at: not is_called_defender(case.written),
    "marked": lambda case, card, at: bool(case_marks(case.written)),
    "reprisal": lambda case, card, at: any(one.reprisal_for for one in incidents(case.written)),
    "assessed": lambda case, card, at: newest_risk(case.written) is not None and not decisions(case.written),
    "decided": lambda case, card, at: {one.state for one in actions(case.written)} == {PLANNED},
    "no action": lambda case, card, at: decisions(case.written)[-1].is_no_action,
    "emergency": lambda case, card, at: bool((one := emergency(case.written)) and one.confirmed_at) and _taken(case),
    "acted": lambda case, card, at: _taken(case) and not feedbacks(case.written),
    "silent": lambda case, card, at: _taken(case) and card.is_silent(at),
    "told": lambda case, card, at: bool(feedbacks(case.written)) and not effects(case.written),
    "heard back": lambda case, card, at: any(one.by == "defender" for one in effects(case.written)),
    "shared": lambda case, card, at: any(one.reads_on(at.date()) for one in case.sharing.shares),
    "withdrawn": lambda case, card, at: bool(case.sharing.shares) and all(one.ended for one in case.sharing.shares),
    "away": lambda case, card, at: bool((plan := relocation(case.written)) and plan.state == "away"),
    "frozen": lambda case, card, at: card.code_at_risk,
}
CLOSED = {
    "erasing": lambda ref: dossiers.erase_after(ref) is not None,
    "reading ended": lambda ref: dossiers.has_ended(ref),
}


@pytest.mark.slow
def test_each_of_the_sixty_cases_ends_in_the_stage_that_its_file_names(filled: Filled) -> None:
    wrong = []
    for case in CASES:
        one = filled.of(case.name)
        if not filled.ends_as_named(one):
            wrong.append(f"{case.name}: {case.ends}")
    assert wrong == []


def test_sixty_cases_in_four_countries_are_at_every_stage() -> None:
    assert len(country.countries()) == 4
    assert len(CASES) == 60 == len({case.name for case in CASES})
    assert {case.ends for case in CASES} == {*ENDS, *CLOSED}
    assert {case.telling.language for case in CASES} == {"en", "es", "fr", "ar", "ru"}
    assert {case.telling.source for case in CASES} == {"form", "phone", "message", "paper", "public", "sheet"}
    assert {case.telling.urgency for case in CASES} >= {"now", "days", "no"}
    assert {slug for case in CASES for slug in case.offices} == {office.slug for office in demo_people.OFFICES}


def test_each_verb_of_the_table_is_played_somewhere() -> None:
    assert set(walking.MOVES) - {move.do for case in CASES for move in case.moves} <= NOT_PLAYED


NOT_PLAYED = {"drop", "end share", "handle mark", "refuse to share", "take view down", "witness share", "confirm share"}


# Nobody in it exists


def test_no_real_country_stands_in_it_and_no_place_is_a_real_one() -> None:
    known = {name for one in country.countries() for name in one.names}
    real = {name.casefold() for language in CODES for name in place_name.country_names(language)}
    assert [name for name in known if name.casefold() in real] == []
    found = [
        (case.name, named)
        for case in CASES
        for text in _texts(case)
        for named, way in _named(text, case)
        if way is not Way.PLACE or text == case.telling.place
    ]
    assert [one for one in found if one[1] not in known] == []


def _named(text: str, case: InventedCase) -> Iterator[tuple[str, Way]]:
    """Words of three letters and more: shorter ones are also "or" and "in" of some language."""
    for language in {"en", case.telling.language}:
        for mention in atlas.mentions(read(text), language=language):
            named = text[mention.span.start : mention.span.end]
            if len(named) > 2:
                yield named, mention.way


@pytest.mark.slow
def test_the_invented_countries_lie_where_no_real_one_is_seen(filled: Filled) -> None:
    codes = {one.code for one in country.countries()}
    around = frame_around(codes)
    assert around and {outline.code for outline in seen_in(around)} == codes


def test_no_organisation_of_the_register_stands_in_it() -> None:
    """The United Nations do: one case is a reprisal for contact with them."""
    named = {one.name.partition(":")[0].casefold() for one in the_register().mechanisms} - {"united nations"}
    texts = [text.casefold() for case in CASES for text in _texts(case)]
    assert [name for name in named if any(name in text for text in texts)] == []


def test_no_address_stands_in_it_that_leads_anywhere() -> None:
    written = "\n".join(text for case in CASES for text in _texts(case))
    assert re.findall(r"@|https?://(?![a-z]+\.invalid/)|www\.|\+?\d{5,}", written) == []


def _texts(case: InventedCase) -> list[str]:
    told = case.telling
    own = [told.happened, told.need_words, told.work, told.name, told.place, told.address, told.unsafe]
    return [text for text in (*own, *_words_in([dict(move.says) for move in case.moves])) if text]


def _words_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _words_in(one)
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from _words_in(one)


# What the journals and the lists show


@pytest.mark.slow
def test_every_journal_is_unbroken_and_in_the_order_of_time(filled: Filled) -> None:
    for organisation in {keyring.organisation for keyring in filled.keyrings.values()}:
        with seeing_only(organisation):
            rows = list(JournalLine.objects.filter(organisation=organisation).order_by("seq"))
        lines = [
            SealedLine(row.seq, row.day.isoformat(), bytes(row.before), bytes(row.hash), bytes(row.sealed))
            for row in rows
        ]
        assert first_break(organisation, tuple(lines)) is None
        assert [line.day for line in lines] == sorted(line.day for line in lines)


@pytest.mark.slow
def test_two_tellings_of_one_danger_are_said_to_be_the_same(filled: Filled) -> None:
    one, other = filled.of("the pumping station"), filled.of("the cousin of the pump keeper")
    assert [pair.other for pair in pairs(filled.case(one).written)] == [other.dossier]


@pytest.mark.slow
def test_the_work_lies_on_several_posts(filled: Filled) -> None:
    held, _ = casework.cards(filled.keyrings["mara"], at=filled.at)
    assert len(Counter(card.holder for card in held if card.holder)) >= 3


@pytest.mark.slow
def test_three_offices_share_hearings_that_are_ahead_put_off_and_refused(filled: Filled) -> None:
    mara = filled.keyrings["mara"]
    (group,), _letters = belonging.groups(mara, at=filled.at)
    assert [seat.office for seat in group.seats] == [
        "Delegation in Velmora",
        "Night Desk Network",
        "Three Rivers Mission",
    ]
    with transaction.atomic():
        known = hearings(belonging.open_group(group.ref, mara, at=filled.at).written)
    stands = {(one.state, one.office_that(LEAD) != "", bool(one.results), one.is_ahead(filled.at)) for one in known}
    assert stands == {
        (SET, True, True, False),
        (SET, True, False, True),
        (SET, False, False, True),
        (ADJOURNED, True, False, True),
    }
    with transaction.atomic():
        assert len(group_cards(belonging.open_group(group.ref, mara, at=filled.at).written)) == 2


@pytest.mark.slow
def test_the_group_has_a_gap_a_trip_made_a_trip_ahead_and_a_dialogue_that_fell_silent(filled: Filled) -> None:
    one, today = filled.group(), filled.at.date()
    known = trips(one.written)
    covers = coverage(regions(one.written), liaisons(one.written, one.group), known, on=today)
    assert sorted(cover.state for cover in covers) == [COVERED, COVERED, NOBODY, PARTLY]
    assert all(cover.region.barriers for cover in covers)
    assert [(trip.state, len(trip.reports)) for trip in known] == [(REPORTED, 2), (PLANNED_TRIP, 0)]
    assert known[1].is_ahead(today) and known[1].removes
    stand = {pair.value: pair for pair in dialogue.pairs(one.written, on=today)}
    assert [name for name, pair in stand.items() if pair.silent_for(today)] == ["delegation_states"]
    assert stand["diplomats_defenders"].every and stand["defenders_defenders"].days == 1


@pytest.mark.slow
def test_the_group_keeps_a_strategy_with_gaps_an_item_left_out_and_one_put_off(filled: Filled) -> None:
    (strategy,) = strategies_in(filled.group()).values()
    found = gaps(strategy, on=filled.at.date())
    assert found.without_part == ("lgbti", "indigenous", "business")
    assert [item.ref for item, what in found.lacking if LATE in what] == ["written-with-defenders"]
    assert [item.ref for item in found.left_out] == ["lgbti"] and [item.ref for item in found.lapsed] == ["women"]
    assert [one.is_newest for one in strategy.receipts] == [False, True]


@pytest.mark.slow
def test_a_meeting_was_held_with_a_decision_taken_up_and_a_late_one_and_the_next_is_set(filled: Filled) -> None:
    one, today = filled.group(), filled.at.date()
    shown = agenda(one.written, one.group, at=filled.at, on=today)
    assert shown.last and len(shown.last.present) == 3 and shown.meeting and shown.meeting.on >= today
    assert rhythm(one.written)
    owed = {duty.office: duty for duty in group_duties(one.written, one.group)}
    assert {office: (bool(duty.post), duty.is_late(today)) for office, duty in owed.items()} == {
        "Night Desk Network": (True, False),
        "Three Rivers Mission": (False, True),
    }
    assert shown.points[0].about == owed["Three Rivers Mission"]


@pytest.mark.slow
def test_one_organisation_disagrees_with_a_joint_position(filled: Filled) -> None:
    (position,) = joint_positions(filled.group().written)
    assert position.state == BLOCKED and [act.role for act in position.acts] == ["apart"]
    assert {each.office for each in position.contributions} == {"Night Desk Network", "Three Rivers Mission"}


@pytest.mark.slow
def test_two_missions_told_their_wishes_and_the_rota_is_published(filled: Filled) -> None:
    one = filled.group()
    assert len(seat_wishes(one.written)) == 2 and ways_told(one.written)
    planned = {known.sitting.stage: known for known in hearings(one.written) if known.planned}
    assert set(planned) == {"appeal", "closing"}
    assert planned["closing"].office_that(LEAD) and planned["closing"].office_that(BACKUP)
    assert planned["appeal"].office_that(BACKUP) == "Three Rivers Mission"


@pytest.mark.slow
def test_somebody_outside_answered_by_telephone_and_the_link_of_another_waits(filled: Filled) -> None:
    (judgment,) = (one for one in hearings(filled.group().written) if one.sitting.stage == "judgment")
    assert judgment.office_that(BACKUP) == "Harbour Watch" and not judgment.office_that(LEAD)
    assert [(one.office, one.waits) for one in judgment.asked if one.waits] == [("Assembly of Lantern Towns", True)]


@pytest.mark.slow
def test_a_note_from_court_stands_with_parts_for_each_reader_and_its_observation_is_to_be_closed(
    filled: Filled,
) -> None:
    case = filled.case(filled.of("the lawyer of the dockers"))
    (observed,) = (one for one in hearings(case.written) if one.newest_result and one.newest_result.note)
    assert observed.to_close and observed.to_close.what == OBSERVED and observed.to_close.answers
    assert set(apart(case.written, observed.to_close.note)) == {OWN, PRESENT}


@pytest.mark.slow
def test_one_person_wrote_what_is_to_happen_if_the_office_closes(filled: Filled) -> None:
    salome = filled.keyrings["salome"]
    one = filled.of("the beekeeper's petition")
    assert "réseau de nuit" in wish_if_we_close(filled.case(one))
    with transaction.atomic():
        office = next(office for office in offices() if office.name == "Night Desk Network")
        terms = Terms(
            office.ref,
            office.name,
            ("story",),
            "support",
            "TLP:AMBER",
            (filled.at + timedelta(days=180)).date().isoformat(),
        )
        looked = crisis_desk.look(terms, salome, at=filled.at)
    assert [each.ref for each in looked if each.way == WISH] == [one.dossier]


@pytest.mark.slow
def test_a_handover_is_under_way_accepted_refused_and_waiting(filled: Filled) -> None:
    held, _ = casework.cards(filled.keyrings["lena"], at=filled.at)
    offers = [card.handover for card in held if card.handover]
    assert {one.state for one in offers} == {OFFERED, ACCEPTED, REFUSED} and len({one.handover for one in offers}) == 1
    assert [one.contact for one in offers if one.state == ACCEPTED] == [TOLD]
    head = filled.keyrings["mara"].post
    assert [one.waits_for(filled.at.date()) for one in offers if one.state == REFUSED] == [head]


def test_each_case_that_the_page_on_the_demo_names_is_there() -> None:
    page = (Path(__file__).parents[3] / "docs" / "demo.md").read_text(encoding="utf-8")
    named = set(re.findall(r"“([^”]+)”", page))
    assert len(named) > 25
    groups = {move.says["title"] for case in CASES for move in case.moves if move.do == "found group"}
    assert named - {case.name for case in CASES} - groups == set()


# A move that is refused


def test_a_move_that_is_refused_stops_the_filling_and_says_where(embedded: Any) -> None:
    case = country.cases()[0]
    declined = Move("decline", "mara", timedelta(), {"reason": "other_help", "words": ""})
    one = InventedCase("the broken one", "declined", ("harbour-desk",), timedelta(1), "", "", case.telling, (declined,))
    walk = Walk({"harbour-desk": embedded.office()}, {"mara": embedded.keyring("mara")})
    with pytest.raises(Stumbled, match=r"the broken one, “decline”"):
        list(walking.play((one,), walk, at=embedded.now))


def test_a_move_ahead_of_today_is_a_fault_of_the_file() -> None:
    row = {"name": "x", "ends": "read", "offices": [], "days_ago": 1, "told": {"language": "en"}}
    with pytest.raises(ValueError, match="lies ahead of today"):
        country._case({**row, "moves": [{"day": 2, "do": "read", "by": "mara"}]}, "Velmora")

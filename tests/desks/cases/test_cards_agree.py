"""A card is built up note by note; the dossier's entries must tell the same facts, or a list would deceive."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from safeconduct.cases.desk import casework as desk
from safeconduct.cases.desk import need, relocation, risk, theme
from safeconduct.cases.haven import Haven
from safeconduct.cases.need import Need
from safeconduct.cases.request_card import RequestCard
from safeconduct.intake.desk import returning
from safeconduct.intake.desk.returning import Word
from tests.builders import a_risk
from tests.embedded import PROTECTION, Call, Embedded

pytestmark = pytest.mark.django_db(transaction=True)

Step = Callable[[Embedded, Call], None]


def officer_opens(embedded: Embedded, call: Call) -> None:
    desk.open_case(call.ref, embedded.keyring(PROTECTION), at=embedded.now)


def officer_answers(embedded: Embedded, call: Call) -> None:
    text = f"We have read it at {embedded.now}."
    desk.answer(call.ref, text, embedded.keyring(PROTECTION), at=embedded.now)


def officer_accepts(embedded: Embedded, call: Call) -> None:
    desk.accept(call.ref, embedded.keyring(PROTECTION), at=embedded.now)


def officer_adds_a_file(embedded: Embedded, call: Call) -> None:
    desk.add_files(call.ref, (embedded.file(),), embedded.keyring(PROTECTION), at=embedded.now)


def defender_writes(embedded: Embedded, call: Call) -> None:
    returning.write(call.visit(), Word("They came again."), at=embedded.now)


def defender_sends_a_file(embedded: Embedded, call: Call) -> None:
    returning.write(call.visit(), Word(files=(embedded.file(),)), at=embedded.now)


def defender_says_urgent_with_the_code_alone(embedded: Embedded, call: Call) -> None:
    returning.write(call.visit(own_word=""), Word(urgent=True), at=embedded.now)


def defender_changes_consents(embedded: Embedded, call: Call) -> None:
    returning.change_consents(call.visit(), ["publish_unnamed"], language="en", at=embedded.now)


def defender_leaves_a_wish(embedded: Embedded, call: Call) -> None:
    returning.leave_wish(call.visit(), "contact", {"rhythm": "week"}, at=embedded.now)


def defender_empties_the_view(embedded: Embedded, call: Call) -> None:
    returning.empty_from_view(call.visit(), at=embedded.now)


def defender_tells_the_danger(embedded: Embedded, call: Call) -> None:
    returning.tell_risk(call.visit(), {"band": "immediate"}, at=embedded.now)


def officer_assesses(embedded: Embedded, call: Call) -> None:
    risk.assess(call.ref, a_risk(), embedded.keyring(PROTECTION), at=embedded.now)


def officer_notes_a_need(embedded: Embedded, call: Call) -> None:
    asked = Need("", "rehabilitation", "strong", "recovery", "defender", "")
    need.note_need(call.ref, asked, embedded.keyring(PROTECTION), at=embedded.now)


def officer_asks_for_a_visa(embedded: Embedded, call: Call) -> None:
    visa = Haven("", "visa", "Consulate of Norlund", "", embedded.now.date())
    relocation.ask_haven(call.ref, visa, embedded.keyring(PROTECTION), at=embedded.now)


def officer_chooses_themes(embedded: Embedded, call: Call) -> None:
    theme.choose_themes(call.ref, ["women", "land"], embedded.keyring(PROTECTION), at=embedded.now)


def others_may_have_the_code(embedded: Embedded, call: Call) -> None:
    returning.freeze(call.visit(), at=embedded.now)


@pytest.mark.parametrize(
    "steps",
    [
        pytest.param((), id="just arrived"),
        pytest.param((officer_opens,), id="read"),
        pytest.param((officer_opens, officer_answers), id="answered"),
        pytest.param((officer_answers, defender_writes), id="the defender wrote again"),
        pytest.param((officer_answers, defender_sends_a_file, officer_answers), id="a file, answered again"),
        pytest.param((officer_opens, officer_accepts, officer_adds_a_file), id="a case with a file"),
        pytest.param((defender_says_urgent_with_the_code_alone,), id="urgent now"),
        pytest.param((officer_answers, defender_changes_consents), id="consents changed"),
        pytest.param((officer_answers, defender_leaves_a_wish), id="a wish"),
        pytest.param((officer_answers, defender_empties_the_view), id="emptied from view"),
        pytest.param((officer_opens, defender_tells_the_danger), id="danger at any moment"),
        pytest.param((officer_assesses,), id="assessed"),
        pytest.param((officer_notes_a_need,), id="a need"),
        pytest.param((officer_asks_for_a_visa, officer_chooses_themes), id="a visa asked for, themes chosen"),
        pytest.param((officer_opens, others_may_have_the_code), id="code at risk"),
    ],
)
def test_the_card_and_the_entries_tell_the_same(embedded: Embedded, steps: tuple[Step, ...]) -> None:
    call = embedded.call()
    for step in steps:
        embedded.clock.pass_by(timedelta(minutes=7))
        step(embedded, call)
    embedded.clock.pass_by(timedelta(minutes=7))
    _, from_entries = desk.open_case(call.ref, embedded.keyring(PROTECTION), at=embedded.now)
    assert _on_the_list(embedded, call) == from_entries


def _on_the_list(embedded: Embedded, call: Call) -> RequestCard:
    return next(
        card for card in desk.cards(embedded.keyring(PROTECTION), at=embedded.now)[0] if card.dossier == call.ref
    )

"""Keeping until a day: then nobody opens the scope any more, slips stay, and the rest goes on as before."""

from datetime import date, timedelta

import pytest

from safeconduct.cases.desk import casework as cases
from safeconduct.dossiers import lookup
from safeconduct.dossiers.desk import keeping, reading
from safeconduct.dossiers.entry import EmptySlip
from safeconduct.dossiers.models import CardNote, Dossier, Entry, EntryKey, Grant, Keeping
from safeconduct.intake.desk import allowing, returning
from safeconduct.intake.models import Progress
from safeconduct.jobs import sweeping
from safeconduct.vocabulary.refusal import NotFound, Refused
from tests.builders import a_telling
from tests.embedded import COLLEAGUE, HARBOUR, LIGHTHOUSE, OTHER_OFFICE, PROTECTION
from tests.pages.page import text_of

NAME = "Teresa (invented)"


def a_call(embedded, *slugs, name=NAME):
    return embedded.call(*slugs, telling=a_telling(name=name, address="000 111 222", channel="phone"))


def kept(embedded, call, *, identity, content, ref=None, name=PROTECTION):
    """The call's dossier, to be kept for so many days from now."""
    dossier, today = reading.open_with_keyring(ref or call.ref, embedded.keyring(name)), embedded.now.date()
    keeping.keep_until(
        dossier, identity=today + timedelta(days=identity), content=today + timedelta(days=content), today=today
    )
    return dossier


def swept_after(embedded, **later):
    embedded.clock.pass_by(timedelta(**later))
    return sweeping.sweep(at=embedded.now)


def kinds_of(embedded, ref, name=PROTECTION):
    dossier = reading.open_with_keyring(ref, embedded.keyring(name))
    assert dossier.broken_at is None
    return ["slip" if isinstance(one, EmptySlip) else one.scope for one in dossier.entries]


def test_every_scope_of_the_dossier_gets_its_day_and_nothing_else_does(embedded):
    call, other = a_call(embedded), a_call(embedded)
    dossier = kept(embedded, call, identity=10, content=20)
    days = {row.scope_ref: row.due_on - embedded.now.date() for row in Keeping.objects.all()}
    names = {key.ref: key.name for key in dossier.scope_keys}
    assert {names[ref]: day.days for ref, day in days.items()} == {
        name: 10 if name == "identity" else 20 for name in names.values()
    }
    assert "identity" in names.values() and not Keeping.objects.filter(dossier=other.ref).exists()


def test_said_again_it_moves_the_days(embedded):
    call = a_call(embedded)
    kept(embedded, call, identity=10, content=20)
    kept(embedded, call, identity=300, content=300)
    assert {(row.due_on - embedded.now.date()).days for row in Keeping.objects.all()} == {300}


def test_a_refusal_changes_nothing(embedded):
    call = a_call(embedded)
    before = embedded.dump()
    with pytest.raises(Refused):
        kept(embedded, call, identity=20, content=10)
    assert embedded.dump() == before


def test_the_day_before_nothing_goes(embedded):
    call = a_call(embedded)
    kept(embedded, call, identity=10, content=20)
    keys = EntryKey.objects.count()
    assert swept_after(embedded, days=9).parted == 0
    assert EntryKey.objects.count() == keys


def test_on_its_day_the_name_is_gone_for_everybody_and_the_case_goes_on(embedded):
    call = a_call(embedded)
    wanted = ["slip" if scope == "identity" else scope for scope in kinds_of(embedded, call.ref)]
    kept(embedded, call, identity=10, content=20)
    result = swept_after(embedded, days=10)
    assert (result.parted, result.erased, result.held_back) == (1, 0, 0)
    assert kinds_of(embedded, call.ref) == wanted and "slip" in wanted
    case = embedded.case(call.ref, COLLEAGUE)
    assert not case.has_identity and not case.unsigned and case.contact["address"] == "000 111 222"
    cases.answer(call.ref, "We are still here.", embedded.keyring(PROTECTION), at=embedded.now)
    assert returning.look(call.visit()).is_open


def test_with_the_last_day_the_whole_dossier_goes_also_what_was_put_in_later(embedded):
    call = a_call(embedded)
    kept(embedded, call, identity=10, content=20)
    cases.note(call.ref, "Closed, and yet a note.", embedded.keyring(PROTECTION), at=embedded.now)
    count = Entry.objects.filter(dossier=call.ref).count()
    swept_after(embedded, days=10)
    assert swept_after(embedded, days=10).erased == 1
    with pytest.raises(NotFound):
        reading.open_with_keyring(call.ref, embedded.keyring(PROTECTION))
    for model in (EntryKey, Grant, CardNote, Progress, Keeping):
        assert not model.objects.filter(dossier=call.ref).exists(), model
    assert Entry.objects.filter(dossier=call.ref).count() == count
    assert Dossier.objects.get(ref=call.ref).erased_on == embedded.now.date()
    assert not returning.look(call.visit()).is_open


def test_another_office_s_dossier_of_the_same_call_stays(embedded):
    call = a_call(embedded, HARBOUR, LIGHTHOUSE)
    kept(embedded, call, identity=1, content=1)
    swept_after(embedded, days=2)
    assert embedded.case(call.refs[1], OTHER_OFFICE).has_identity


def test_the_keys_that_went_are_nowhere_on_the_disk(embedded):
    call = a_call(embedded)
    kept(embedded, call, identity=1, content=100)
    gone = [bytes(row.wrapped) for row in Grant.objects.filter(dossier=call.ref)]
    swept_after(embedded, days=1)
    stay = [bytes(row.wrapped) for row in Grant.objects.filter(dossier=call.ref)]
    on_disk = embedded.bytes_on_disk()
    assert len(stay) == len(gone) - 1
    assert all(wrapped in on_disk for wrapped in stay), "Without this the next line proves nothing."
    assert not any(wrapped in on_disk for wrapped in gone if wrapped not in stay)


@pytest.mark.parametrize(("number", "goes"), [(20, True), (21, False)], ids=["twenty", "twenty-one"])
def test_when_much_falls_due_at_once_nothing_goes_until_somebody_looked_at_the_clock(embedded, number, goes):
    organisation, compartment = embedded.office().ref, next(iter(embedded.keyring(PROTECTION).compartments))
    refs = [f"{nth:032x}" for nth in range(number)]
    shared = {"organisation": organisation, "compartment": compartment, "opened_on": embedded.now}
    Dossier.objects.bulk_create(Dossier(ref=ref, **shared) for ref in refs)
    EntryKey.objects.bulk_create(EntryKey(dossier=ref, seq=1, wrapped=b"key") for ref in refs)
    Keeping.objects.bulk_create(Keeping(dossier=ref, scope_ref="5c" * 16, due_on=date(2026, 3, 3)) for ref in refs)
    result = swept_after(embedded)
    assert (result.erased, result.held_back) == ((number, 0) if goes else (0, number))
    if not goes:
        assert "--the-clock-is-right" in result.as_sentence()
        assert sweeping.sweep(at=embedded.now, clock_is_right=True).erased == number
    assert not EntryKey.objects.exists()


CHANGES = {
    "the day is moved": lambda e, call: kept(e, call, identity=100, content=100),
    "the erasure is undone": lambda e, call: allowing.undo_erasure(call.visit(), at=e.now),
}


@pytest.mark.as_owner
@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
def test_who_changes_their_mind_while_the_sweep_runs_is_heard(embedded, monkeypatch, change):
    call = a_call(embedded)
    if change is CHANGES["the erasure is undone"]:
        allowing.ask_for_erasure(call.visit(), at=embedded.now)
        embedded.clock.pass_by(timedelta(hours=74))
    else:
        kept(embedded, call, identity=0, content=0)

    def plausible_after_a_change(_due):
        change(embedded, call)
        return True

    monkeypatch.setattr(sweeping, "_is_plausible", plausible_after_a_change)
    sweeping.sweep(at=embedded.now)
    assert embedded.case(call.ref).has_identity


# The warning


def due(embedded, name=PROTECTION, days=60):
    return lookup.due_until(embedded.keyring(name).compartments, embedded.now.date() + timedelta(days=days))


def test_key_holders_see_what_falls_due_within_60_days_nearest_first(embedded):
    calls = [a_call(embedded) for _ in range(3)]
    for call, left in zip(calls, (45, 61, 5), strict=True):
        kept(embedded, call, identity=left, content=400)
    assert [one.dossier for one in due(embedded)] == [calls[2].ref, calls[0].ref]
    page = text_of(embedded.staff(PROTECTION).get("/desk/"))
    section = page.split("2 dossiers fall due within 60 days")[1]
    assert section.index("5 days left") < section.index("45 days left") and "the name is kept until 9 March" in section
    assert calls[1].ref not in section.split("</section>")[0]


@pytest.mark.parametrize(
    "name", [OTHER_OFFICE, "petra", "ines", "vera"], ids=["other", "visas", "administrator", "auditor"]
)
def test_nobody_else_hears_of_it(embedded, name):
    call = a_call(embedded)
    kept(embedded, call, identity=5, content=5)
    page = text_of(embedded.staff(name).get("/desk/"))
    assert "due within" not in page and call.ref not in page


def test_without_a_day_there_is_no_section_and_a_hidden_dossier_is_not_counted(embedded):
    call = a_call(embedded)
    assert "due within" not in text_of(embedded.staff(PROTECTION).get("/desk/"))
    kept(embedded, call, identity=5, content=5)
    allowing.ask_for_erasure(call.visit(), at=embedded.now)
    assert due(embedded) == ()

"""Sharing under consent: what another organisation reads, from when to when, and that nothing more leaks."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from safeconduct.access.models import Organisation
from safeconduct.cases.desk import casework, receiving, sharing
from safeconduct.cases.desk.opening import author
from safeconduct.dossiers.desk import reading, writing
from safeconduct.dossiers.entry import Author, NewEntry
from safeconduct.dossiers.models import CardNote, Dossier, EndedGrant, Entry, Grant
from safeconduct.dossiers.sealed_file import chunks_of
from safeconduct.intake.consent import Terms
from safeconduct.intake.desk import allowing, returning
from safeconduct.intake.desk.returning import Word
from safeconduct.intake.models import Box
from safeconduct.jobs import sweeping
from safeconduct.sealing.code import new_code
from safeconduct.sealing.keys import Identity
from safeconduct.sealing.record import new_key
from safeconduct.vocabulary.refusal import NotFound, Refused
from tests.builders import a_telling
from tests.embedded import COLLEAGUE, HARBOUR, LIGHTHOUSE, OTHER_OFFICE, PROTECTION

pytestmark = pytest.mark.django_db(transaction=True)

STORY = "They came to the market in Karsa and asked for me."
UNTIL = date(2026, 4, 4)


def terms(embedded, **changes):
    office = embedded.office(LIGHTHOUSE)
    agreed = Terms(office.ref, office.name, ("story",), "support", "TLP:AMBER+STRICT", UNTIL.isoformat())
    return replace(agreed, **changes)


def asked(embedded, call, **changes):
    """The question that now stands on the defender's page: its reference."""
    sharing.ask_consent(call.ref, terms(embedded, **changes), embedded.keyring(PROTECTION), at=embedded.now)
    return embedded.case(call.ref).sharing.consents[-1].ref


def agreed(embedded, call, **changes):
    consent = asked(embedded, call, **changes)
    allowing.answer_consent(call.visit(), consent, yes=True, at=embedded.now)
    return consent


def test_answer_consent_answers_the_question_that_is_asked_and_once(embedded):
    call = embedded.call()
    consent = asked(embedded, call)
    before = len(embedded.case(call.ref).written)
    allowing.answer_consent(call.visit(), "ff" * 16, yes=True, at=embedded.now)
    assert len(embedded.case(call.ref).written) == before
    allowing.answer_consent(call.visit(), consent, yes=False, at=embedded.now)
    answered = len(embedded.case(call.ref).written)
    allowing.answer_consent(call.visit(), consent, yes=True, at=embedded.now)
    assert len(embedded.case(call.ref).written) == answered > before


def share(embedded, call, *, name=PROTECTION, **changes):
    keyring = embedded.keyring(name)
    sharing.share(call.ref, terms(embedded, **changes), keyring, has_proved=True, at=embedded.now)


def shared(embedded, **changes):
    """A call, parts of which the other organisation reads with the defender's yes."""
    call = embedded.call(telling=a_telling(name="Teresa (invented)", address="000 111", files=(embedded.file(),)))
    agreed(embedded, call, **changes)
    share(embedded, call, **changes)
    return call


def received(embedded, call, name=OTHER_OFFICE):
    return receiving.open_received(call.ref, embedded.keyring(name), at=embedded.now)


def list_of(embedded, name=OTHER_OFFICE):
    return [card.dossier for card in casework.cards(embedded.keyring(name), at=embedded.now)[1]]


def is_closed(embedded, call):
    """Closed everywhere: page, files, writing, list and the rows themselves."""
    keyring = embedded.keyring(OTHER_OFFICE)
    for verb in (
        lambda: receiving.open_received(call.ref, keyring, at=embedded.now),
        lambda: receiving.open_file(call.ref, 6, keyring, at=embedded.now),
        lambda: receiving.write_back(call.ref, "Still here.", keyring, at=embedded.now),
        lambda: reading.open_shared(call.ref, keyring, on=embedded.now.date()),
    ):
        with pytest.raises(NotFound):
            verb()
    return list_of(embedded) == []


# What is read


def test_with_a_yes_the_other_organisation_reads_the_parts_and_nothing_else(embedded):
    call = shared(embedded)
    one = received(embedded, call)
    assert one.story["happened"] == STORY
    assert (one.contact, one.name, one.files) == ({}, "", ())
    assert {entry.scope for entry in one.written} == {"story"}
    dossier = reading.open_shared(call.ref, embedded.keyring(OTHER_OFFICE), on=embedded.now.date())
    assert {key.name for key in dossier.scope_keys} == {"story", "share"}
    assert list_of(embedded) == [call.ref]


@pytest.mark.parametrize(
    ("part", "scopes"),
    [("story", {"story"}), ("files", {"evidence_original"}), ("contact", {"contact"}), ("identity", {"identity"})],
)
def test_each_part_opens_its_own_scopes_only(embedded, part, scopes):
    call = shared(embedded, parts=(part,))
    dossier = reading.open_shared(call.ref, embedded.keyring(OTHER_OFFICE), on=embedded.now.date())
    assert {key.name for key in dossier.scope_keys} == {*scopes, "share"}


def test_a_shared_file_is_opened_whole(embedded):
    call = shared(embedded, parts=("files",))
    ((seq, file),) = received(embedded, call).files
    opened, _chunks = receiving.open_file(call.ref, seq, embedded.keyring(OTHER_OFFICE), at=embedded.now)
    assert b"".join(chunks_of(embedded.files, opened)) == b"seen at the mill"
    assert opened == file


def test_the_name_is_revealed_only_when_it_was_shared_with_proof_and_reason(embedded):
    keyring = embedded.keyring(OTHER_OFFICE)
    without = shared(embedded)
    with pytest.raises(NotFound):
        receiving.reveal_name(without.ref, "reach", keyring, has_proved=True, at=embedded.now)
    call = shared(embedded, parts=("identity",))
    for reason, has_proved in (("reach", False), ("", True)):
        with pytest.raises(Refused):
            receiving.reveal_name(call.ref, reason, keyring, has_proved=has_proved, at=embedded.now)
    assert embedded.events(LIGHTHOUSE)[-1] == "RevealRefused"
    assert receiving.reveal_name(call.ref, "reach", keyring, has_proved=True, at=embedded.now) == "Teresa (invented)"


def test_a_second_share_adds_to_the_first(embedded):
    keyring = embedded.keyring(OTHER_OFFICE)
    call = shared(embedded, parts=("identity",), marking="TLP:GREEN")
    agreed(embedded, call, parts=("story",))
    share(embedded, call, parts=("story",))
    one = received(embedded, call)
    assert [terms.parts for terms in one.terms] == [("story",), ("identity",)]
    assert (one.marking, one.story["happened"]) == ("TLP:AMBER+STRICT", STORY)
    assert receiving.reveal_name(call.ref, "reach", keyring, has_proved=True, at=embedded.now) == "Teresa (invented)"
    kinds = [getattr(entry, "kind", "") for entry in embedded.case(call.ref).entries]
    assert kinds.count("share_received") == 2


def test_a_share_gives_no_way_to_the_pages_of_the_holder(embedded):
    call = shared(embedded, parts=("story", "files", "contact", "identity"))
    keyring = embedded.keyring(OTHER_OFFICE)
    for verb in (
        lambda: casework.open_case(call.ref, keyring, at=embedded.now),
        lambda: casework.answer(call.ref, "Hello.", keyring, at=embedded.now),
        lambda: casework.open_file(call.ref, 6, keyring, at=embedded.now),
        lambda: sharing.share(call.ref, terms(embedded), keyring, has_proved=True, at=embedded.now),
        lambda: sharing.ask_consent(call.ref, terms(embedded), keyring, at=embedded.now),
    ):
        with pytest.raises(NotFound):
            verb()


def test_the_holder_s_colleagues_of_other_compartments_and_the_other_s_registrars_read_nothing(embedded):
    call = shared(embedded)
    for name in ("petra", "ines", "luka"):
        with pytest.raises(NotFound):
            received(embedded, call, name)


def test_what_comes_after_the_share_is_not_read_until_it_is_shared_anew(embedded):
    call = shared(embedded, parts=("story", "files"))
    casework.note(call.ref, "An inner note.", embedded.keyring(PROTECTION), at=embedded.now)
    casework.answer(call.ref, "An answer.", embedded.keyring(PROTECTION), at=embedded.now)
    returning.write(call.visit(own_word=""), Word("They came back."), at=embedded.now)
    casework.add_files(call.ref, (embedded.file(),), embedded.keyring(PROTECTION), at=embedded.now)
    one = received(embedded, call)
    assert [entry.kind for entry in one.written] == ["file", "told"]
    share(embedded, call, parts=("story", "files"))
    assert [entry.data.get("text") for entry in received(embedded, call).written if entry.kind == "word"] == [
        "They came back."
    ]
    assert len(received(embedded, call).files) == 2


def test_the_card_in_the_other_list_tells_no_more_than_the_parts(embedded):
    call = shared(embedded, parts=("contact",))
    (card,) = casework.cards(embedded.keyring(OTHER_OFFICE), at=embedded.now)[1]
    assert (card.dossier, card.country, card.needs, card.urgency) == (call.ref, "", (), "")
    assert card.codename == embedded.case(call.ref).story["codename"]


# Consent


def test_without_a_consent_nothing_is_shared(embedded):
    call = embedded.call()
    with pytest.raises(Refused, match="no consent"):
        share(embedded, call)
    consent = asked(embedded, call)
    with pytest.raises(Refused, match="no consent"):
        share(embedded, call)
    allowing.answer_consent(call.visit(), consent, yes=False, at=embedded.now)
    with pytest.raises(Refused, match="no consent"):
        share(embedded, call)
    assert not Grant.objects.exclude(expires_on=None).exists()


@pytest.mark.parametrize(
    "more",
    [
        {"parts": ("story", "contact")},
        {"parts": ("identity",)},
        {"purpose": "advice"},
        {"marking": "TLP:GREEN"},
        {"until": "2026-04-05"},
    ],
    ids=str,
)
def test_a_yes_covers_nothing_beyond_its_words(embedded, more):
    call = embedded.call()
    agreed(embedded, call)
    with pytest.raises(Refused, match="no consent"):
        share(embedded, call, **more)


@pytest.mark.as_owner
def test_a_yes_for_one_organisation_is_none_for_another(embedded):
    call = embedded.call()
    agreed(embedded, call)
    other = Organisation.objects.get(slug=LIGHTHOUSE)
    other.pk, other.slug, other.name = "ab" * 16, "third", "A third one"
    other.save(force_insert=True)
    with pytest.raises((Refused, NotFound)):
        share(embedded, call, organisation="ab" * 16)
    assert not Grant.objects.exclude(expires_on=None).exists()


@pytest.mark.as_owner
@pytest.mark.parametrize(
    ("kind", "tick", "is_covered"),
    [
        ("network", "share_network", True),
        ("mission", "share_mission", True),
        ("network", "share_mission", False),
        ("network", "publish_named", False),
    ],
)
def test_a_tick_of_the_first_form_covers_the_story_alone_for_its_kind(embedded, kind, tick, is_covered):
    Organisation.objects.filter(slug=LIGHTHOUSE).update(kind=kind)
    call = embedded.call(telling=a_telling(consents=(tick,)))
    if is_covered:
        with pytest.raises(Refused, match="no consent"):
            share(embedded, call, parts=("story", "files"))
        share(embedded, call)
        assert received(embedded, call).story["happened"] == STORY
    else:
        with pytest.raises(Refused, match="no consent"):
            share(embedded, call)


def test_of_a_person_who_does_not_know_nothing_is_shared_or_asked(embedded):
    call = embedded.call(telling=a_telling(about="unaware"), own_word="")
    mara = embedded.keyring(PROTECTION)
    for verb in (
        lambda: sharing.ask_consent(call.ref, terms(embedded), mara, at=embedded.now),
        lambda: sharing.witness_consent(call.ref, terms(embedded), "in_person", "She said so.", mara, at=embedded.now),
        lambda: share(embedded, call),
    ):
        with pytest.raises(Refused, match="does not know"):
            verb()


def test_a_yes_given_another_way_counts_when_two_different_members_have_signed_it(embedded):
    call = embedded.call()
    mara, tomas = embedded.keyring(PROTECTION), embedded.keyring(COLLEAGUE)
    sharing.witness_consent(call.ref, terms(embedded), "in_person", "At noon, in her words.", mara, at=embedded.now)
    consent = embedded.case(call.ref).sharing.consents[0].ref
    with pytest.raises(Refused, match="no consent"):
        share(embedded, call)
    with pytest.raises(Refused, match="signed this yourself"):
        sharing.confirm_consent(call.ref, consent, mara, at=embedded.now)
    sharing.confirm_consent(call.ref, consent, tomas, at=embedded.now)
    with pytest.raises(Refused, match="does not wait"):
        sharing.confirm_consent(call.ref, consent, tomas, at=embedded.now)
    share(embedded, call)
    assert received(embedded, call).story["happened"] == STORY
    with_code = reading.open_with_code(call.ref, call.visit().own())
    assert with_code is not None and "At noon" not in str([entry.data for entry in with_code.written()])


def test_a_yes_opens_a_duty_until_the_share_is_made(embedded):
    call = embedded.call()

    def waits():
        return next(iter(casework.cards(embedded.keyring(PROTECTION), at=embedded.now)[0])).yes_waiting

    consent = agreed(embedded, call)
    assert waits()
    sharing.share_as_agreed(call.ref, consent, embedded.keyring(PROTECTION), has_proved=True, at=embedded.now)
    assert not waits()


def test_the_passphrase_is_proved_again_before_a_share(embedded):
    call = embedded.call()
    agreed(embedded, call)
    with pytest.raises(Refused, match="passphrase"):
        sharing.share(call.ref, terms(embedded), embedded.keyring(PROTECTION), has_proved=False, at=embedded.now)
    assert not Grant.objects.exclude(expires_on=None).exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"parts": ()}, "Nothing is chosen"),
        ({"until": "2026-03-03"}, "in the past"),
        ({"until": "2027-03-05"}, "more than a year"),
    ],
    ids=str,
)
def test_terms_that_make_no_sense_are_refused(embedded, changes, said):
    call = embedded.call()
    with pytest.raises(Refused, match=said):
        asked(embedded, call, **changes)


def test_one_s_own_organisation_is_no_partner(embedded):
    with pytest.raises(Refused, match="your own organisation"):
        asked(embedded, embedded.call(), organisation=embedded.office(HARBOUR).ref)


# Ending


def test_the_defender_takes_the_yes_back_and_it_is_closed_in_the_same_request(embedded):
    call = shared(embedded)
    received(embedded, call)
    consent = embedded.case(call.ref).sharing.shares[0].consent
    allowing.withdraw_consent(call.visit(), consent, at=embedded.now)
    assert is_closed(embedded, call)
    assert embedded.case(call.ref).sharing.shares[0].ended
    with pytest.raises(Refused, match="no consent"):
        share(embedded, call)


def test_taking_a_tick_away_closes_what_it_covered(embedded):
    call = embedded.call(telling=a_telling(consents=("share_network", "observe_trial")))
    share(embedded, call)
    allowing.change_consents(call.visit(), ["share_network"], language="en", at=embedded.now)
    assert list_of(embedded) == [call.ref]
    allowing.change_consents(call.visit(), ["observe_trial"], language="en", at=embedded.now)
    assert is_closed(embedded, call)


def test_after_the_last_day_it_is_closed_without_anybody_doing_anything(embedded):
    call = shared(embedded)
    embedded.clock.now = embedded.now.replace(month=4, day=4, hour=23)
    assert received(embedded, call).story["happened"] == STORY
    embedded.clock.pass_by(timedelta(hours=1))
    assert is_closed(embedded, call)
    sweeping.sweep(at=embedded.now)
    assert not Grant.objects.exclude(expires_on=None).exists()
    assert embedded.case(call.ref).story["happened"] == STORY


def test_an_officer_ends_a_share(embedded):
    call = shared(embedded)
    made = embedded.case(call.ref).sharing.shares[0].ref
    sharing.end_share(call.ref, made, embedded.keyring(COLLEAGUE), at=embedded.now)
    assert is_closed(embedded, call)
    with pytest.raises(Refused, match="ended already"):
        sharing.end_share(call.ref, made, embedded.keyring(COLLEAGUE), at=embedded.now)


@pytest.mark.parametrize("way", ["end reading", "erase"])
def test_ending_the_office_s_reading_and_erasing_end_the_shares_too(embedded, way):
    call = shared(embedded)
    if way == "erase":
        allowing.ask_for_erasure(call.visit(), at=embedded.now)
        assert is_closed(embedded, call)
        embedded.clock.pass_by(timedelta(hours=74))
        sweeping.sweep(at=embedded.now)
    else:
        allowing.end_reading(call.visit(), call.ref, at=embedded.now)
    assert is_closed(embedded, call)
    assert not Grant.objects.exclude(expires_on=None).exists()


def test_the_card_leaves_the_other_list_also_when_it_was_folded_in_already(embedded):
    call = shared(embedded)
    for _ in range(70):
        returning_call = embedded.call(LIGHTHOUSE)
    assert list_of(embedded) == list_of(embedded) == [call.ref]
    assert not CardNote.objects.filter(dossier=call.ref).exclude(compartment=_compartment(embedded, HARBOUR)).exists()
    allowing.withdraw_consent(call.visit(), embedded.case(call.ref).sharing.shares[0].consent, at=embedded.now)
    assert list_of(embedded) == []
    assert returning_call.ref in {
        card.dossier for card in casework.cards(embedded.keyring(OTHER_OFFICE), at=embedded.now)[0]
    }


def _compartment(embedded, slug):
    return next(iter(embedded.keyring({HARBOUR: PROTECTION, LIGHTHOUSE: OTHER_OFFICE}[slug]).compartments))


@pytest.mark.as_owner
def test_a_wrap_put_back_from_a_backup_opens_nothing(embedded):
    call = shared(embedded)
    kept = list(Grant.objects.exclude(expires_on=None))
    notes = list(CardNote.objects.filter(dossier=call.ref))
    allowing.withdraw_consent(call.visit(), embedded.case(call.ref).sharing.shares[0].consent, at=embedded.now)
    Grant.objects.bulk_create(kept)
    CardNote.objects.bulk_create(notes, ignore_conflicts=True)
    assert is_closed(embedded, call)
    # The control: without the memory of what was ended the wraps would open again.
    EndedGrant.objects.all().delete()
    assert not is_open_error(embedded, call)


def is_open_error(embedded, call):
    try:
        received(embedded, call)
    except NotFound:
        return True
    return False


@pytest.mark.as_owner
def test_a_last_day_moved_in_the_database_opens_nothing(embedded):
    call = shared(embedded)
    Grant.objects.exclude(expires_on=None).update(expires_on=date(2030, 1, 1))
    embedded.clock.now = embedded.now.replace(month=5)
    with pytest.raises(NotFound):
        received(embedded, call)
    assert list_of(embedded) == []


# Between the organisations


def test_the_first_opening_leaves_a_receipt_once(embedded):
    call = shared(embedded)
    for _ in range(2):
        received(embedded, call)
    receipts = [entry for entry in embedded.case(call.ref).entries if getattr(entry, "kind", "") == "share_received"]
    assert [entry.by.name for entry in receipts] == [OTHER_OFFICE]
    assert not embedded.case(call.ref).unsigned


def test_both_sides_write_to_each_other_and_the_code_does_not_open_it(embedded):
    call = shared(embedded)
    made = embedded.case(call.ref).sharing.shares[0].ref
    receiving.write_back(call.ref, "We can send a lawyer.", embedded.keyring(OTHER_OFFICE), at=embedded.now)
    sharing.write_to_partner(call.ref, made, "Please do.", embedded.keyring(PROTECTION), at=embedded.now)
    texts = {entry.data.get("text") for entry in received(embedded, call).letters}
    assert {"We can send a lawyer.", "Please do."} <= texts
    assert not embedded.case(call.ref).unsigned
    with_code = reading.open_with_code(call.ref, call.visit().own())
    assert with_code is not None and "lawyer" not in str([entry.data for entry in with_code.written()])


def test_each_side_has_its_openings_in_its_own_journal(embedded):
    call = shared(embedded)
    received(embedded, call)
    assert embedded.events(LIGHTHOUSE)[-1] == "ShareOpened"
    assert embedded.events(HARBOUR)[-1] == "ScopesShared"


def test_the_defender_sees_who_had_what_from_when_to_when(embedded):
    call = shared(embedded)
    dossier = reading.open_with_code(call.ref, call.visit().own())
    from safeconduct.intake import visit as seeing

    ((made,), waiting) = seeing.sharing(dossier)
    assert (made.terms.office, made.terms.parts, made.terms.until) == (
        "Lighthouse Network",
        ("story",),
        UNTIL.isoformat(),
    )
    assert waiting == ()


# Forging


def test_a_member_of_an_organisation_that_nothing_is_shared_with_signs_nothing_here(embedded):
    """Somebody with the code's key names an organisation as a partner: its members' signatures still count for nothing."""
    call = embedded.call()
    mara, amal = embedded.keyring(PROTECTION), embedded.keyring(OTHER_OFFICE)

    dossier = reading.open_with_keyring(call.ref, mara)
    forged = {"share": "f0" * 16, "consent": "", "compartment": "", "scope_refs": [], **terms(embedded).as_data()}
    writing.append(
        call.ref,
        [NewEntry("messages", "shared", forged)],
        {},
        held=dossier.scope_keys,
        by=author(amal),
        at=embedded.now,
    )
    writing.append(
        call.ref, [NewEntry("share", "share_note", {"text": "Forged."})], {}, held=(), by=author(amal), at=embedded.now
    )
    case = embedded.case(call.ref)
    assert len(case.unsigned) == 2
    assert case.sharing.shares == ()


def the_letter(embedded, call):
    dossier = reading.open_shared(call.ref, embedded.keyring(OTHER_OFFICE), on=embedded.now.date())
    (letter,) = dossier.written("share_letter")
    return letter


def add_signed_by(keyring, call, embedded, scope_ref, kind, data, by=None):
    """What somebody does who holds the keys of a share and writes rows: an entry that they sign themself."""
    dossier = reading.open_shared(call.ref, keyring, on=embedded.now.date())
    key = next(key for key in dossier.scope_keys if key.ref == scope_ref)
    forged = NewEntry(key.name, kind, data)
    writing.append(call.ref, [forged], {}, held=(), channel=key, by=by or author(keyring), at=embedded.now)


def test_a_letter_that_the_reader_s_own_member_wrote_shares_nothing_more(embedded):
    call, amal = shared(embedded), embedded.keyring(OTHER_OFFICE)
    before, letter = received(embedded, call), the_letter(embedded, call)
    wider = {**letter.data, "share": "f0" * 16, "parts": ["story", "identity"], "from_office": "Forged"}
    add_signed_by(amal, call, embedded, letter.scope_ref, "share_letter", wider)
    after = received(embedded, call)
    assert (after.terms, after.from_office, len(after.unsigned)) == (before.terms, before.from_office, 1)


def test_a_story_that_the_reader_s_own_member_wrote_is_not_the_holder_s(embedded):
    call, amal = shared(embedded), embedded.keyring(OTHER_OFFICE)
    before = received(embedded, call)
    (told,) = [entry for entry in before.written if entry.kind == "told"]
    add_signed_by(amal, call, embedded, told.scope_ref, "told", told.data | {"happened": "Forged."})
    after = received(embedded, call)
    assert (after.story, len(after.unsigned)) == (before.story, 1)


def test_a_letter_that_the_reader_s_own_member_wrote_names_no_code(embedded):
    call, amal = shared(embedded), embedded.keyring(OTHER_OFFICE)
    before, letter, mine = received(embedded, call), the_letter(embedded, call), Identity(new_key())
    (told,) = [entry for entry in before.written if entry.kind == "told"]
    codes = {"alone": [], "own": [mine.public_sign.hex()]}
    add_signed_by(amal, call, embedded, letter.scope_ref, "share_letter", {**letter.data, "codes": codes})
    defender, words = Author("defender", identity=mine), told.data | {"happened": "Forged."}
    add_signed_by(amal, call, embedded, told.scope_ref, "told", words, by=defender)
    after = received(embedded, call)
    assert (after.story, len(after.unsigned)) == (before.story, 2)


@pytest.mark.as_owner
def test_the_reader_s_own_members_share_nothing_with_it_even_when_the_row_says_so(embedded):
    call, amal = shared(embedded), embedded.keyring(OTHER_OFFICE)
    letter = the_letter(embedded, call)
    add_signed_by(amal, call, embedded, letter.scope_ref, "share_letter", {**letter.data, "from": amal.organisation})
    Dossier.objects.filter(ref=call.ref).update(organisation=amal.organisation)
    with pytest.raises(NotFound):
        received(embedded, call)


@pytest.mark.as_owner
def test_a_code_that_was_replaced_gives_no_yes_though_somebody_put_its_rows_back(embedded):
    call = embedded.call(telling=a_telling(name="Teresa (invented)"))
    boxes, grants = list(Box.objects.all()), list(Grant.objects.filter(compartment=""))
    returning.change_code(call.visit(), new_code(), "another", at=embedded.now)
    consent = asked(embedded, call, parts=("identity",))
    for row in (*boxes, *grants):
        row.pk = None if isinstance(row, Grant) else row.pk
        row.save(force_insert=True)
    allowing.answer_consent(call.visit(), consent, yes=True, at=embedded.now)
    case = embedded.case(call.ref)
    assert case.sharing.consent(consent).state == "asked"
    assert len(case.unsigned) == 1


@pytest.mark.parametrize(
    ("kind", "data"),
    [("told", {"happened": "Forged."}), ("consent", {"given": ["share_network"], "language": "en"}), ("accepted", {})],
)
def test_in_the_channel_a_partner_s_member_says_nothing_of_the_dossier(embedded, kind, data):
    call, amal = shared(embedded), embedded.keyring(OTHER_OFFICE)
    before = embedded.case(call.ref)
    add_signed_by(amal, call, embedded, the_letter(embedded, call).scope_ref, kind, {**before.story, **data})
    after = embedded.case(call.ref)
    assert (after.story, after.consents, after.stage) == (before.story, before.consents, before.stage)
    assert len(after.unsigned) == 1


@pytest.mark.as_owner
def test_what_comes_after_a_share_is_not_under_its_keys_though_somebody_deleted_its_rows(embedded):
    call = shared(embedded, parts=("files",))
    kept = {
        key.ref
        for key in reading.open_shared(call.ref, embedded.keyring(OTHER_OFFICE), on=embedded.now.date()).scope_keys
    }
    last = Entry.objects.filter(dossier=call.ref).count()
    Grant.objects.filter(dossier=call.ref).exclude(expires_on=None).delete()
    casework.add_files(call.ref, [embedded.file()], embedded.keyring(PROTECTION), at=embedded.now)
    added = Entry.objects.filter(dossier=call.ref, seq__gt=last)
    assert added and not {row.scope_ref for row in added} & kept


@pytest.mark.as_owner
def test_nothing_is_written_to_a_partner_in_a_dossier_that_was_changed_outside_the_program(embedded):
    call = shared(embedded)
    made = embedded.case(call.ref).sharing.shares[0].ref
    Entry.objects.filter(dossier=call.ref, seq=3).delete()
    before = embedded.dump()
    with pytest.raises(Refused, match="changed outside the program"):
        sharing.write_to_partner(call.ref, made, "Still here?", embedded.keyring(PROTECTION), at=embedded.now)
    assert embedded.dump() == before


@pytest.mark.as_owner
def test_a_letter_that_no_member_of_the_holder_signed_opens_nothing(embedded):
    call = shared(embedded)
    from safeconduct.access.models import MemberCertificate

    MemberCertificate.objects.filter(member=embedded.keyring(PROTECTION).member).delete()
    with pytest.raises(NotFound):
        received(embedded, call)


def test_only_a_question_that_waits_is_answered(embedded):
    call = embedded.call()
    consent = asked(embedded, call)
    for other in ("0" * 32, ""):
        before = embedded.dump()
        allowing.answer_consent(call.visit(), other, yes=True, at=embedded.now)
        assert embedded.dump() == before
    allowing.answer_consent(call.visit(), consent, yes=False, at=embedded.now)
    before = embedded.dump()
    allowing.answer_consent(call.visit(), consent, yes=True, at=embedded.now)
    assert embedded.dump() == before


def test_only_a_yes_that_stands_is_taken_back(embedded):
    call = embedded.call()
    waiting = asked(embedded, call)
    agreed(embedded, call, purpose="advice")
    for other in ("0" * 32, waiting):
        before = embedded.dump()
        allowing.withdraw_consent(call.visit(), other, at=embedded.now)
        assert embedded.dump() == before


def test_what_one_holds_is_not_opened_as_something_shared(embedded):
    call = shared(embedded)
    with pytest.raises(NotFound):
        reading.open_shared(call.ref, embedded.keyring(PROTECTION), on=embedded.now.date())

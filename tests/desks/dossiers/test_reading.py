"""Who opens a dossier, how much of it and until when: by the grants alone, each of which is looked at."""

from datetime import date, timedelta

import pytest

from safeconduct.access import lookup
from safeconduct.cases.desk.opening import author
from safeconduct.dossiers.desk import reading, sharing, writing
from safeconduct.dossiers.entry import NewEntry
from safeconduct.dossiers.models import CardNote, Dossier, EndedGrant, Entry, Grant
from safeconduct.intake.desk import allowing
from safeconduct.vocabulary.refusal import NotFound
from tests.builders import MORNING
from tests.embedded import COLLEAGUE, LIGHTHOUSE, OTHER_COMPARTMENT, OTHER_OFFICE, PROTECTION

pytestmark = pytest.mark.as_owner

UNTIL = date(2026, 4, 4)
WHOLE = {"messages", "story", "contact", "identity"}


def opens(open_it):
    """The names of the scopes that open; none where there is nothing to find."""
    try:
        return {key.name for key in open_it().scope_keys}
    except NotFound:
        return set()


def own(embedded, call, name=PROTECTION):
    return opens(lambda: reading.open_with_keyring(call.ref, embedded.keyring(name)))


def shared(embedded, call, name=OTHER_OFFICE, on=None):
    return opens(lambda: reading.open_shared(call.ref, embedded.keyring(name), on=on or embedded.now.date()))


@pytest.fixture
def share(embedded):
    """The reference, the recipient and the keys of a story that is shared."""
    call, mara = embedded.call(), embedded.keyring(PROTECTION)
    dossier = reading.open_with_keyring(call.ref, mara)
    keys = [dossier.key_of("story"), sharing.new_channel()]
    theirs = lookup.recipient_for(embedded.office(LIGHTHOUSE).ref, "requests")
    given = {"until": UNTIL, "by": author(mara), "at": embedded.now}
    sharing.share(dossier, keys[:1], keys[1], theirs, {}, {"shared_by": "Harbour Desk"}, **given)
    return call, theirs.compartment, keys


def test_open_with_keyring_is_for_who_holds_it_and_open_shared_for_who_was_given_a_part(embedded, share):
    """_own_grants are those that do not end, and _grants_that_stand those of one dossier."""
    call, _, _ = share
    assert own(embedded, call) == own(embedded, call, COLLEAGUE) == WHOLE | {"share"}
    assert shared(embedded, call) == {"story", "share"}
    assert own(embedded, call, OTHER_OFFICE) == own(embedded, call, OTHER_COMPARTMENT) == set()
    assert shared(embedded, call, PROTECTION) == shared(embedded, call, OTHER_COMPARTMENT) == set()


def test_open_shared_reads_through_the_last_day(embedded, share):
    call, _, _ = share
    assert shared(embedded, call, on=UNTIL) and not shared(embedded, call, on=UNTIL + timedelta(days=1))


def test_grants_that_were_ended_do_not_open_as_far_as_they_did(embedded, share):
    """Also when the wraps are put back from a backup: _grants_that_stand leaves out which were ended."""
    call, compartment, keys = share
    wraps = list(Grant.objects.filter(dossier=call.ref, compartment=compartment))
    sharing.end_share(call.ref, compartment, [keys[0].ref], at=embedded.now)
    assert shared(embedded, call) == {"share"}
    sharing.end_share(call.ref, compartment, [keys[1].ref], at=embedded.now)
    Grant.objects.bulk_create(wraps)
    assert shared(embedded, call) == set()
    assert own(embedded, call) == WHOLE | {"share"}, "what was ended for one compartment is not ended for another"


def test_end_share_ends_one_share_of_one_dossier(embedded, share):
    """Not what the holder itself reads under the same keys, nor what others were given, nor another dossier."""
    call, compartment, keys = share
    own_note = CardNote.objects.filter(dossier=embedded.call(LIGHTHOUSE).ref, compartment=compartment)
    holder = embedded.keyring(PROTECTION).epochs[0].compartment
    before = Grant.objects.count()
    sharing.end_share(call.ref, holder, [key.ref for key in keys], at=embedded.now)
    EndedGrant.objects.all().delete()
    assert Grant.objects.count() == before
    other = embedded.call()
    for row in Grant.objects.filter(dossier=call.ref, compartment=compartment):
        row.pk, row.dossier = None, other.ref
        row.save()
    visas = embedded.keyring(OTHER_COMPARTMENT).epochs[0].compartment
    for row in Grant.objects.filter(dossier=call.ref, compartment=compartment):
        row.pk, row.compartment = None, visas
        row.save()
    sharing.end_share(call.ref, compartment, [key.ref for key in keys], at=embedded.now)
    left = Grant.objects.exclude(expires_on=None).values_list("dossier", "compartment").distinct()
    assert set(left) == {(other.ref, compartment), (call.ref, visas)}
    assert own_note.exists() and not CardNote.objects.filter(dossier=call.ref, compartment=compartment).exists()


def test_a_hidden_dossier_does_not_open_as_far_as_its_grants_would(embedded, share):
    call, _, _ = share
    allowing.ask_for_erasure(call.visit(), at=embedded.now)
    assert own(embedded, call) == shared(embedded, call) == set()


def test_grants_that_were_ended_for_others_or_elsewhere_open_as_far_as_before(embedded, share):
    """_grants_that_stand leaves out which were ended of this dossier, this scope and this compartment."""
    call, compartment, keys = share
    on = embedded.now.date()
    EndedGrant.objects.create(dossier="9f" * 16, scope_ref=keys[0].ref, compartment=compartment, ended_on=on)
    EndedGrant.objects.create(dossier=call.ref, scope_ref="9f" * 16, compartment=compartment, ended_on=on)
    EndedGrant.objects.create(dossier=call.ref, scope_ref=keys[0].ref, compartment="9f" * 16, ended_on=on)
    assert shared(embedded, call) == {"story", "share"}


@pytest.mark.parametrize("mark", [{"erase_after": MORNING}, {"erased_on": MORNING.date()}], ids=["hidden", "erased"])
def test_a_mark_of_erasure_closes_a_dossier_as_far_as_grants_came_back(embedded, share, mark):
    """_open_as_far_as asks the row, whatever a backup brought back."""
    call, _, _ = share
    Dossier.objects.filter(ref=call.ref).update(**mark)
    assert own(embedded, call) == shared(embedded, call) == set()


def test_grants_without_their_dossier_do_not_open_as_far_as_they_would(embedded, share):
    """_open_as_far_as needs the row."""
    call, _, _ = share
    Dossier.objects.filter(ref=call.ref).delete()
    assert own(embedded, call) == shared(embedded, call) == set()


def test_a_grant_of_another_dossier_is_not_opened_in_this_one(embedded):
    """_grants_that_stand takes those of one dossier: each key names its own."""
    mine, other = embedded.call(), embedded.call()
    dossier = reading.open_with_keyring(mine.ref, embedded.keyring(PROTECTION))
    theirs = reading.open_with_keyring(other.ref, embedded.keyring(PROTECTION))
    assert not {key.ref for key in dossier.scope_keys} & {key.ref for key in theirs.scope_keys}


def test_scope_of_a_grant_under_an_epoch_that_is_not_held_is_none(embedded):
    """_open_as_far_as passes over it, and the others still open."""
    call = embedded.call()
    story = reading.open_with_keyring(call.ref, embedded.keyring(PROTECTION)).key_of("story")
    Grant.objects.filter(dossier=call.ref, scope_ref=story.ref).update(epoch=2)
    assert own(embedded, call) == WHOLE - {"story"}
    Grant.objects.filter(dossier=call.ref).exclude(compartment="").update(epoch=2)
    assert own(embedded, call) == set()


def test_wraps_to_codes_are_those_of_one_dossier(embedded):
    """_wraps_to_codes: a code opens the messages of its own dossier, whatever else is wrapped there or elsewhere."""
    mine, other = embedded.call(), embedded.call()
    identity = mine.code.identity_with(mine.own_word)
    assert [key.name for key in reading.open_with_code(mine.ref, identity).scope_keys] == ["messages"]
    assert reading.open_with_code(other.ref, identity) is None
    wraps = reading._wraps_to_codes(mine.ref)
    assert len(wraps) == reading.CODES_OF_A_DOSSIER
    in_row = {row.scope_ref for row in Grant.objects.filter(dossier=mine.ref, compartment="")}
    assert in_row <= {ref for ref, _ in wraps}
    not_to_codes = Grant.objects.exclude(dossier=mine.ref, compartment="").values_list("wrapped", flat=True)
    assert not {bytes(one) for one in not_to_codes} & {wrapped for _, wrapped in wraps}


def test_end_grants_of_code_ends_those_of_one_code_in_one_dossier(embedded):
    mine, other = embedded.call(), embedded.call()
    identity = mine.code.identity_with(mine.own_word)
    before = set(Grant.objects.values_list("pk", flat=True))
    story = reading.open_with_keyring(other.ref, embedded.keyring(PROTECTION))
    writing.grant_messages_to_code(story, identity.public_seal)
    writing.end_grants_of_code(mine.ref, identity)
    assert reading.open_with_code(mine.ref, identity) is None
    assert reading.open_with_code(other.ref, identity) is not None
    assert len(before - set(Grant.objects.values_list("pk", flat=True))) == 1


def test_append_writes_nothing_under_a_key_that_was_shared(embedded, share):
    call, _, keys = share
    mara = embedded.keyring(PROTECTION)
    held = reading.open_with_keyring(call.ref, mara).scope_keys
    told = NewEntry("story", "told_more", {"text": "They came back."})
    writing.append(call.ref, [told], {}, held=held, by=author(mara), at=embedded.now)
    newest = Entry.objects.filter(dossier=call.ref).order_by("-seq").first()
    assert newest.scope_ref not in {key.ref for key in keys}
    assert "told_more" not in {
        one.kind
        for one in reading.open_shared(call.ref, embedded.keyring(OTHER_OFFICE), on=embedded.now.date()).written()
    }
    assert reading.open_with_keyring(call.ref, embedded.keyring(PROTECTION)).written("told_more")


def test_opened_are_the_entries_that_append_wrote_into_one_dossier_and_not_in_another(embedded):
    """_entries_of takes entries and their keys of one dossier."""
    mine, other = embedded.call(), embedded.call()
    assert 0 not in [Entry.objects.filter(dossier=one.ref, seq=1).count() for one in (mine, other)]
    for call in (mine, other):
        entries = reading.open_with_keyring(call.ref, embedded.keyring(PROTECTION)).entries
        assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
        assert all(entry.data for entry in entries)

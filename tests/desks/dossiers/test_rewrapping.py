"""After a new key of a compartment: who may rewrap, and what does not open is counted and left as it is."""

import pytest

from safeconduct.dossiers.desk import rewrapping
from safeconduct.dossiers.models import CardNote, CardNoteKey, Grant
from safeconduct.vocabulary.refusal import NotFound
from tests.embedded import COLLEAGUE, OTHER_COMPARTMENT, PROTECTION
from tests.organising import certify_key, compartment_ref, leave, make_keys, rewrap

pytestmark = pytest.mark.as_owner


def new_key(embedded):
    leave(embedded, COLLEAGUE)
    make_keys(embedded)
    certify_key(embedded)


def test_rewrap_is_for_who_holds_the_newest_epoch(embedded):
    embedded.call()
    before = embedded.keyring(PROTECTION)
    new_key(embedded)
    for keyring in (before, embedded.keyring(OTHER_COMPARTMENT)):
        with pytest.raises(NotFound):
            rewrapping.rewrap(compartment_ref(embedded), keyring, goes_on=lambda: True)
    assert set(Grant.objects.exclude(compartment="").values_list("epoch", flat=True)) == {1}
    assert (rewrap(embedded).left, rewrap(embedded).unopened) == (0, 0)


def test_a_note_without_a_key_is_not_rewrapped_and_is_counted(embedded):
    """_rewrap_note leaves it as it is."""
    embedded.call()
    new_key(embedded)
    CardNoteKey.objects.all().delete()
    done = rewrap(embedded)
    assert (done.unopened, done.left) == (1, 1)
    assert CardNote.objects.get().epoch == 1


def test_a_grant_under_an_epoch_that_is_not_held_is_not_rewrapped_and_is_counted(embedded):
    """_held finds no keys for it."""
    call = embedded.call()
    new_key(embedded)
    odd = Grant.objects.filter(dossier=call.ref).exclude(compartment="").first()
    Grant.objects.filter(pk=odd.pk).update(epoch=0)
    done = rewrap(embedded)
    assert (done.unopened, done.left) == (1, 1)
    assert Grant.objects.get(pk=odd.pk).epoch == 0

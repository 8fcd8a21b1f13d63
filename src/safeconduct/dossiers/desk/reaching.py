"""Keep how far a dossier's chain reaches, when its office opens it."""

from safeconduct.access.keyring import Keyring
from safeconduct.dossiers.entry import Entry
from safeconduct.dossiers.models import Grant
from safeconduct.dossiers.opening import OpenDossier
from safeconduct.dossiers.scope import wrapped_for


def keep_reach(dossier: OpenDossier, keyring: Keyring) -> None:
    """In the transaction that holds the dossier. Nothing is written when nothing came since, and never less than before."""
    if dossier.broken_at is not None or dossier.cut_short is not None or dossier.kept == dossier.end:
        return
    first, newest_epoch_first = dossier.entries[0], sorted(keyring.epochs, key=lambda held: held.epoch, reverse=True)
    if not isinstance(first, Entry):
        return
    # The key with which the first entry opened: a row beside it may hold another under the same reference.
    scope = next(key for key in reversed(dossier.scope_keys) if key.ref == first.scope_ref)
    own = Grant.objects.filter(
        dossier=dossier.ref, scope_ref=scope.ref, compartment=dossier.compartment, expires_on=None
    )
    for held in newest_epoch_first:
        if held.compartment == dossier.compartment:
            wrapped = wrapped_for(held.identity.public_seal, dossier.ref, scope, reach=dossier.end)
            # Not save(): a grant that was ended or wrapped to a newer key meanwhile stays as it is.
            if own.filter(epoch=held.epoch).update(wrapped=wrapped):
                return

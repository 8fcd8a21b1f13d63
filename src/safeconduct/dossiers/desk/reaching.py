"""Keep how far a dossier's chain reaches, when its office opens it."""

from safeconduct.access.keyring import Keyring
from safeconduct.dossiers.models import Entry, Grant
from safeconduct.dossiers.opening import OpenDossier
from safeconduct.dossiers.scope import wrapped_for


def keep_reach(dossier: OpenDossier, keyring: Keyring) -> None:
    """In the transaction that holds the dossier. Nothing is written when nothing came since, and never less than before."""
    if dossier.broken_at is not None or dossier.cut_short is not None or dossier.kept == dossier.end:
        return
    first = Entry.objects.filter(dossier=dossier.ref, seq=1).values("scope_ref")
    own = Grant.objects.filter(
        dossier=dossier.ref, scope_ref__in=first, compartment=dossier.compartment, expires_on=None
    )
    for grant in own:
        identity = keyring.identity_of(grant.compartment, grant.epoch)
        scope = next((key for key in dossier.scope_keys if key.ref == grant.scope_ref), None)
        if identity and scope:
            wrapped = wrapped_for(identity.public_seal, dossier.ref, scope, reach=dossier.end)
            # Not save(): a grant that was ended or wrapped to a newer key meanwhile stays as it is.
            Grant.objects.filter(pk=grant.pk, epoch=grant.epoch).update(wrapped=wrapped)

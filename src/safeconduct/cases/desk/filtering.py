"""A member's own saved filters: read, save, remove. They say nothing of any dossier and stand in no journal."""

from django.db import transaction

from safeconduct.access.desk import setting_apart
from safeconduct.access.keyring import Keyring
from safeconduct.cases.case_filter import CaseFilter, refusal_to_saving, saved_as_bytes, saved_from
from safeconduct.vocabulary.refusal import insist


def saved_filters(keyring: Keyring) -> dict[str, CaseFilter]:
    """By the names that the member gave, in their order."""
    body = setting_apart.filters_of(keyring)
    saved = saved_from(body) if body else {}
    return {name: saved[name] for name in sorted(saved, key=str.casefold)}


@transaction.atomic
def save_filter(name: str, wanted: CaseFilter, keyring: Keyring) -> None:
    """Under a name that is there already it takes the place of the one before."""
    setting_apart.hold_filters(keyring)
    saved = saved_filters(keyring)
    name = name.strip()
    insist(refusal_to_saving(name, wanted, saved))
    setting_apart.keep_filters(saved_as_bytes({**saved, name: wanted}), keyring)


@transaction.atomic
def remove_filter(name: str, keyring: Keyring) -> None:
    """Removing one that is not there any more changes nothing."""
    setting_apart.hold_filters(keyring)
    saved = saved_filters(keyring)
    if name in saved:
        del saved[name]
        setting_apart.keep_filters(saved_as_bytes(saved), keyring)

"""What the verbs of hearings share: find one, and write a change of it into the case and the groups that read it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from safeconduct.access.keyring import Keyring
from safeconduct.cases.desk import opening as casework
from safeconduct.cases.desk.opening import Opened
from safeconduct.coordination.desk.opening import OpenGroup, append, key_under, opened
from safeconduct.coordination.hearing import Hearing, hearings
from safeconduct.dossiers.entry import Entry, NewEntry
from safeconduct.dossiers.scope import SHARE
from safeconduct.intake.consent import GroupItem, before_groups
from safeconduct.intake.desk import linking
from safeconduct.sealing.record import new_ref
from safeconduct.vocabulary.refusal import the_one

IN_CASE = "coordination"


def write(
    one: Opened,
    hearing: Hearing,
    kind: str,
    data: Mapping[str, Any],
    duties: list[NewEntry],
    keyring: Keyring,
    *,
    at: datetime,
) -> None:
    """In the case, with what it changes of the duties, and in each group that the hearing was called out to."""
    office = {"organisation": keyring.organisation, "office": keyring.office_name}
    links = {"hearing": hearing.ref, "change": new_ref(), "after": hearing.last}
    casework.append(one, keyring, [NewEntry(IN_CASE, kind, {**links, **office, **data}), *duties], at=at)
    for item in called_out(one.case.written, hearing.ref):
        group = opened(item.group, keyring, at=at)
        if kind == "hearing_changed":
            for asked in of_group(group, hearing.ref).asked:
                linking.take_away(asked.row)
        append_to(group, hearing.ref, kind, data, keyring, at=at)


def called_out(written: Iterable[Entry], hearing: str) -> tuple[GroupItem, ...]:
    """Before which groups a hearing of a case stands."""
    return tuple(item for item in before_groups(written) if item.hearing == hearing and not item.outside)


def append_to(one: OpenGroup, ref: str, kind: str, data: Mapping[str, Any], keyring: Keyring, *, at: datetime) -> None:
    hearing = of_group(one, ref)
    links = {"hearing": ref, "change": new_ref(), "after": hearing.last}
    append(one, keyring, NewEntry(SHARE, kind, {**links, **data}), key_under(one, hearing.scope_ref), at=at)


def of_case(one: Opened, ref: str) -> Hearing:
    return the_one(hearings(one.case.written), ref)


def of_group(one: OpenGroup, ref: str) -> Hearing:
    return the_one(hearings(one.written), ref)

"""The verb of conversing: parts of a conversation enter the story of a case."""

from datetime import datetime

from django.db import transaction

from safeconduct.access.keyring import Keyring
from safeconduct.cases.desk.opening import append, journal, opened
from safeconduct.cases.story_part import StoryPart, not_yet_in, refusal_to_putting_in, story_parts
from safeconduct.dossiers.entry import NewEntry
from safeconduct.sealing.record import new_ref
from safeconduct.vocabulary.refusal import insist


@transaction.atomic
def put_in(ref: str, parts: tuple[StoryPart, ...], keyring: Keyring, *, at: datetime) -> int:
    """Each part as an entry of its own, so that one can be erased alone; how many were new."""
    one = opened(ref, keyring)
    insist(refusal_to_putting_in(parts))
    new = not_yet_in(parts, story_parts(one.case.written))
    if new:
        append(
            one, keyring, [NewEntry("story", "story_part", {"ref": new_ref(), **part.as_data()}) for part in new], at=at
        )
    journal("StoryPartsPutIn", ref, keyring, at=at)
    return len(new)

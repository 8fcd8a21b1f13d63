"""When a session is over, its keys are nowhere: no row of the database opens with the old cookie, whatever is tried.

Each case is one way in which time passes or something happens; the clock stands still between.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from safeconduct.access.desk import signing_in
from safeconduct.access.models import Member, Organisation, Session
from safeconduct.access.presence import Presence
from safeconduct.jobs import sweeping
from safeconduct.sealing.keys import Identity
from safeconduct.sealing.place import place
from safeconduct.sealing.record import new_key, unseal
from safeconduct.sealing.session_key import new_boot_secret, row_of, session_key
from safeconduct.sealing.unopened import Unopened
from safeconduct.web import boot
from tests.embedded import COLLEAGUE, HARBOUR, PROTECTION, Embedded

# Every row of every table is tried.
pytestmark = pytest.mark.as_owner
MINUTE, HOUR, SECOND = timedelta(minutes=1), timedelta(hours=1), timedelta(seconds=1)


@dataclass
class Visit:
    """One browser's session of one kind, and the secret of the host that serves it."""

    embedded: Embedded
    kind: str
    cookie: str
    boot_secret: bytes

    def come_back(self, cookie: str = "") -> Presence | None:
        return signing_in.come_back(cookie or self.cookie, boot_secret=self.boot_secret, at=self.embedded.now)

    def wait(self, length: timedelta) -> None:
        self.embedded.clock.pass_by(length)

    def work(self, length: timedelta) -> None:
        """A request every ten minutes."""
        until = self.embedded.now + length
        while self.embedded.now < until:
            self.wait(min(10 * MINUTE, until - self.embedded.now))
            self.come_back()


def begun(embedded: Embedded, kind: str) -> Visit:
    if kind == "staff":
        cookie = embedded.session(PROTECTION)
    else:
        cookie = signing_in.begin_visit({"code": "00" * 16}, boot_secret=boot.secret(), at=embedded.now)
    return Visit(embedded, kind, cookie, boot.secret())


def keys_found(visit: Visit) -> list[str]:
    """Every column of every row that the old cookie opens, with this host's secret and under any row's name."""
    key, found = session_key(visit.cookie, visit.boot_secret), []
    places = [place("session", row) for row in (row_of(visit.cookie), *Session.objects.values_list("row", flat=True))]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            sealed = [bytes(one) for row in cursor.fetchall() for one in row if isinstance(one, (bytes, memoryview))]
            found += [table for body in sealed for where in places if _opens(key, body, where)]
    return found


def _opens(key: bytes, body: bytes, where: bytes) -> bool:
    try:
        unseal(key, body, where)
    except (Unopened, ValueError):
        return False
    return True


def lock(visit: Visit) -> None:
    presence = visit.come_back()
    assert presence
    signing_in.lock_all(presence)


def lock_on_another_device(visit: Visit) -> None:
    lock(begun(visit.embedded, "staff"))


def sign_out(visit: Visit) -> None:
    signing_in.sign_out(visit.cookie)


def restart(visit: Visit) -> None:
    """The program starts anew: its boot secret is another."""
    visit.boot_secret = new_boot_secret()


def leave(_visit: Visit) -> None:
    Member.objects.filter(name=PROTECTION).update(ended_on=_visit.embedded.now.date())


def swap_root(_visit: Visit) -> None:
    Organisation.objects.filter(slug=HARBOUR).update(root_sign=Identity(new_key()).public_sign)


def sweep(visit: Visit) -> None:
    sweeping.sweep(at=visit.embedded.now)


def put_row_back(visit: Visit) -> None:
    """Whoever holds the disk puts the row of an ended session back, as an old copy has it."""
    row = Session.objects.get(row=row_of(visit.cookie))
    visit.wait(16 * MINUTE if visit.kind == "staff" else 21 * MINUTE)
    assert visit.come_back() is None
    row.save(force_insert=True)
    assert visit.come_back() is None


def then(*happenings: Callable[[Visit], Any]) -> Callable[[Visit], None]:
    def happen(visit: Visit) -> None:
        for happening in happenings:
            happening(visit)

    return happen


def waits(length: timedelta) -> Callable[[Visit], None]:
    return lambda visit: visit.wait(length)


def works(length: timedelta) -> Callable[[Visit], None]:
    return lambda visit: visit.work(length)


OVER = {
    "staff: a quarter of an hour without a request": ("staff", waits(15 * MINUTE)),
    "staff: a night": ("staff", waits(12 * HOUR)),
    "staff: eight hours of work": ("staff", works(8 * HOUR)),
    "staff: nine hours of work": ("staff", works(9 * HOUR)),
    "staff: a pause after work": ("staff", then(works(HOUR), waits(15 * MINUTE))),
    "staff: a clock that goes back before the beginning": ("staff", waits(-SECOND)),
    "staff: a clock that goes back an hour": ("staff", waits(-HOUR)),
    "staff: a clock that goes forward ten years": ("staff", waits(timedelta(days=3650))),
    "staff: locked": ("staff", lock),
    "staff: locked on another device": ("staff", lock_on_another_device),
    "staff: locked after work": ("staff", then(works(HOUR), lock)),
    "staff: signed out": ("staff", sign_out),
    "staff: the service starts anew": ("staff", restart),
    "staff: the service starts anew twice": ("staff", then(restart, restart)),
    "staff: swept after the last hour": ("staff", then(waits(9 * HOUR), sweep)),
    "staff: locked, then the clock goes back": ("staff", then(lock, waits(-MINUTE))),
    "defender: twenty minutes without a request": ("defender", waits(20 * MINUTE)),
    "defender: two hours of reading": ("defender", works(2 * HOUR)),
    "defender: a clock that goes back": ("defender", waits(-SECOND)),
    "defender: closed": ("defender", sign_out),
    "defender: the service starts anew": ("defender", restart),
    "defender: swept after the last hour": ("defender", then(waits(3 * HOUR), sweep)),
}
LIVES = {
    "staff: a second before the quarter of an hour": ("staff", waits(15 * MINUTE - SECOND)),
    "staff: a second before eight hours of work": ("staff", works(8 * HOUR - SECOND)),
    "staff: the sweep comes by": ("staff", sweep),
    "staff: a colleague locks": ("staff", lambda visit: signing_in.lock_all(visit.embedded.presence(COLLEAGUE))),
    "defender: a second before twenty minutes": ("defender", waits(20 * MINUTE - SECOND)),
    "defender: a member locks": ("defender", lambda visit: signing_in.lock_all(visit.embedded.presence(PROTECTION))),
}


@pytest.mark.parametrize(("kind", "happens"), OVER.values(), ids=list(OVER))
def test_a_session_is_over_and_its_keys_are_nowhere_after(embedded, kind, happens):
    visit = begun(embedded, kind)
    happens(visit)
    assert visit.come_back() is None
    visit.wait(SECOND)
    sweep_if_the_clock_went_back(visit)
    assert visit.come_back() is None
    assert keys_found(visit) == []


def sweep_if_the_clock_went_back(visit: Visit) -> None:
    """A session from the future is refused, and its row stays until its hour: time itself takes it away."""
    if Session.objects.filter(row=row_of(visit.cookie)).exists() and visit.boot_secret == boot.secret():
        visit.wait(10 * HOUR)
        sweep(visit)


@pytest.mark.parametrize(("kind", "happens"), LIVES.values(), ids=list(LIVES))
def test_a_session_lives_on_after(embedded, kind, happens):
    visit = begun(embedded, kind)
    happens(visit)
    assert visit.come_back() is not None
    assert set(keys_found(visit)) == {"access_session"}, "the search must find a key that is there"


@pytest.mark.parametrize("happens", [leave, swap_root], ids=["the member left", "the root key was swapped"])
def test_a_session_opens_no_keyring_after(embedded, happens):
    visit = begun(embedded, "staff")
    happens(visit)
    presence = visit.come_back()
    assert presence is None or signing_in.keyring_of(presence) is None


@pytest.mark.parametrize("kind", ["staff", "defender"])
def test_a_row_that_was_put_back_from_a_copy_of_the_disk_revives_nothing(embedded, kind):
    put_row_back(begun(embedded, kind))


def test_a_proof_ends_after_five_minutes_when_it_is_given_back_and_with_the_lock(embedded):
    for ends in ("time", "given back", "lock"):
        visit, typed = begun(embedded, "staff"), embedded.sign_in_of(PROTECTION).passphrase
        given = {"boot_secret": boot.secret(), "at": embedded.now}
        assert signing_in.prove_again(visit.cookie, visit.come_back(), typed, **given)
        assert visit.come_back().has_proved_at(embedded.now)
        if ends == "time":
            visit.wait(5 * MINUTE)
        elif ends == "given back":
            signing_in.end_proof(visit.cookie, boot_secret=boot.secret())
        else:
            lock(visit)
        presence = visit.come_back()
        assert presence is None if ends == "lock" else not presence.has_proved_at(embedded.now)

"""The page of today tells of recoveries, of the recovery key's next step and of what an administrator is to sign."""

import html
import re

import pytest

from safeconduct.access.desk import recovering, safeguarding
from safeconduct.access.recovery import REHEARSAL
from tests.organising import certify, certify_key, invite, join, leave, make_keys
from tests.pages.page import text_of
from tests.recovering import HOLDERS, a_signed_key, entrust, make, opened, waited

pytestmark = pytest.mark.slow


def told(embedded, name):
    """What the page of today says to this member, without its markup."""
    page = re.sub(r"<[^>]+>", " ", text_of(embedded.staff(name).get("/desk/")))
    return " ".join(html.unescape(page).split())


@pytest.mark.recovery_key
@pytest.mark.parametrize("name", ["ines", "jonas", "vera", "mara", "amal"])
def test_whoever_could_object_meets_a_recovery_on_the_first_page(embedded, name):
    assert "as if it were lost" not in told(embedded, name)
    opened(embedded, agree=())
    assert "petra asks to hold “Protection” of Harbour Desk, as if it were lost" in told(embedded, name)


@pytest.mark.recovery_key
def test_who_has_nothing_to_do_with_it_is_told_nothing(embedded):
    opened(embedded)
    assert "as if it were lost" not in told(embedded, "luka")


@pytest.mark.recovery_key
def test_who_holds_the_compartment_is_told_to_have_it_stopped(embedded):
    opened(embedded)
    assert "You hold its key: have an administrator stop this" in told(embedded, "mara")
    assert "You hold its key" not in told(embedded, "amal")


@pytest.mark.recovery_key
def test_an_administrator_is_told_what_a_yes_is_worth(embedded):
    opened(embedded, agree=("ines",))
    assert "Agree only if you have spoken to this person; else stop it" in told(embedded, "jonas")
    assert "1 of 2 administrators agree" in told(embedded, "ines")


@pytest.mark.recovery_key
def test_a_rehearsal_is_said_to_open_nothing(embedded):
    opened(embedded, REHEARSAL, by="mara")
    assert "mara rehearses the recovery in Harbour Desk; it opens nothing" in told(embedded, "vera")


def test_each_step_of_a_recovery_key_stands_before_whoever_is_to_take_it(embedded):
    ref = safeguarding.propose_key(HOLDERS, 2, embedded.keyring("ines"), has_proved=True, at=embedded.now)
    assert "you are to make it. Holders: mara, vera, amal" in told(embedded, "jonas")
    assert "recovery key" not in told(embedded, "ines")
    make(embedded, ref)
    assert "It counts when you have signed for its holders" in told(embedded, "ines")


def test_who_holds_a_compartment_is_asked_whether_the_holders_are_trusted(embedded):
    ref = a_signed_key(embedded)
    assert "See whether you trust the holders of the recovery key with Protection" in told(embedded, "mara")
    entrust(embedded, ref, "mara")
    assert "recovery key" not in told(embedded, "mara")


def test_an_administrator_finds_whom_to_certify_until_they_have(embedded):
    _joining, words = join(embedded, invite(embedded))
    for name in ("ines", "jonas"):
        assert "noor waits to be certified" in told(embedded, name)
    assert "waits to be certified" not in told(embedded, "mara")
    certify(embedded, "noor", words, by=("ines",))
    assert "noor waits to be certified" not in told(embedded, "ines")
    assert "noor waits to be certified" in told(embedded, "jonas")


def test_an_administrator_finds_a_new_key_that_waits(embedded):
    leave(embedded, "tomas")
    make_keys(embedded)
    assert "A new key of Protection waits for an administrator" in told(embedded, "jonas")
    certify_key(embedded)
    assert "waits for an administrator" not in told(embedded, "jonas")


@pytest.mark.recovery_key
def test_what_has_ended_is_told_no_more(embedded):
    ref = waited(embedded)
    assert "Holders hand in from" in told(embedded, "vera")
    recovering.stop(ref, embedded.keyring("ines"), has_proved=True, at=embedded.now)
    assert "as if it were lost" not in told(embedded, "vera")

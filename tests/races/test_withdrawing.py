"""A consent is taken back beside what goes out on its strength: nothing is open afterwards, whichever came first."""

from datetime import timedelta
from functools import partial

import pytest

from safeconduct.cases.capital import PARTS
from safeconduct.cases.decision import decisions
from safeconduct.cases.desk import asking_capital, sharing
from safeconduct.coordination.desk import belonging, putting_in
from safeconduct.dossiers.models import Grant
from safeconduct.intake.consent import before_groups
from safeconduct.intake.desk import allowing
from safeconduct.intake.models import SourceLink
from tests.at_rest.test_kills import breaks
from tests.builders import a_telling
from tests.coordinating import a_group, to
from tests.desks.cases.test_sharing import agreed, terms
from tests.embedded import OTHER_OFFICE, PROTECTION
from tests.protecting import with_a_step

pytestmark = pytest.mark.slow


def holds(race):
    assert breaks(race.embedded.folder / "safeconduct.sqlite3") == []


def taking_all_back(race, call):
    return lambda: allowing.change_consents(call.visit(), [], language="en", at=race.embedded.now)


def test_a_share_beside_a_withdrawal_is_closed_or_was_never_made(race):
    mara, at, made = race.embedded.keyring(PROTECTION), race.embedded.now, []
    for way in race.ways():
        call = race.embedded.call()
        consent = agreed(race.embedded, call)
        first, _ = way(
            partial(sharing.share, call.ref, terms(race.embedded), mara, has_proved=True, at=at),
            partial(allowing.withdraw_consent, call.visit(), consent, at=at),
        )
        made.append(first.is_done)
        assert not Grant.objects.filter(dossier=call.ref).exclude(expires_on=None).exists()
        holds(race)
    assert True in made and False in made


def test_a_link_to_a_page_for_the_capital_beside_a_withdrawal_opens_nothing_afterwards(race):
    mara, at = race.embedded.keyring(PROTECTION), race.embedded.now
    until, out = at.date() + timedelta(days=5), []
    for way in race.ways():
        call, _step = with_a_step(race.embedded)
        (made,) = decisions(race.embedded.case(call.ref).written)
        asking_capital.keep_page(call.ref, made.ref, dict.fromkeys(PARTS, "A sentence."), mara, at=at)
        first, _ = way(
            partial(asking_capital.make_capital_link, call.ref, made.ref, until, mara, at=at),
            taking_all_back(race, call),
        )
        out.append(first.is_done)
        assert not SourceLink.objects.exists()
        holds(race)
    assert True in out and False in out


def test_a_card_beside_a_withdrawal_stands_before_nobody(race):
    mara, at, put = race.embedded.keyring(PROTECTION), race.embedded.now, []
    for way in race.ways():
        group = a_group(race.embedded)
        call = race.embedded.call(telling=a_telling(consents=("share_network",)))
        first, _ = way(partial(putting_in.put_card, call.ref, to(group), mara, at=at), taking_all_back(race, call))
        put.append(first.is_done)
        assert not before_groups(race.embedded.case(call.ref).written)
        holds(race)
    assert True in put and False in put


def test_a_card_beside_a_leaving_is_open_to_nobody_who_left(race):
    mara, amal, at = race.embedded.keyring(PROTECTION), race.embedded.keyring(OTHER_OFFICE), race.embedded.now
    put = []
    for way in race.ways():
        group = a_group(race.embedded)
        call = race.embedded.call(telling=a_telling(consents=("share_network",)))
        first, _ = way(
            partial(putting_in.put_card, call.ref, to(group), mara, at=at), partial(belonging.leave, group, amal, at=at)
        )
        put.append(first.is_done)
        assert not Grant.objects.filter(dossier=group, compartment__in=amal.compartments).exists()
        holds(race)
    assert True in put and False in put

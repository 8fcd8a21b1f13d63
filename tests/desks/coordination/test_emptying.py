"""A post with open work cannot be closed: those who can read say that it holds none, and only then a registrar closes it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from safeconduct.access.desk import arranging, certifying
from safeconduct.access.models import EmptyPost, Post
from safeconduct.cases.desk import acting, relief
from safeconduct.cases.duty import open_duties
from safeconduct.coordination.desk import emptying, handing_over
from safeconduct.sealing.keys import Identity
from safeconduct.sealing.record import new_key
from safeconduct.vocabulary.refusal import Refused
from tests import organising
from tests.coordinating import a_hearing
from tests.embedded import COLLEAGUE, PROTECTION
from tests.handing_over import handed_over, with_a_head
from tests.organising import certify, member_ref, next_day, post_ref, said_empty, sign_last_day, signed_in
from tests.protecting import an_accepted_case

pytestmark = pytest.mark.django_db(transaction=True)
POST = "Human rights officer"


def close(embedded, post):
    arranging.close_post(post, embedded.keyring("ines"), has_proved=True, at=embedded.now)


def say(embedded, post, *, by=COLLEAGUE):
    emptying.say_empty(post, embedded.keyring(by), at=embedded.now)


def mara_has_left(embedded):
    organising.leave(embedded, PROTECTION)
    return post_ref(embedded, POST)


def test_a_post_of_a_leaver_is_closed_when_its_work_is_taken_and_those_who_can_read_said_so(embedded):
    call = an_accepted_case(embedded)
    with_a_head(embedded)
    handed_over(embedded)
    post = mara_has_left(embedded)
    with pytest.raises(Refused, match="Nobody who holds “Protection”, “Visas” has signed"):
        close(embedded, post)
    with pytest.raises(Refused, match="One case hangs"):
        say(embedded, post)
    handing_over.accept(call.ref, embedded.keyring(COLLEAGUE), at=embedded.now)
    say(embedded, post)
    with pytest.raises(Refused, match="Nobody who holds “Visas” has signed"):
        close(embedded, post)
    said_empty(embedded, post, by=("petra",))
    close(embedded, post)
    assert Post.objects.get(ref=post).closed_on == embedded.now.date()
    assert {"PostSaidEmpty", "PostClosed"} <= set(embedded.events()) and not EmptyPost.objects.exists()


def test_a_duty_in_a_case_of_another_post_keeps_a_post_open(embedded):
    call = an_accepted_case(embedded)
    a_hearing(embedded, call.ref)
    post = mara_has_left(embedded)
    relief.take(call.ref, embedded.keyring(COLLEAGUE), at=embedded.now)
    with pytest.raises(Refused, match="One case hangs"):
        say(embedded, post)
    tomas = embedded.keyring(COLLEAGUE)
    for duty in open_duties(acting.duties_of(embedded.case(call.ref, COLLEAGUE), at=embedded.now)):
        acting.pass_duty(call.ref, duty.ref, tomas.post, tomas, at=embedded.now)
    say(embedded, post)


def test_a_head_whose_turn_may_come_holds_work(embedded):
    an_accepted_case(embedded)
    with_a_head(embedded)
    handed_over(embedded)
    head = post_ref(embedded, "Visa officer")
    other = arranging.create_post("Adviser", embedded.keyring("ines"), has_proved=True, at=embedded.now)
    next_day(embedded)
    certifying.change(member_ref("petra"), other, "officer", embedded.keyring("ines"), has_proved=True, at=embedded.now)
    certify(embedded, "petra", (), by=("jonas",))
    with pytest.raises(Refused, match="One case hangs"):
        say(embedded, head)


def test_nothing_is_passed_to_a_post_that_was_said_to_be_empty(embedded):
    call = an_accepted_case(embedded)
    a_hearing(embedded, call.ref)
    ref = arranging.create_post("Adviser", embedded.keyring("ines"), has_proved=True, at=embedded.now)
    say(embedded, ref)
    mara = embedded.keyring(PROTECTION)
    duty = open_duties(acting.duties_of(embedded.case(call.ref), at=embedded.now))[0]
    with pytest.raises(Refused, match="about to be closed"):
        acting.pass_duty(call.ref, duty.ref, ref, mara, at=embedded.now)
    embedded.clock.pass_by(timedelta(days=7))
    acting.pass_duty(call.ref, duty.ref, ref, embedded.keyring(PROTECTION), at=embedded.now)


def test_the_word_is_good_for_a_week_and_void_when_somebody_gets_the_post(embedded):
    ref = arranging.create_post("Adviser", embedded.keyring("ines"), has_proved=True, at=embedded.now)
    said_empty(embedded, ref)
    embedded.clock.pass_by(timedelta(days=7))
    with pytest.raises(Refused, match="in the last seven days"):
        close(embedded, ref)
    said_empty(embedded, ref)
    certifying.change(member_ref(COLLEAGUE), ref, "officer", embedded.keyring("ines"), has_proved=True, at=embedded.now)
    certify(embedded, COLLEAGUE, (), by=("jonas",))
    assert not EmptyPost.objects.exists()
    with pytest.raises(Refused, match="Somebody holds this post"):
        say(embedded, ref)


@pytest.mark.as_owner
def test_a_word_that_somebody_else_signed_or_whose_signer_left_closes_nothing(embedded):
    ref = arranging.create_post("Adviser", embedded.keyring("ines"), has_proved=True, at=embedded.now)
    said_empty(embedded, ref)
    sound = {row.pk: bytes(row.signature) for row in EmptyPost.objects.all()}
    EmptyPost.objects.update(signature=Identity(new_key()).sign(b"x"))
    with pytest.raises(Refused, match="“Protection”, “Visas”"):
        close(embedded, ref)
    for row in EmptyPost.objects.all():
        row.signature = sound[row.pk]
        row.save()
    sign_last_day(embedded, PROTECTION, embedded.now.date())
    next_day(embedded)
    signed_in(embedded, COLLEAGUE)
    with pytest.raises(Refused, match="who holds “Protection” has signed"):
        close(embedded, ref)


def test_an_administrator_without_keys_says_nothing_and_an_unknown_post_is_refused(embedded):
    with pytest.raises(Refused, match="You hold no compartment"):
        say(embedded, post_ref_of_a_new_post(embedded), by="ines")
    assert not EmptyPost.objects.exists()
    with pytest.raises(Refused, match="no such post"):
        say(embedded, "0d" * 16)


def post_ref_of_a_new_post(embedded):
    return arranging.create_post("Adviser", embedded.keyring("ines"), has_proved=True, at=embedded.now)


def test_a_duty_is_passed_to_a_post_of_the_list_alone(embedded):
    call = an_accepted_case(embedded)
    a_hearing(embedded, call.ref)
    duty = open_duties(acting.duties_of(embedded.case(call.ref), at=embedded.now))[0]
    with pytest.raises(Refused, match="no such post"):
        acting.pass_duty(call.ref, duty.ref, "0d" * 16, embedded.keyring(PROTECTION), at=embedded.now)


def test_who_is_certified_no_more_says_of_no_post_that_it_is_empty(embedded):
    post, before = mara_has_left(embedded), embedded.dump()
    with pytest.raises(Refused, match="No certificate stands"):
        emptying.say_empty(post, replace(embedded.keyring(COLLEAGUE), role=""), at=embedded.now)
    assert embedded.dump() == before

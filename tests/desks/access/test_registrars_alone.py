"""What changes who may do what: only a registrar of the same organisation does it, with their passphrase again.

Each verb of theirs stands in one table. It is tried by an officer, without a fresh proof, and by a registrar of another
organisation; nothing is changed. Then the same call is made as it should be, so that only who asked made the difference.
"""

from dataclasses import replace

import pytest

from safeconduct.access.desk import arranging, certifying, enrolling, leaving, rekeying
from safeconduct.access.models import Compartment, Invitation, Organisation
from safeconduct.sealing.record import new_key, new_ref
from safeconduct.sealing.spoken import key_in_words
from safeconduct.vocabulary.refusal import NotFound, Refused
from tests.embedded import HARBOUR, LIGHTHOUSE
from tests.organising import (
    certify,
    compartment_ref,
    enrolled,
    invite,
    join,
    make_keys,
    member_ref,
    next_day,
    post_ref,
    said_empty,
)


def root_words(embedded, slug=HARBOUR):
    return key_in_words(embedded.frozen.root_secrets[slug])


def an_empty_post(embedded):
    return arranging.create_post("Head of office", embedded.keyring("ines"), has_proved=True, at=embedded.now)


def in_change(embedded):
    """Tomas, for whom a certificate waits that jonas has signed."""
    next_day(embedded)
    member = member_ref("tomas")
    post = post_ref(embedded, "Visa officer")
    certifying.change(member, post, "officer", embedded.keyring("jonas"), has_proved=True, at=embedded.now)
    return member


def a_third_registrar(embedded):
    enrolled(embedded, into=())
    member, ines = member_ref("noor"), embedded.keyring("ines")
    certifying.make_registrar(member, root_words(embedded), ines, has_proved=True, at=embedded.now)
    return member


# Each prepares what the verb needs, and gives the verb with everything but who asks.


def creating_a_post(embedded):
    return arranging.create_post, "Head of office"


def renaming_a_post(embedded):
    return arranging.rename_post, an_empty_post(embedded), "Deputy"


def closing_a_post(embedded):
    ref = an_empty_post(embedded)
    said_empty(embedded, ref)
    return arranging.close_post, ref


def opening_a_compartment(embedded):
    return arranging.open_compartment, "Relocation", "other", member_ref("mara")


def inviting(embedded):
    into = frozenset({compartment_ref(embedded)})
    return enrolling.invite, "noor", post_ref(embedded), "officer", into


def admitting(embedded):
    return enrolling.admit, compartment_ref(embedded), member_ref("petra")


def certifying_somebody(embedded):
    return certifying.certify, in_change(embedded), ""


def changing_a_certificate(embedded):
    next_day(embedded)
    return certifying.change, member_ref("tomas"), post_ref(embedded, "Visa officer"), "officer"


def withdrawing_a_certificate(embedded):
    return certifying.withdraw, in_change(embedded)


def making_a_registrar(embedded):
    return certifying.make_registrar, member_ref("mara"), root_words(embedded)


def ending_a_registrar(embedded):
    return certifying.end_registrar, a_third_registrar(embedded), root_words(embedded)


def ending_an_account(embedded):
    return _leave, member_ref("tomas")


def signing_a_last_day(embedded):
    return leaving.sign_last_day, member_ref("tomas"), embedded.now.date()


def taking_out(embedded):
    return _take_out, compartment_ref(embedded), member_ref("tomas")


def asking_for_a_new_key(embedded):
    return rekeying.ask_anew, compartment_ref(embedded)


def certifying_a_key(embedded):
    compartment = compartment_ref(embedded)
    rekeying.ask_anew(compartment, embedded.keyring("jonas"), has_proved=True, at=embedded.now)
    make_keys(embedded)
    return rekeying.certify_epoch, compartment


def _leave(member, keyring, *, has_proved, at):
    leaving.leave(member, keyring, confirmed=False, root_words="", has_proved=has_proved, at=at)


def _take_out(compartment, member, keyring, *, has_proved, at):
    leaving.take_out(compartment, member, keyring, confirmed=False, has_proved=has_proved, at=at)


VERBS = (
    *(creating_a_post, renaming_a_post, closing_a_post, opening_a_compartment),
    *(inviting, admitting, certifying_somebody, changing_a_certificate, withdrawing_a_certificate),
    *(making_a_registrar, ending_a_registrar, ending_an_account, signing_a_last_day, taking_out),
    *(asking_for_a_new_key, certifying_a_key),
)
IN_ONES_OWN_HOUSE = (creating_a_post,)  # is about nothing that belongs to somebody yet


@pytest.mark.slow
@pytest.mark.parametrize("prepared", VERBS, ids=lambda verb: verb.__name__.replace("_", " "))
def test_only_a_registrar_of_the_house_does_it_and_only_with_a_fresh_proof(embedded, prepared):
    verb, *about = prepared(embedded)
    before = embedded.dump()

    def tries(name, *, has_proved):
        verb(*about, embedded.keyring(name), has_proved=has_proved, at=embedded.now)

    with pytest.raises(Refused, match="Only an administrator"):
        tries("mara", has_proved=True)
    with pytest.raises(Refused, match="did not match"):
        tries("ines", has_proved=False)
    if prepared not in IN_ONES_OWN_HOUSE:
        with pytest.raises((Refused, NotFound)):
            tries("luka", has_proved=True)
    assert embedded.dump() == before
    tries("ines", has_proved=True)
    assert embedded.dump() != before


@pytest.mark.parametrize("name", ["mara", "vera", "luka"])
def test_only_a_registrar_of_the_house_withdraws_an_invitation(embedded, name):
    invite(embedded)
    before = embedded.dump()
    with pytest.raises(NotFound):
        enrolling.withdraw_invitation(Invitation.objects.get().ref, embedded.keyring(name), at=embedded.now)
    assert embedded.dump() == before


# What is not there, and what is somebody else's


def compartment_of_lighthouse():
    lighthouse = Organisation.objects.get(slug=LIGHTHOUSE).ref
    return Compartment.objects.get(organisation=lighthouse, name="Protection").ref


@pytest.mark.parametrize("whose", [new_ref, compartment_of_lighthouse], ids=["of nobody", "of another house"])
def test_nobody_is_let_into_a_compartment_that_is_not_the_houses_own(embedded, whose):
    ines, ref, before = embedded.keyring("ines"), whose(), embedded.dump()
    with pytest.raises(NotFound):
        enrolling.admit(ref, member_ref("petra"), ines, has_proved=True, at=embedded.now)
    with pytest.raises(NotFound):
        post = post_ref(embedded)
        enrolling.invite("noor", post, "officer", frozenset({ref}), ines, has_proved=True, at=embedded.now)
    with pytest.raises(NotFound):
        rekeying.ask_anew(ref, ines, has_proved=True, at=embedded.now)
    assert embedded.dump() == before


def test_somebody_of_another_house_is_not_let_in(embedded):
    before = embedded.dump()
    with pytest.raises(NotFound):
        ines = embedded.keyring("ines")
        enrolling.admit(compartment_ref(embedded), member_ref("amal"), ines, has_proved=True, at=embedded.now)
    assert embedded.dump() == before


def test_a_post_has_a_name_that_no_other_has(embedded):
    ref, ines = an_empty_post(embedded), embedded.keyring("ines")
    before = embedded.dump()
    for name in ("", "Duty officer"):
        with pytest.raises(Refused, match="name"):
            arranging.create_post(name, ines, has_proved=True, at=embedded.now)
        with pytest.raises(Refused, match="name"):
            arranging.rename_post(ref, name, ines, has_proved=True, at=embedded.now)
    assert embedded.dump() == before


# The root key


def test_who_was_certified_by_nobody_becomes_no_registrar(embedded):
    join(embedded, invite(embedded))
    before = embedded.dump()
    with pytest.raises(Refused, match="Two administrators must certify"):
        certifying.make_registrar(
            member_ref("noor"), root_words(embedded), embedded.keyring("ines"), has_proved=True, at=embedded.now
        )
    assert embedded.dump() == before


def test_nobody_changes_a_certificate_of_keys_for_which_nobody_vouched(embedded):
    join(embedded, invite(embedded))
    before = embedded.dump()
    with pytest.raises(Refused, match="Nobody has vouched"):
        certifying.change(
            member_ref("noor"),
            post_ref(embedded),
            "officer",
            embedded.keyring("ines"),
            has_proved=True,
            at=embedded.now,
        )
    assert embedded.dump() == before


@pytest.mark.parametrize("words", ["", "river lamp orchard", "of another house", "of nobody"])
def test_without_the_words_of_this_root_key_nobody_becomes_a_registrar(embedded, words):
    well_written = {"of another house": root_words(embedded, LIGHTHOUSE), "of nobody": key_in_words(new_key())}
    before = embedded.dump()
    with pytest.raises(Refused, match="not the words of this organisation"):
        certifying.make_registrar(
            member_ref("mara"),
            well_written.get(words, words),
            embedded.keyring("ines"),
            has_proved=True,
            at=embedded.now,
        )
    assert embedded.dump() == before


def test_a_registrar_does_not_end_themself_and_who_is_none_cannot_be_ended_as_one(embedded):
    a_third_registrar(embedded)
    words, ines, before = root_words(embedded), embedded.keyring("ines"), embedded.dump()
    with pytest.raises(Refused, match="Nobody ends themself"):
        certifying.end_registrar(member_ref("ines"), words, ines, has_proved=True, at=embedded.now)
    with pytest.raises(NotFound):
        certifying.end_registrar(member_ref("tomas"), words, ines, has_proved=True, at=embedded.now)
    assert embedded.dump() == before


def test_two_administrators_stay_however_many_are_ended_on_one_day(embedded):
    """refusal_to_ending_registrar counts whoever was ended today no more."""
    noor, words = a_third_registrar(embedded), root_words(embedded)
    certifying.end_registrar(member_ref("jonas"), words, embedded.keyring("ines"), has_proved=True, at=embedded.now)
    before = embedded.dump()
    with pytest.raises(Refused, match="at least two administrators"):
        certifying.end_registrar(noor, words, embedded.keyring("ines"), has_proved=True, at=embedded.now)
    assert embedded.dump() == before


def test_who_was_ended_as_an_administrator_is_none_from_that_moment(embedded):
    """Not only from tomorrow on; what they signed before counts."""
    a_third_registrar(embedded)
    words, jonas = root_words(embedded), member_ref("jonas")
    assert embedded.keyring("jonas").is_registrar
    certifying.end_registrar(jonas, words, embedded.keyring("ines"), has_proved=True, at=embedded.now)
    assert not embedded.keyring("jonas").is_registrar
    assert embedded.staff("jonas").get("/desk/people/").status_code == 404


# Taking out


def test_who_was_never_let_in_is_not_taken_out(embedded):
    before = embedded.dump()
    with pytest.raises(NotFound):
        _take_out(
            compartment_ref(embedded), member_ref("petra"), embedded.keyring("ines"), has_proved=True, at=embedded.now
        )
    assert embedded.dump() == before


def test_the_last_holder_is_taken_out_only_with_a_warning(embedded):
    visas, petra, ines = compartment_ref(embedded, "Visas"), member_ref("petra"), embedded.keyring("ines")
    before = embedded.dump()
    with pytest.raises(Refused, match="Nobody else holds “Visas”"):
        _take_out(visas, petra, ines, has_proved=True, at=embedded.now)
    assert embedded.dump() == before
    leaving.take_out(visas, petra, ines, confirmed=True, has_proved=True, at=embedded.now)


# Whose certificate is over


def test_who_is_certified_no_more_lets_nobody_in(embedded):
    _, words = join(embedded, invite(embedded))
    certify(embedded, "noor", words)
    mara = without_a_certificate(embedded, "mara")
    before = embedded.dump()
    with pytest.raises(Refused, match="No certificate stands"):
        rekeying.let_in(compartment_ref(embedded), member_ref("noor"), mara, at=embedded.now)
    assert embedded.dump() == before


def without_a_certificate(embedded, name):
    """Their keyring, had their certificate ended."""
    return replace(embedded.keyring(name), role="")

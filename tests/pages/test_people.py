"""People, page by page: what was typed stays, what is refused is said, and what is not yours is not there."""

import html

import pytest

from safeconduct.access.certificate import Admission as AdmissionStatement
from safeconduct.access.models import Admission, Compartment, Invitation, Member
from safeconduct.access.totp import code_at
from safeconduct.sealing.code import written
from tests.embedded import ADMINISTRATOR, COLLEAGUE, LIGHTHOUSE, PROTECTION
from tests.organising import compartment_ref, invite, join, leave, member_ref
from tests.pages.page import heading, sentences, text_of, typed_into

PEOPLE = "/desk/people/"


def proof(embedded, name=ADMINISTRATOR):
    return embedded.sign_in_of(name).passphrase


def member_page(name=COLLEAGUE, verb=""):
    return f"{PEOPLE}{member_ref(name)}/{verb}"


def test_people_shows_who_is_here_and_what_waits(embedded):
    join(embedded, invite(embedded))
    invite(embedded, "kofi")
    page = html.unescape(text_of(embedded.staff(ADMINISTRATOR).get(PEOPLE)))
    for said in ("One thing waits", "Waits for two", "Until 3 Mar 2028", "kofi", "held by mara, tomas", "Visa officer"):
        assert said in page


def test_the_words_of_keys_that_wait_are_not_on_the_page(embedded):
    _, words = join(embedded, invite(embedded))
    page = text_of(embedded.staff(ADMINISTRATOR).get(member_page("noor")))
    assert "eight words" in page and not all(word in page for word in words), "one alone may stand there by chance"


def test_without_the_passphrase_nothing_is_done_and_what_was_typed_stays(embedded):
    client = embedded.staff(ADMINISTRATOR)
    for address, typed in (
        (PEOPLE, {"go": "new_post", "new_post-name": "Head of office"}),
        (PEOPLE + "invite/", {"name": "noor"}),
        (member_page(verb="leave/"), {}),
        (member_page(verb="leave/"), {"go": "ahead", "last_day": "2026-03-31"}),
    ):
        before = embedded.dump()
        response = client.post(address, typed)
        assert response.status_code == 200 and "Type your own passphrase again" in sentences(response)[0]
        assert embedded.dump() == before
    response = client.post(PEOPLE, {"go": "new_post", "new_post-name": "Head of office"})
    assert typed_into(response, "new_post-name") == "Head of office"


def test_a_proved_passphrase_is_not_asked_for_again_within_five_minutes(embedded):
    client = embedded.staff(ADMINISTRATOR)
    first = {"go": "new_post", "new_post-name": "Head of office", "new_post-passphrase": proof(embedded)}
    assert client.post(PEOPLE, first).status_code == 302
    assert "passphrase" not in text_of(client.get(PEOPLE))
    assert client.post(PEOPLE, {"go": "new_post", "new_post-name": "Deputy"}).status_code == 302


def test_another_office_s_member_is_not_there(embedded):
    client = embedded.staff("luka")
    there, not_there = client.get(member_page()), client.get(f"{PEOPLE}{'0' * 32}/")
    assert (there.status_code, there.content) == (404, not_there.content)
    invite(embedded)
    assert client.post(f"{PEOPLE}invitations/{Invitation.objects.get().ref}/withdraw/").status_code == 404


def test_joining_shows_a_picture_and_a_key_and_ends_with_the_words(embedded):
    code, client = invite(embedded), embedded.visitor()
    page = client.post("/desk/join/", {"step": "words", "words": " ".join(written(code, "en"))})
    held = typed_into(page, "held")
    assert heading(page) == "Keep these two" and "<svg" in text_of(page) and "otpauth://" in text_of(page)
    assert heading(client.post("/desk/join/", {"step": "keep", "held": held})) == "Show that you have them"
    shown = text_of(page).split('<ol class="words"')[1].split("</ol>")[0]
    passphrase = " ".join(part.split("<")[0] for part in shown.split("<bdi>")[1:])
    secret = text_of(page).split("secret=")[1].split("&")[0]
    typed = {"step": "kept", "held": held, "passphrase": passphrase, "digits": code_at(secret, at=embedded.now)}
    assert heading(client.post("/desk/join/", typed)) == "Your keys are made"
    assert Member.objects.filter(name="noor").exists()
    assert "No invitation opens" in sentences(client.post("/desk/join/", typed))[0]


@pytest.mark.parametrize("held", ["", "00", "zz", "ab" * 600], ids=["nothing", "short", "no bytes", "other bytes"])
def test_what_was_shown_cannot_be_made_up(embedded, held):
    response = embedded.visitor().post("/desk/join/", {"step": "kept", "held": held, "passphrase": "x", "digits": "1"})
    assert response.status_code == 200 and "started anew" in sentences(response)[0]


@pytest.mark.parametrize("words", ["", "abandon", "abandon " * 13, "nonsense " * 13, "1" * 42, "x" * 2_000])
def test_other_words_open_no_invitation(embedded, words):
    invite(embedded)
    before = embedded.dump()
    response = embedded.visitor().post("/desk/join/", {"step": "words", "words": words})
    assert response.status_code == 200 and sentences(response)
    assert embedded.dump() == before


def test_a_new_member_s_first_page_reads_the_words_out_and_a_certified_one_s_does_not(embedded):
    client = embedded.staff(COLLEAGUE)
    assert "vouch for your keys" not in text_of(client.get("/desk/"))


def test_who_left_is_shown_with_numbers_to_registrars_and_with_codenames_to_holders(embedded):
    call = embedded.call()
    leave(embedded, COLLEAGUE)
    registrar = text_of(embedded.staff(ADMINISTRATOR).get(member_page()))
    holder = text_of(embedded.staff(PROTECTION).get(f"/desk/compartments/{compartment_ref(embedded)}/"))
    assert "one dossier, that came from 4 March 2026" in registrar and call.ref not in registrar
    assert "Could have read one dossier" in holder and call.ref in holder


def test_a_holder_cannot_let_in_whom_nobody_asked_for(embedded):
    client = embedded.staff(PROTECTION)
    before = embedded.dump()
    address = f"/desk/compartments/{compartment_ref(embedded)}/"
    response = client.post(address, {"go": "let_in", "member": member_ref("petra")})
    assert response.status_code == 409 and "No administrator has asked" in html.unescape(text_of(response))
    assert embedded.dump() == before


def test_signing_in_makes_the_key_that_is_asked_for(embedded):
    leave(embedded, COLLEAGUE)
    typed = {"name": PROTECTION, "passphrase": proof(embedded, PROTECTION), "code": embedded.digits(PROTECTION)}
    client = embedded.visitor()
    assert client.post("/desk/sign-in/", typed).status_code == 302
    assert "mara made key 2" in text_of(embedded.staff(ADMINISTRATOR).get(PEOPLE))


def test_an_invitation_is_for_a_post_that_was_chosen(embedded):
    typed = {"name": "noor", "post": "", "role": "officer", "passphrase": proof(embedded, ADMINISTRATOR)}
    response = embedded.staff(ADMINISTRATOR).post(PEOPLE + "invite/", typed)
    assert "No open post is chosen." in sentences(response)[0] and typed_into(response, "name") == "noor"


def test_who_reads_no_request_is_not_told_that_each_was_answered(embedded):
    page = text_of(embedded.staff(ADMINISTRATOR).get("/desk/"))
    assert "Every request has been answered." not in page
    assert "Invitations, certificates and keys that wait stand under People." in page


@pytest.mark.parametrize("address", ["/desk/people/", "/desk/people/invite/"])
def test_what_is_for_registrars_is_not_there_for_others(embedded, address):
    """Nor for registrars whose certificate stands no more: for_registrars asks the keyring."""
    assert embedded.staff("ines").get(address).status_code == 200
    for name in ("mara", "vera"):
        assert embedded.staff(name).get(address).status_code == 404


def test_a_compartment_that_is_not_yours_is_not_there(embedded):
    protection = f"/desk/compartments/{compartment_ref(embedded)}/"
    assert embedded.staff("mara").get(protection).status_code == 200
    for name in ("petra", "ines", "amal"):
        assert embedded.staff(name).get(protection).status_code == 404
    assert embedded.staff("mara").get(f"/desk/compartments/{'0' * 32}/").status_code == 404


def test_yours_is_no_compartment_of_another_house_even_if_a_row_admits_you(embedded):
    """_yours looks for the compartment in the member's own organisation first."""
    here, ines, mara = embedded.office().ref, embedded.keyring("ines"), member_ref("mara")
    theirs = Compartment.objects.get(name="Protection", organisation=embedded.office(LIGHTHOUSE).ref).ref
    signature = ines.identity.sign(AdmissionStatement(here, theirs, mara).text())
    said = {"organisation": here, "compartment": theirs, "member": mara, "signed_by": ines.member}
    Admission.objects.create(**said, signature=signature, asked_on=embedded.now.date())
    assert embedded.staff("mara").get(f"/desk/compartments/{theirs}/").status_code == 404


def test_whoever_left_does_not_leave_again(embedded):
    client, address = embedded.staff("ines"), f"/desk/people/{member_ref('tomas')}/leave/"
    assert client.get(address).status_code == 200
    leave(embedded, "tomas")
    assert client.get(address).status_code == 404


def test_a_last_day_is_signed_ahead_and_a_typed_day_never_ends_an_account_at_once(embedded):
    client, one = embedded.staff("ines"), f"/desk/people/{member_ref('tomas')}/"
    proof = {"passphrase": embedded.sign_in_of("ines").passphrase}
    assert "no day yet" in sentences(client.post(f"{one}leave/", {"go": "ahead", **proof}))[0]
    typed = {"last_day": "2026-03-31", **proof}
    refused = client.post(f"{one}leave/", {"go": "now", **typed})
    assert "A last day is typed" in sentences(refused)[0] and typed_into(refused, "last_day") == "2026-03-31"
    assert "is no day" in text_of(client.post(f"{one}leave/", {"go": "now", "last_day": "soon", **proof}))
    assert client.post(f"{one}leave/", {"go": "ahead", **typed}).status_code == 302
    page = text_of(client.get(one))
    assert "Leaves 31 Mar 2026" in page and "It ends by itself after 31 March 2026." in page
    assert "Another day that you sign takes the place" in text_of(client.get(f"{one}leave/"))
    assert Member.objects.get(name="tomas").ended_on is None
    assert 'name="last_day"' not in text_of(client.get(f"/desk/people/{member_ref('jonas')}/leave/"))

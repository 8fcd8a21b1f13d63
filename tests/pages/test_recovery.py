"""If a compartment is lost, page by page: who sees what, and every verb once."""

import re
from datetime import timedelta

import pytest

from safeconduct.access.desk import safeguarded
from safeconduct.access.models import Ceremony, RecoveryKey, RecoveryWrap
from safeconduct.web import settings as program_settings
from tests.embedded import PROTECTION
from tests.organising import leave, member_ref
from tests.pages.page import sentences, text_of
from tests.recovering import HOLDERS, NEWCOMER, a_key, admit, opened, protection, the_key

pytestmark = pytest.mark.slow

HERE = "/desk/recovery/"


def passphrase(embedded, name):
    return embedded.sign_in_of(name).passphrase


def shown_to(embedded, name, ref):
    """The hash that the page's form of this key or ceremony brings back; empty if there is none."""
    page = text_of(embedded.staff(name).get(HERE))
    found = re.search(rf'action="[^"]*/{ref}/"[^>]*>.*?name="shown" value="(\w+)"', page, re.DOTALL)
    return found[1] if found else ""


def do(embedded, name, address, verb, ref, shown=None):
    typed = {"do": verb, f"{ref}-passphrase": passphrase(embedded, name)}
    typed["shown"] = shown_to(embedded, name, ref) if shown is None else shown
    return embedded.staff(name).post(f"{HERE}{address}/{ref}/", typed)


def propose(embedded, **changed):
    typed = {"propose-names": "Mara\n vera \n\namal", "propose-needed": "2"}
    typed |= {"propose-passphrase": passphrase(embedded, "ines"), **changed}
    return embedded.staff("ines").post(f"{HERE}propose/", typed)


def begin(embedded, purpose, compartment="", **changed):
    typed = {"begin-purpose": purpose, "begin-compartment": compartment}
    typed |= {"begin-passphrase": passphrase(embedded, NEWCOMER), **changed}
    return embedded.staff(NEWCOMER).post(f"{HERE}begin/", typed)


def test_the_whole_way_by_its_pages(embedded):
    call = embedded.call()
    assert "Your organisation has no recovery key" in text_of(embedded.staff(PROTECTION).get(HERE))
    assert propose(embedded).status_code == 302
    key = RecoveryKey.objects.get().ref
    assert "Make the key and split it" in text_of(embedded.staff("jonas").get(HERE))
    assert "Make the key and split it" not in text_of(embedded.staff("ines").get(HERE))
    assert do(embedded, "jonas", "keys", "make", key).status_code == 302
    assert do(embedded, "ines", "keys", "sign", key).status_code == 302
    digits = {"name": PROTECTION, "passphrase": passphrase(embedded, PROTECTION), "code": embedded.digits(PROTECTION)}
    assert embedded.visitor().post("/desk/sign-in/", digits).status_code == 302
    assert not RecoveryWrap.objects.exists(), "signing in alone wraps nothing"
    page = text_of(embedded.staff(PROTECTION).get(HERE))
    assert "<b>vera</b>" in page and "2 of these holders together could open what you hold: Protection" in page
    assert do(embedded, PROTECTION, "keys", "entrust", key).status_code == 302
    assert RecoveryWrap.objects.filter(compartment=protection(embedded)).exists()
    assert "could open what you hold" not in text_of(embedded.staff(PROTECTION).get(HERE))
    assert sentences(begin(embedded, "recovery", protection(embedded)))[0].startswith("No administrator has asked")
    admit(embedded, NEWCOMER)
    assert begin(embedded, "recovery", protection(embedded)).status_code == 302
    ceremony = Ceremony.objects.get().ref
    for name in ("ines", "jonas"):
        assert do(embedded, name, "ceremonies", "agree", ceremony).status_code == 302, name
    early = do(embedded, "vera", "ceremonies", "hand_in", ceremony)
    assert sentences(early)[0].startswith("The waiting time has not passed")
    embedded.clock.pass_by(timedelta(hours=24))
    for name in ("vera", "amal"):
        assert do(embedded, name, "ceremonies", "hand_in", ceremony).status_code == 302, name
    assert do(embedded, NEWCOMER, "ceremonies", "join", ceremony).status_code == 302
    assert embedded.case(call.ref, NEWCOMER).story["happened"]
    assert "make a new key" in text_of(embedded.staff("vera").get(HERE))


def test_signing_in_works_where_there_is_no_recovery_key(embedded):
    digits = {"name": PROTECTION, "passphrase": passphrase(embedded, PROTECTION), "code": embedded.digits(PROTECTION)}
    assert embedded.visitor().post("/desk/sign-in/", digits).status_code == 302
    assert not RecoveryWrap.objects.exists()


@pytest.mark.recovery_key
def test_a_rehearsal_shows_its_day(embedded):
    assert "never rehearsed yet" in text_of(embedded.staff("vera").get(HERE))
    assert begin(embedded, "rehearsal").status_code == 302
    ceremony = Ceremony.objects.get().ref
    for name, verb in (("ines", "agree"), ("jonas", "agree"), ("vera", "hand_in"), ("mara", "hand_in")):
        do(embedded, name, "ceremonies", verb, ceremony)
    assert do(embedded, NEWCOMER, "ceremonies", "join", ceremony).status_code == 302
    assert "last rehearsed on 4 March 2026" in text_of(embedded.staff("vera").get(HERE))


@pytest.mark.recovery_key
@pytest.mark.parametrize(
    ("name", "names", "ceremony"),
    [("ines", True, True), ("vera", True, True), ("amal", True, True), ("tomas", True, True), ("luka", False, False)],
)
def test_names_and_ceremonies_are_seen_by_those_who_oversee_hold_parts_or_hold_the_compartment(
    embedded, name, names, ceremony
):
    opened(embedded)
    page = text_of(embedded.staff(name).get(HERE))
    assert ("<b>vera</b>" in page) == names
    assert ("Recovery of “Protection”" in page) == ceremony


@pytest.mark.recovery_key
@pytest.mark.parametrize("verb", ["agree", "hand_in", "join", "stop", "", "make"])
def test_what_is_not_yours_is_not_there(embedded, verb):
    ref, before = opened(embedded), None
    before = embedded.dump()
    for name in ("tomas", "luka"):
        assert do(embedded, name, "ceremonies", verb, ref).status_code == 404
    assert do(embedded, "amal", "ceremonies", "" if verb == "hand_in" else verb, ref).status_code == 404
    after = embedded.dump()
    changed = {table for table in after if after[table] != before[table]}
    assert changed <= {"access_session"}


@pytest.mark.recovery_key
def test_what_was_changed_after_the_page_was_made_is_read_again_first(embedded):
    ceremony = opened(embedded, agree=())
    for shown in ("", "0" * 64):
        answer = do(embedded, "ines", "ceremonies", "agree", ceremony, shown)
        assert sentences(answer)[0].startswith("This was changed after you opened the page")
    assert do(embedded, "ines", "ceremonies", "agree", ceremony).status_code == 302


def test_a_holder_of_another_organisation_learns_no_names_of_compartments(embedded):
    a_key(embedded, wrap=())
    assert "Visas" in text_of(embedded.staff("vera").get(HERE))
    assert "Visas" not in text_of(embedded.staff("amal").get(HERE))


@pytest.mark.recovery_key
def test_without_the_passphrase_nothing_is_done(embedded):
    key = the_key(embedded)
    assert sentences(begin(embedded, "rehearsal", **{"begin-passphrase": "wrong"}))
    ceremony = opened(embedded)
    before = embedded.events()
    for name, address, verb, ref in (
        ("vera", "keys", "check", key),
        ("vera", "ceremonies", "hand_in", ceremony),
        ("ines", "ceremonies", "stop", ceremony),
    ):
        for typed in ("", "wrong"):
            answer = embedded.staff(name).post(f"{HERE}{address}/{ref}/", {"do": verb, f"{ref}-passphrase": typed})
            assert answer.status_code == 200 and sentences(answer)
    assert sentences(propose(embedded, **{"propose-passphrase": "wrong"}))
    assert set(embedded.events()[len(before) :]) == {"ProofFailed"}


def test_wrong_names_are_said_and_kept(embedded):
    answer = propose(embedded, **{"propose-names": "mara\nnobody"})
    assert sentences(answer)[0].startswith("One of these names is no certified member")
    assert "nobody" in re.search(r"<textarea.*?</textarea>", text_of(answer), re.DOTALL)[0]


@pytest.mark.recovery_key
def test_a_holder_checks_the_parts(embedded):
    key = the_key(embedded)
    assert do(embedded, "amal", "keys", "check", key).status_code == 302
    assert "Checked 4 March 2026" in text_of(embedded.staff("amal").get(HERE))
    assert safeguarded.current_key(embedded.office().ref).ref == key
    assert len(HOLDERS) == 3


def test_the_waiting_time_is_a_day_if_nothing_else_is_set():
    assert timedelta(hours=24) == program_settings.SAFECONDUCT_RECOVERY_WAITING


@pytest.mark.recovery_key
def test_registrars_are_told_which_recovery_key_a_leaver_holds_parts_of(embedded):
    ines, vera = embedded.staff("ines"), member_ref("vera")
    page = text_of(ines.get(f"/desk/people/{vera}/leave/"))
    assert "2 holders are needed and 2 are left without this one. Rehearse with them this week" in page
    leave(embedded, "vera", confirmed=True)
    assert "2 are left without this one" in text_of(ines.get(f"/desk/people/{vera}/"))
    assert "A holder has left, so 2 can still hand in" in text_of(ines.get(HERE))
    mara = text_of(ines.get(f"/desk/people/{member_ref('mara')}/leave/"))
    assert "A lost compartment could not be opened any more: make a new key today." in mara
    assert "Recovery key" not in text_of(ines.get(f"/desk/people/{member_ref('tomas')}/leave/"))

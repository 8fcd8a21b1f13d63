"""Two people at once, each through a connection of their own: what would go wrong between reading and writing does not.

Where a verb has read and not yet written, it waits for the other to come as far. With the lock the other never does, and
after a moment it goes on; without the lock both decide by the same reading.
"""

import threading
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection

from safeconduct.access.desk import certifying, changing, enrolling, journaling, rekeying, signing_in
from safeconduct.access.desk.seeing import seeing_only
from safeconduct.access.models import CompartmentWrap, Invitation, Member
from safeconduct.access.presence import Presence
from safeconduct.cases.desk import casework as cases
from safeconduct.cases.desk.counting_once import counting_once
from safeconduct.cases.desk.incidents import record_incident
from safeconduct.coordination.desk import putting_in
from safeconduct.dossiers.desk import listing, rewrapping
from safeconduct.dossiers.entry import EmptySlip
from safeconduct.dossiers.models import CardNote, Dossier, Entry, Grant
from safeconduct.intake.appeal import read_line
from safeconduct.intake.box import Holder
from safeconduct.intake.consent import before_groups
from safeconduct.intake.desk import allowing, asking, importing, returning
from safeconduct.intake.desk.returning import Word
from safeconduct.intake.draft import Draft, new_token
from safeconduct.intake.models import Box
from safeconduct.jobs import sweeping
from safeconduct.sealing.code import new_code
from safeconduct.sealing.passphrase import new_passphrase
from safeconduct.vocabulary.refusal import Refused
from safeconduct.web import boot
from tests.builders import a_telling
from tests.coordinating import a_group, to
from tests.embedded import COLLEAGUE, HARBOUR, LIGHTHOUSE, OTHER_OFFICE, PROTECTION
from tests.organising import (
    REGISTRARS,
    certify_key,
    compartment_ref,
    enrolled,
    invite,
    join,
    leave,
    make_keys,
    member_ref,
    rewrap,
)
from tests.rules.cases.test_incident import an_incident

pytestmark = pytest.mark.slow
PATIENCE_SECONDS = 0.7
A_WHOLE_VERB_SECONDS = 4.0


class Meeting:
    """Each who comes here waits for the other, for a moment at most."""

    def __init__(self) -> None:
        self._barrier = threading.Barrier(2)

    def __call__(self) -> None:
        try:
            self._barrier.wait(PATIENCE_SECONDS)
        except threading.BrokenBarrierError:
            return


def after(monkeypatch, module, name, then: Callable[[], None]):
    """Whenever `module.name` has been called, `then` is called too."""
    real = getattr(module, name)

    def called(*args, **kwargs):
        answer = real(*args, **kwargs)
        then()
        return answer

    monkeypatch.setattr(module, name, called)


def together(*works):
    """What each of them returned or raised, in the order in which they are named."""
    answers = [None] * len(works)

    def work_at(position):
        try:
            answers[position] = works[position]()
        except Exception as problem:
            answers[position] = problem
        finally:
            connection.close()

    threads = [threading.Thread(target=work_at, args=(position,)) for position in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
        assert not thread.is_alive(), "They wait for each other."
    return answers


class Interruption:
    """Somebody else's whole verb, once, at the moment when this is called; or as much of it as the locks allow."""

    def __init__(self, work) -> None:
        self._work = work
        self._thread = None
        self.problem = None

    def __call__(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run)
            self._thread.start()
            self._thread.join(A_WHOLE_VERB_SECONDS)

    def _run(self) -> None:
        try:
            self._work()
        except Exception as problem:
            self.problem = problem
        finally:
            connection.close()

    def finish(self) -> None:
        self._thread.join(timeout=60)
        assert not self._thread.is_alive()
        assert self.problem is None


def kinds(embedded, ref, name=PROTECTION):
    return [entry.kind for entry in embedded.case(ref, name).entries if not isinstance(entry, EmptySlip)]


def test_two_lines_of_the_journal_never_get_one_number(embedded, monkeypatch):
    refs = embedded.call().ref, embedded.call().ref
    keyrings = embedded.keyring(PROTECTION), embedded.keyring(COLLEAGUE)
    before = len(embedded.journal())
    after(monkeypatch, journaling, "wrap", Meeting())
    answers = together(
        *(
            partial(cases.note, ref, "Seen.", keyring, at=embedded.now)
            for ref, keyring in zip(refs, keyrings, strict=True)
        )
    )
    assert answers == [None, None]
    assert len(embedded.journal()) == before + 2


def test_two_who_open_a_request_at_once_tell_the_defender_once(embedded, monkeypatch):
    call = embedded.call()
    keyrings = embedded.keyring(PROTECTION), embedded.keyring(COLLEAGUE)
    after(monkeypatch, cases, "opened", Meeting())
    answers = together(*(partial(cases.open_case, call.ref, keyring, at=embedded.now) for keyring in keyrings))
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert kinds(embedded, call.ref).count("read") == 1


def test_a_request_is_accepted_once(embedded, monkeypatch):
    call = embedded.call()
    keyrings = embedded.keyring(PROTECTION), embedded.keyring(COLLEAGUE)
    after(monkeypatch, cases, "opened", Meeting())
    answers = together(*(partial(cases.accept, call.ref, keyring, at=embedded.now) for keyring in keyrings))
    assert sorted(type(answer) for answer in answers if answer) == [Refused]
    assert kinds(embedded, call.ref).count("accepted") == 1


def test_a_code_is_given_once(embedded, monkeypatch):
    importing.take_in(
        read_line(b'{"id": "1", "text": "Freed.", "language": "en"}', line=1, reader=embedded.office().ref),
        embedded.office(),
        at=embedded.now,
    )
    ref = Dossier.objects.get().ref
    keyrings = embedded.keyring(PROTECTION), embedded.keyring(COLLEAGUE)
    after(monkeypatch, cases, "opened", Meeting())
    answers = together(*(partial(cases.give_code, ref, "lantern", keyring, at=embedded.now) for keyring in keyrings))
    assert sum(isinstance(answer, Refused) for answer in answers) == 1
    assert kinds(embedded, ref).count("code_given") == 1
    assert Box.objects.count() == 1


def test_digits_let_in_once(embedded, monkeypatch):
    typed = (PROTECTION, embedded.sign_in_of(PROTECTION).passphrase, embedded.digits(PROTECTION))
    sign_in = partial(signing_in.sign_in, *typed, boot_secret=boot.secret(), at=embedded.now)
    after(monkeypatch, signing_in, "totp_step", Meeting())
    answers = together(sign_in, sign_in)
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert sum(answer is not None for answer in answers) == 1


@pytest.mark.parametrize("is_kept", [True, False], ids=["kept", "swept away meanwhile"])
def test_a_draft_is_sent_once(embedded, monkeypatch, is_kept):
    token, draft = new_token(), Draft(embedded.now)
    if is_kept:
        asking.begin_draft(draft, token)
    after(monkeypatch, asking, "open_draft", Meeting())
    answers = together(
        *(
            partial(
                asking.send_draft,
                token,
                draft,
                a_telling(),
                (embedded.office(),),
                Holder(new_code(), own_word="lantern"),
                {},
                at=embedded.now,
            )
            for _ in range(2)
        )
    )
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert answers[0].sent == answers[1].sent
    assert Dossier.objects.count() == 1


def test_a_form_counts_once(embedded):
    call, token = embedded.call(), new_token()
    write = partial(returning.write, call.visit(), Word("Please hurry."), once=token, at=embedded.now)
    assert together(write, write) == [True, True]
    assert kinds(embedded, call.ref).count("word") == 1


def test_a_form_of_the_desk_counts_once(embedded):
    call, mara = embedded.call(), embedded.keyring(PROTECTION)

    def send():
        with counting_once(f"the form of {call.ref}"):
            record_incident(call.ref, an_incident(), mara, at=embedded.now)

    assert [type(answer) for answer in sorted(together(send, send), key=str)] == [type(None), Refused]
    assert kinds(embedded, call.ref).count("incident") == 1


def test_a_card_beside_a_withdrawal_stands_before_nobody_and_nobody_waits_in_a_circle(embedded):
    group, call = a_group(embedded), embedded.call(telling=a_telling(consents=("share_network",)))
    put = partial(putting_in.put_card, call.ref, to(group), embedded.keyring(PROTECTION), at=embedded.now)
    take_back = partial(allowing.change_consents, call.visit(), [], language="en", at=embedded.now)
    answers = together(put, take_back)
    assert answers[1] is None and (answers[0] is None or isinstance(answers[0], Refused))
    assert not before_groups(embedded.case(call.ref).written)


def test_a_code_is_replaced_once(embedded, monkeypatch):
    call, codes = embedded.call(), (new_code(), new_code())
    after(monkeypatch, returning, "look", Meeting())
    answers = together(
        *(partial(returning.change_code, call.visit(), code, "harvest", at=embedded.now) for code in codes)
    )
    assert sum(isinstance(answer, Refused) for answer in answers) == 1
    assert Box.objects.count() == 1


def lists(embedded, name=PROTECTION):
    return {request.dossier: request for request in cases.cards(embedded.keyring(name), at=embedded.now)[0]}


@pytest.fixture
def full_list(embedded, monkeypatch):
    """A call whose card is in notes that the next to look will fold."""
    call = embedded.call()
    monkeypatch.setattr(listing, "NOTES_BEFORE_FOLDING", 0)
    return call


def test_news_that_come_in_while_cards_are_folded_are_not_lost(embedded, monkeypatch, full_list):
    news = Interruption(partial(returning.write, full_list.visit(), Word("Now!", urgent=True), at=embedded.now))
    after(monkeypatch, listing, "rewritten", news)
    keyring = embedded.keyring(PROTECTION)
    cases.cards(keyring, at=embedded.now)
    news.finish()
    assert CardNote.objects.count() == 1
    assert lists(embedded)[full_list.ref].urgency == "now"


def test_two_who_fold_the_same_cards_overwrite_no_news(embedded, monkeypatch, full_list):
    keyrings = embedded.keyring(PROTECTION), embedded.keyring(COLLEAGUE)

    def write_and_fold():
        returning.write(full_list.visit(), Word("Now!", urgent=True), at=embedded.now)
        cases.cards(keyrings[1], at=embedded.now)

    other = Interruption(write_and_fold)
    after(monkeypatch, listing, "rewritten", other)
    cases.cards(keyrings[0], at=embedded.now)
    other.finish()
    assert lists(embedded)[full_list.ref].urgency == "now"


def test_a_list_opens_while_somebody_folds_it(embedded, monkeypatch, full_list):
    cases.cards(embedded.keyring(COLLEAGUE), at=embedded.now)
    returning.write(full_list.visit(), Word("More."), at=embedded.now)
    keyrings = embedded.keyring(PROTECTION), embedded.keyring(COLLEAGUE)
    folding = Interruption(partial(cases.cards, keyrings[1], at=embedded.now))
    after(monkeypatch, listing, "notes_of", folding)
    assert [request.dossier for request in cases.cards(keyrings[0], at=embedded.now)[0]] == [full_list.ref]
    folding.finish()


def test_a_proof_that_was_ended_is_not_brought_back_by_a_request_beside_it(embedded, monkeypatch):
    cookie = embedded.session(PROTECTION)
    asked = {"boot_secret": boot.secret(), "at": embedded.now}
    presence = signing_in.come_back(cookie, **asked)
    assert signing_in.prove_again(cookie, presence, embedded.sign_in_of(PROTECTION).passphrase, **asked)
    embedded.clock.pass_by(timedelta(minutes=2))
    ended = Interruption(partial(signing_in.end_proof, cookie, boot_secret=boot.secret()))
    after(monkeypatch, Presence, "needs_marking_at", ended)
    signing_in.come_back(cookie, boot_secret=boot.secret(), at=embedded.now)
    ended.finish()
    assert not signing_in.come_back(cookie, boot_secret=boot.secret(), at=embedded.now).has_proved_at(embedded.now)


@pytest.mark.as_owner
def test_an_erasure_that_is_undone_at_the_last_moment_destroys_nothing(embedded, monkeypatch):
    call = embedded.call()
    allowing.ask_for_erasure(call.visit(), at=embedded.now)
    embedded.clock.pass_by(timedelta(hours=80))
    undone = Interruption(partial(allowing.undo_erasure, call.visit(), at=embedded.now))
    after(monkeypatch, sweeping, "_is_plausible", undone)
    # Both at once need one role that may do both: jobs may not undo, and pages may not sweep.
    assert sweeping.sweep(at=embedded.now).erased == 0
    undone.finish()
    assert "told" in kinds(embedded, call.ref)


def test_a_crowd_waits_in_no_circle_and_leaves_every_chain_whole(embedded, monkeypatch):
    """Verbs that lock several things, all at once and again and again: a deadlock would end one of them with an error."""
    monkeypatch.setattr(listing, "NOTES_BEFORE_FOLDING", 2)
    shared = [embedded.call(HARBOUR, LIGHTHOUSE), embedded.call(LIGHTHOUSE, HARBOUR)]
    at = embedded.now

    def officer(name, position):
        keyring = embedded.keyring(name)
        for number in range(6):
            for call in shared:
                ref = call.refs[position if call is shared[0] else 1 - position]
                cases.open_case(ref, keyring, at=at)
                cases.answer(ref, f"Answer {number} by {name}.", keyring, at=at)
                cases.cards(keyring, at=at)

    def defender(call):
        for number in range(6):
            returning.write(call.visit(), Word(f"Word {number}."), at=at)
            allowing.change_consents(call.visit(), [], language="en", at=at)

    def newcomer():
        for _ in range(4):
            offices = (embedded.office(HARBOUR), embedded.office(LIGHTHOUSE))
            asking.send(a_telling(), offices, Holder(new_code(), own_word="lantern"), at=at)

    answers = together(
        partial(officer, PROTECTION, 0),
        partial(officer, COLLEAGUE, 0),
        partial(officer, OTHER_OFFICE, 1),
        *(partial(defender, call) for call in shared),
        newcomer,
    )
    assert answers == [None] * len(answers)
    assert len(embedded.journal(HARBOUR)) == 2 * 2 * 6 * 2
    assert len(embedded.journal(LIGHTHOUSE)) == 2 * 6 * 2
    for ref in Dossier.objects.values_list("ref", flat=True):
        numbers = list(Entry.objects.filter(dossier=ref).order_by("seq").values_list("seq", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))
    for call in shared:
        assert kinds(embedded, call.refs[0], PROTECTION if call is shared[0] else OTHER_OFFICE).count("word") == 6


# How an organisation changes


def test_two_signatures_at_once_certify_a_member(embedded, monkeypatch):
    _, words = join(embedded, invite(embedded, "noor"))
    who, spoken = member_ref("noor"), " ".join(words)
    keyrings = [embedded.keyring(name) for name in REGISTRARS]
    after(monkeypatch, certifying, "_begin_anew_if_stale", Meeting())
    answers = together(
        *(partial(certifying.certify, who, spoken, keyring, has_proved=True, at=embedded.now) for keyring in keyrings)
    )
    assert sorted(answers, key=str) == [False, True]
    assert "MemberCertified" in embedded.events()


def test_a_name_is_invited_once(embedded, monkeypatch):
    after(monkeypatch, enrolling, "_names", Meeting())
    answers = together(*(partial(invite, embedded, "noor", by=name) for name in REGISTRARS))
    assert sum(isinstance(answer, Refused) for answer in answers) == 1
    assert Invitation.objects.filter(name="noor").count() == 1


def test_an_invitation_lets_one_in(embedded, monkeypatch):
    code = invite(embedded, "noor")
    after(monkeypatch, enrolling, "step_matched", Meeting())
    answers = together(partial(join, embedded, code), partial(join, embedded, code))
    assert sum(isinstance(answer, Refused) for answer in answers) == 1
    assert Member.objects.filter(name="noor").count() == 1


def test_who_leaves_while_a_holder_lets_them_in_holds_nothing(embedded, monkeypatch):
    enrolled(embedded, "noor", into=())
    who, compartment = member_ref("noor"), compartment_ref(embedded)
    enrolling.admit(compartment, who, embedded.keyring("ines"), has_proved=True, at=embedded.now)
    gone = Interruption(partial(leave, embedded, "noor"))
    after(monkeypatch, rekeying, "wrap", gone)
    rekeying.let_in(compartment, who, embedded.keyring("mara"), at=embedded.now)
    gone.finish()
    with seeing_only(embedded.office().ref):
        assert not CompartmentWrap.objects.filter(member=who).exists()


def test_a_list_that_is_folded_while_its_keys_are_made_anew_still_opens(embedded, monkeypatch, full_list):
    cases.cards(embedded.keyring("mara"), at=embedded.now)
    leave(embedded, "tomas")
    make_keys(embedded)
    certify_key(embedded)
    returning.write(full_list.visit(), Word("Now!", urgent=True), at=embedded.now)
    folded = Interruption(partial(cases.cards, embedded.keyring("mara"), at=embedded.now))
    after(monkeypatch, rewrapping, "unwrap_key", folded)
    rewrap(embedded)
    folded.finish()
    assert lists(embedded)[full_list.ref].urgency == "now"


def test_a_paper_code_brings_back_once(embedded, monkeypatch):
    code = new_code()
    made_with = embedded.digits(PROTECTION)
    changing.make_paper_code(embedded.presence(PROTECTION), code, made_with, has_proved=True, at=embedded.now)
    embedded.clock.pass_by(timedelta(seconds=30))
    digits = embedded.digits(PROTECTION)
    after(monkeypatch, changing, "opened_factors", Meeting())
    words = (new_passphrase(), new_passphrase())
    answers = together(
        *(partial(changing.recover_passphrase, PROTECTION, code, digits, one, at=embedded.now) for one in words)
    )
    assert sorted(answers) == [False, True]


def test_a_share_that_is_ended_while_its_wraps_are_made_anew_stays_ended_and_nobody_waits_in_a_circle(
    embedded, monkeypatch
):
    call = embedded.call()
    leave(embedded, "tomas")
    make_keys(embedded)
    certify_key(embedded)
    ended = Interruption(partial(allowing.end_reading, call.visit(), call.ref, at=embedded.now))
    after(monkeypatch, rewrapping, "wrapped_for", ended)
    rewrap(embedded)
    ended.finish()
    assert not Grant.objects.filter(dossier=call.ref).exclude(compartment="").exists()

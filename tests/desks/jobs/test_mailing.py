"""The one mail: always the same words, at fixed hours, and nothing in it that anybody wrote or is called."""

import re
import socket
from datetime import datetime, timedelta
from email import message_from_bytes
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings

from safeconduct.access.desk import noticing
from safeconduct.access.models import NoticeAddress
from safeconduct.cases.desk import casework as cases
from safeconduct.intake.desk import returning
from safeconduct.intake.desk.returning import Word
from safeconduct.jobs import digest, mailing
from safeconduct.jobs.mailing import MailServer, Told
from safeconduct.program import tick
from safeconduct.vocabulary.refusal import Refused
from tests.builders import a_telling
from tests.desks.jobs.smtp import mail_server
from tests.embedded import ADMINISTRATOR, HARBOUR, LIGHTHOUSE, PROTECTION

ADDRESS = "desk@harbour.example"
CANARY = "canary"
DAY = timedelta(days=1)


@pytest.fixture
def mailbox():
    with mail_server() as box:
        yield box


def server(mailbox, **changed):
    given = {"server": ("127.0.0.1", mailbox.port), "sender": "notices@instance.example", "user": "", "password": ""}
    return MailServer(**{**given, "safety": "none", **changed})


def ask_for_mail(embedded, address=ADDRESS, name=ADMINISTRATOR):
    noticing.set_notice_address(address, embedded.keyring(name), at=embedded.now)


def pass_a_day(embedded, mailbox, **changed):
    """The timer every quarter of an hour for a day; what each run told."""
    told = []
    for _ in range(96):
        embedded.clock.pass_by(timedelta(minutes=15))
        told.append(mailing.tell(server(mailbox, **changed), at=embedded.now))
    return told


def constant(letter):
    """The letter without its day and its random number."""
    return re.sub(rb"^(Date|Message-ID): .*\r\n", b"", letter, flags=re.MULTILINE)


HAPPENINGS = {
    "a request": lambda e, call: e.call(telling=a_telling(happened=CANARY, name=CANARY, place=CANARY)),
    "fifty requests": lambda e, call: [e.call(telling=a_telling(happened=CANARY)) for _ in range(50)],
    "a word in danger": lambda e, call: returning.write(call.visit(), Word(CANARY, urgent=True), at=e.now),
    "a frozen code": lambda e, call: returning.freeze(call.visit(), at=e.now),
    "our own note": lambda e, call: cases.note(call.ref, CANARY, e.keyring(PROTECTION), at=e.now),
}


@pytest.fixture
def quiet(embedded, mailbox):
    """A call that was told already; the mailbox is empty again."""
    call = embedded.call()
    ask_for_mail(embedded)
    pass_a_day(embedded, mailbox)
    mailbox.letters.clear()
    return call


def letters_after(embedded, mailbox, happens, call):
    happens(embedded, call)
    pass_a_day(embedded, mailbox)
    letters, mailbox.letters[:] = list(mailbox.letters), []
    return letters


@pytest.mark.slow
def test_whatever_happened_the_letter_is_the_same_to_the_byte(embedded, mailbox, quiet):
    seen = {}
    for what, happens in HAPPENINGS.items():
        call = embedded.call()
        pass_a_day(embedded, mailbox)
        mailbox.letters.clear()
        letters = letters_after(embedded, mailbox, happens, call)
        assert len(letters) == 1, what
        seen[what] = (letters[0][0], letters[0][1], constant(letters[0][2]))
    assert len(set(seen.values())) == 1
    sender, to, letter = next(iter(seen.values()))
    assert sender.startswith("FROM:<notices@instance.example>") and to == f"TO:<{ADDRESS}>"
    parsed = message_from_bytes(letter)
    assert parsed["Subject"] == digest.SUBJECT
    assert parsed.get_payload().replace("\r\n", "\n") == "Something may be waiting. Sign in at the usual place.\n"


def test_nothing_of_a_case_an_office_or_this_machine_is_in_it(embedded, mailbox, quiet):
    case = embedded.call(telling=a_telling(happened=CANARY, name=CANARY, place=CANARY, address=CANARY))
    pass_a_day(embedded, mailbox)
    letter = mailbox.letters[0][2].decode()
    named = [CANARY, case.ref, "Harbour", "harbour-desk", "http", "://", socket.gethostname(), socket.getfqdn(), "mara"]
    assert [word for word in named if word in letter.replace(ADDRESS, "")] == []
    assert set(mailbox.greetings) == {"localhost"}


def test_when_nothing_came_no_mail_goes_out(embedded, mailbox, quiet):
    assert all(one == Told() for one in pass_a_day(embedded, mailbox))
    assert mailbox.letters == []


def test_another_organisation_s_news_is_not_told(embedded, mailbox, quiet):
    embedded.call(LIGHTHOUSE)
    pass_a_day(embedded, mailbox)
    assert mailbox.letters == []


def test_it_goes_out_three_times_a_day_at_most_however_much_comes(embedded, mailbox, quiet):
    zone, sent = ZoneInfo(embedded.office().time_zone), []
    for quarter in range(3 * 96):
        if quarter % 4 == 0:
            embedded.call()
        embedded.clock.pass_by(timedelta(minutes=15))
        if mailing.tell(server(mailbox), at=embedded.now).sent:
            sent.append(embedded.now.astimezone(zone))
    assert 8 <= len(sent) <= 9
    for moment in sent:
        since = min(
            moment - moment.replace(hour=hour, minute=0, second=0, microsecond=0)
            for hour in digest.HOURS
            if moment.hour >= hour
        )
        assert timedelta() <= since <= digest.LONGEST_DELAY + timedelta(minutes=15)


@pytest.mark.as_owner
def test_the_delay_behind_the_hour_is_drawn_anew_each_time(embedded, mailbox):
    ask_for_mail(embedded)
    drawn = set()
    for _ in range(8):
        NoticeAddress.objects.update(next_at=None)
        mailing.tell(server(mailbox), at=embedded.now)
        drawn.add(NoticeAddress.objects.get().next_at)
    assert len(drawn) > 4


def test_a_letter_that_the_server_did_not_take_is_tried_again(embedded, mailbox, quiet):
    mailbox.refuses = True
    embedded.call()
    told = pass_a_day(embedded, mailbox)
    failed = [one for one in told if one.failed]
    assert len(failed) > 3 and "NOT sent: 1" in failed[0].as_sentence() and not mailbox.letters
    mailbox.refuses = False
    embedded.clock.pass_by(timedelta(minutes=15))
    assert mailing.tell(server(mailbox), at=embedded.now) == Told(sent=1)


def test_a_server_that_is_not_there_is_no_more_than_a_sentence(embedded, mailbox, quiet):
    embedded.call()
    told = pass_a_day(embedded, mailbox, server=("127.0.0.1", 1))
    assert any(one.failed for one in told)


def test_without_tls_it_speaks_with_this_machine_only(embedded, mailbox, quiet):
    embedded.call()
    told = pass_a_day(embedded, mailbox, server=("mail.example", mailbox.port))
    assert all(one.unsafe for one in told) and "without TLS" in told[0].as_sentence()
    assert not MailServer(("mail.example", 25), "", "", "", "none").is_safe()
    assert MailServer(("mail.example", 25), "", "", "", "starttls").is_safe()


def test_a_server_that_offers_no_tls_gets_no_letter_when_tls_is_asked(embedded, mailbox, quiet):
    embedded.call()
    told = pass_a_day(embedded, mailbox, safety="starttls")
    assert any(one.failed for one in told) and not mailbox.letters


def test_with_no_server_set_no_mail_goes_out_and_the_tick_says_so(embedded, mailbox, quiet, capsys):
    assert settings.SAFECONDUCT_MAIL["server"] is None
    embedded.call()
    assert tick.tick() == 0
    assert "no mail server is set" in capsys.readouterr().out


@pytest.mark.as_owner
def test_the_tick_sends_it_through_the_server_that_the_operator_set(embedded, mailbox, quiet, monkeypatch):
    monkeypatch.setattr(settings, "SAFECONDUCT_MAIL", vars(server(mailbox)))
    embedded.call()
    NoticeAddress.objects.update(next_at=embedded.now)
    assert tick.tick() == 0
    assert [to for _, to, _ in mailbox.letters] == [f"TO:<{ADDRESS}>"]


@pytest.mark.as_owner
def test_a_clock_in_doubt_neither_sends_mail_nor_puts_it_off_for_years(embedded, mailbox, quiet, monkeypatch):
    monkeypatch.setattr(settings, "SAFECONDUCT_MAIL", vars(server(mailbox)))
    assert tick.tick() == 0
    embedded.call()
    kept = NoticeAddress.objects.get().next_at
    embedded.clock.pass_by(3650 * DAY)
    assert tick.tick() == 1
    assert mailbox.letters == [] and NoticeAddress.objects.get().next_at == kept


# Setting the address


@pytest.mark.as_owner
def test_an_administrator_sets_one_address_and_the_journal_says_so_without_it(embedded):
    ask_for_mail(embedded)
    ask_for_mail(embedded, "other@harbour.example")
    assert noticing.notice_address(embedded.office().ref) == "other@harbour.example"
    ask_for_mail(embedded, "")
    assert noticing.notice_address(embedded.office().ref) == ""
    assert embedded.events(HARBOUR) == ["NoticeAddressSet", "NoticeAddressSet", "NoticesEnded"]
    assert "harbour.example" not in str(embedded.journal(HARBOUR))


@pytest.mark.parametrize("name", [PROTECTION, "vera"], ids=["officer", "auditor"])
def test_nobody_else_sets_it(embedded, name):
    before = embedded.dump()
    with pytest.raises(Refused):
        ask_for_mail(embedded, name=name)
    assert embedded.dump() == before


def test_the_page_keeps_what_was_typed_and_says_what_is_wrong(embedded):
    page = embedded.staff(ADMINISTRATOR).post("/desk/notices/", {"address": "no address"}).content.decode()
    assert "This is not an address." in page and 'value="no address"' in page
    refused = embedded.staff(PROTECTION).post("/desk/notices/", {"address": ADDRESS}).content.decode()
    assert "Only an administrator" in refused and f'value="{ADDRESS}"' in refused


MOMENTS = {
    "before the first hour": ("2026-03-04T05:00+01:00", "2026-03-04T08:00+01:00"),
    "on the hour itself": ("2026-03-04T08:00+01:00", "2026-03-04T13:00+01:00"),
    "after the last": ("2026-03-04T18:30+01:00", "2026-03-05T08:00+01:00"),
    "across the change to summer time": ("2026-03-28T20:00+01:00", "2026-03-29T08:00+02:00"),
    "back from summer time": ("2026-10-24T20:00+02:00", "2026-10-25T08:00+01:00"),
}


@pytest.mark.parametrize(("after", "wanted"), MOMENTS.values(), ids=list(MOMENTS))
def test_the_next_moment_is_an_hour_of_the_office_s_own_day(after, wanted):
    moment = digest.next_moment(datetime.fromisoformat(after), time_zone="Europe/Brussels", delay=timedelta(minutes=7))
    assert moment == datetime.fromisoformat(wanted) + timedelta(minutes=7)

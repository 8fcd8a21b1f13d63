"""Mail: sender, day and plain text through Python's library; quoted replies are turns of their own."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.cases.conversation.mail import NO_TEXT, is_mail, turns_in_mail
from safeconduct.cases.conversation.reading import conversation
from safeconduct.cases.plain_text import LARGEST_BYTES, TOO_LARGE
from safeconduct.vocabulary.refusal import Refused

HEAD = b"From: =?utf-8?b?0KLRkdGC0Y8=?= <t@example.org>\nDate: Thu, 12 Mar 2026 23:30:00 -0500\n"
BOTH = (
    b'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain; charset=windows-1251\n\n'
    + "Пришли".encode("cp1251")
    + b'\n--b\nContent-Type: image/png\nContent-Disposition: attachment; filename="x.png"\n\nxx\n--b--\n'
)
HTML = HEAD + b"Content-Type: text/html\n\n<p>x</p>\n"


def test_the_day_is_the_sender_s_own_and_an_attachment_does_not_enter():
    ((turn,), left_out) = turns_in_mail(HEAD + BOTH)
    assert (turn.on, turn.who, turn.text, left_out) == (date(2026, 3, 12), "Тётя", "Пришли", 0)


def test_several_mails_in_one_file_are_read_in_order_and_those_without_text_are_counted():
    second = HEAD.replace(b"12 Mar", b"11 Mar") + b"\nEarlier\n"
    read = conversation(b"From a\n" + HEAD + b"\nLater\n\nFrom b\n" + second + b"\nFrom c\n" + HTML)
    assert ([turn.text for turn in read.turns], read.left_out) == (["Earlier", "Later"], 1)


def test_a_mail_larger_than_what_is_taken_is_not_read():
    mail = HEAD + b"\n" + b"They are back.\n" * 4
    assert conversation(mail).turns
    with pytest.raises(Refused, match=TOO_LARGE.sentence[:20]):
        conversation(mail + b"\n" * LARGEST_BYTES)


def test_what_a_mail_quotes_is_a_turn_of_its_own():
    body = b"\nThey are back.\n\nOn Wed, 11 Mar 2026 at 10:00, Us <us@example.org> wrote:\n> Are you safe?\n"
    turns = conversation(HEAD + body).turns
    assert [(str(turn.on), turn.text) for turn in turns] == [
        ("2026-03-11", "Are you safe?"),
        ("2026-03-12", "They are back."),
    ]


def test_mail_without_plain_text_is_refused_with_what_to_do():
    with pytest.raises(Refused, match=NO_TEXT.sentence):
        turns_in_mail(HTML)


BROKEN = {
    "no day": b"From: a@example.org\nDate: soon\n\nText\n",
    "no sender": b"From: \nDate: Thu, 12 Mar 2026 23:30:00 -0500\n\nText\n",
    "a charset that is none": HEAD + b"Content-Type: text/plain; charset=none-such\n\nText\n",
    "transfer encoding that is none": HEAD + b"Content-Transfer-Encoding: base64\n\nText\n",
    "a part without an end": HEAD + b'Content-Type: multipart/mixed; boundary="b"\n\n--b\n\nText\n',
}


@pytest.mark.parametrize("raw", BROKEN.values(), ids=list(BROKEN))
def test_a_broken_mail_is_read_as_far_as_it_goes(raw):
    assert is_mail(raw)
    assert turns_in_mail(raw)[0]


def test_a_chat_is_no_mail():
    assert not is_mail(b"12/03/2026, 14:05 - From: Date: x")


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(rest):
    for content in (rest, HEAD + rest, b"From x\n" + HEAD + rest):
        try:
            conversation(content)
        except Refused as refused:
            assert refused.refusal.sentence

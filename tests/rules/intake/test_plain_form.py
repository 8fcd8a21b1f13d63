"""The plain text form: what comes back is what was written, in any language and after any mail program."""

import dataclasses
import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.intake.plain_form import LONGEST_TEXT, QUESTIONS, Answers, read, refusal_to_reading, written
from safeconduct.vocabulary.refusal import Refused
from safeconduct.vocabulary.telling import ABOUT, CHANNELS, CONSENTS, NEEDS, URGENCY

ENGLISH = (
    (1, "What happened, or may happen?", "Tell it in your own words… Leave out what you don't want to say.", ()),
    (1, "How near is the danger?", "", ("The danger is now", "Within days", "Not near")),
    (2, "Which country?", "", ()),
    (2, "Where, roughly?", "A town or a region is enough.", ()),
    (3, "What do you need?", "", NEEDS),
    (3, "In your own words", "", ()),
    (4, "Your name", "You need not say it.", ()),
    (4, "What do you do for the rights of others?", "", ()),
    (5, "How may an answer reach you?", "", ("Only here, with the code", "Through somebody I trust", "By phone")),
    (5, "The address or number", "", ()),
    (5, "What would be unsafe?", "", ()),
    (6, "What may be told to whom?", "Nothing is told unless you write a letter.", CONSENTS),
    (7, "Who is it for?", "", ("Me", "Somebody who agrees", "Somebody who does not know yet")),
)
ARABIC = tuple(
    (number, "ماذا حدث؟", "اكتب بكلماتك", tuple("خيار" for _ in options)) for number, _, _, options in ENGLISH
)
FORM = written(ENGLISH)
CODES = {"urgency": URGENCY, "needs": NEEDS, "channel": CHANNELS, "consents": CONSENTS, "about": ABOUT}
LABELS = {name: f"{number}.{nth}:" for number, names in QUESTIONS.items() for nth, name in enumerate(names, start=1)}


def filled(form=FORM, **answers):
    for name, answer in answers.items():
        form = form.replace(f"\n{LABELS[name]}\n", f"\n{LABELS[name]}\n{answer}\n", 1)
    return form


def letters(name, codes):
    chosen = codes if isinstance(codes, tuple) else [codes] if codes else []
    return ", ".join(string.ascii_uppercase[CODES[name].index(code)] for code in chosen)


STORY = {"happened": "They took my brother.\n\n2. He cannot call.", "place": "Karsa", "needs": "A C", "consents": "b"}
TOLD = Answers(happened=STORY["happened"], place="Karsa", needs=("lawyer", "medical"), consents=("share_network",))


@pytest.mark.parametrize("form", [FORM, written(ARABIC), written(ENGLISH, ())], ids=["English", "Arabic", "no opening"])
def test_an_empty_form_says_nothing(form):
    assert read(form) == Answers()


def test_the_form_says_that_files_cannot_go_with_it():
    assert "Files cannot go with this form." in FORM


@pytest.mark.parametrize(
    "travelled",
    [
        lambda form: form,
        lambda form: form.replace("\n", "\r\n"),
        lambda form: "".join(f"> {line}\n" for line in form.split("\n")),
        lambda form: "".join(f">> {line}\n" for line in form.split("\n")),
        lambda form: "\n".join(f"> {line}" if line.startswith("==") or line.endswith(":") else line for line in form.split("\n")),
        lambda form: "\ufeff" + "".join(f"\u200f{line}\u200f\n" for line in form.split("\n")),
        lambda form: re.sub(r"(?m)^(==.*)$", lambda line: line[0].replace(" ", "\xa0"), form),
        lambda form: form.replace("don't", "don’t").replace("...", "…").replace("\nb\n", "\nB\n"),
        lambda form: form.translate({ord(digit): chr(0x660 + int(digit)) for digit in "1234567"}),
        lambda form: form + FORM,
        lambda form: "\n".join(line for line in form.split("\n") if not line.startswith("==")),
    ],
    ids=[
        "as it is", "Windows", "quoted", "quoted twice", "answered between the quoted lines", "marks of direction",
        "hard spaces", "curly quotes and capitals", "Arabic digits", "an empty copy below", "only the answers left",
    ],
)  # fmt: skip
def test_a_filled_form_survives_the_way(travelled):
    sent = travelled(filled(**STORY))
    read_back = read(sent.replace("٢. He", "2. He"))
    trimmed = dataclasses.replace(read_back, happened=re.sub(r"[\u200f]|(?m:^>+ ?)", "", read_back.happened))
    assert trimmed == TOLD


TYPED = {
    "free text": ("They took my brother", {"happened": "They took my brother"}),
    "all in one line": (
        "1 they took my brother 2 Karsa",
        {"happened": "1 they took my brother 2 Karsa", "place": "Karsa"},
    ),
    "a line for each, no points": (
        "1 they took him\n2 Karsa\n3 A\n6 A",
        {"happened": "1 they took him\n2 Karsa\n3 A\n6 A", "place": "Karsa", "needs": ("lawyer",)},
    ),
    "with points and a country": (
        "1. They took him\n2) Karsa, Sudan\n3: a, c",
        {"happened": "They took him", "country": "Sudan", "place": "Karsa, Sudan", "needs": ("lawyer", "medical")},
    ),
    "Arabic digits": ("١. أخذوا أخي\n٢. كارسا", {"happened": "أخذوا أخي", "place": "كارسا"}),
    "Cyrillic letters": (
        "1. Они пришли\n6. А, В",
        {"happened": "Они пришли", "consents": ("share_mission", "share_network")},
    ),
    "a dash, and a letter below": ("1- They came\nB", {"happened": "They came", "urgency": "days"}),
    "a name": ("4. Jo Doe", {"name": "Jo Doe"}),
    "a number to call": ("5. c\n+000 111", {"channel": "phone", "address": "+000 111"}),
    "yes instead of letters": ("6. yes to all", {"happened": "6: yes to all"}),
    "a word for and": ("6. A e C", {"happened": "6: A e C"}),
    "a letter that is not offered": ("6. A and H", {"happened": "6: A and H"}),
    "a word made of letters": ("3. dead", {"need_words": "dead"}),
    "does not know yet": ("7. C", {"about": "unaware"}),
    "there is no question 8": ("8. Nobody", {"happened": "8. Nobody"}),
    "a date": ("1.5.2024 they came", {"happened": "1.5.2024 they came"}),
    "a time": ("1:30 at night", {"happened": "1:30 at night"}),
    "numbers of the story": ("5 men, 2 cars", {"happened": "5 men, 2 cars"}),
    "a number again": ("Help\n1. A man came\n1. again", {"happened": "Help\nA man came\n1. again"}),
    "two letters where one is asked": ("1.2: A B", {"happened": "1.2: A B"}),
    "words where letters are asked": ("1.2: A\n7.1: perhaps", {"urgency": "now", "happened": "7.1: perhaps"}),
    "words beside the channel": ("5.1: only by night", {"address": "only by night"}),
    "nothing": ("", {}),
}


@pytest.mark.parametrize(("typed", "understood"), TYPED.values(), ids=TYPED)
def test_what_people_type_without_the_form_is_understood_or_kept(typed, understood):
    assert read(typed) == Answers(**understood)


def test_an_answer_written_into_a_printed_line_is_kept():
    assert "Karsa" in repr(
        dataclasses.asdict(read(FORM.replace("== 2. Which country? ", "== 2. Which country? Karsa ")))
    )
    assert "Karsa" in repr(dataclasses.asdict(read(FORM.replace("Which country? ===================", "Karsa"))))


def test_a_text_that_is_too_long_is_refused_with_what_to_do():
    assert refusal_to_reading("a" * LONGEST_TEXT) is None
    with pytest.raises(Refused, match=r"100,000 characters\. Send it in parts\."):
        read("a" * (LONGEST_TEXT + 1))


def test_a_name_is_not_shown_by_printing_the_answers():
    assert "Doe" not in repr(read("4. Jo Doe"))


ANY_TEXT = st.text(st.characters(exclude_categories=("Cs",)) | st.sampled_from("\n\r\t .:)>=-12367ABАا١"))
LABEL = re.compile(r"\W*\d\W*\.\W*\d\W*[:：]")
ANSWER = (
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp", "Zs")) | st.sampled_from("\n  >=-.:12A"))
    .map(str.strip)
    .filter(lambda text: not any(LABEL.match(line) for line in text.split("\n")))
)


@pytest.mark.slow
@given(
    words=st.fixed_dictionaries({name: ANSWER for name in LABELS if name not in CODES}),
    urgency=st.sampled_from(("", *URGENCY)),
    channel=st.sampled_from(("", *CHANNELS)),
    about=st.sampled_from(("", *ABOUT)),
    needs=st.sets(st.sampled_from(NEEDS)),
    consents=st.sets(st.sampled_from(CONSENTS)),
)
def test_any_answers_come_back_as_they_were_written(words, urgency, channel, about, needs, consents):
    told = Answers(
        **words,
        urgency=urgency,
        channel=channel,
        about=about,
        needs=tuple(need for need in NEEDS if need in needs),
        consents=tuple(consent for consent in CONSENTS if consent in consents),
    )
    answers = dataclasses.asdict(told)
    shown = {name: letters(name, answer) if name in CODES else answer for name, answer in answers.items()}
    assert read(filled(**shown)) == told


@pytest.mark.slow
@given(ANY_TEXT)
def test_no_word_of_any_text_is_lost(text):
    kept = "\n".join(str(value) for value in dataclasses.asdict(read(text)).values())
    for word in re.findall(r"\w+", text.replace("\0", " ")):
        # The number of a question and a letter that chose something are understood, not lost.
        is_mark = (word.isdecimal() and len(word) == 1) or set(word) <= set("ABCDEFGHIJKabcdefghijkАاأ")
        assert is_mark or word in kept


@given(st.text(st.characters(), max_size=40))
def test_half_characters_and_zero_bytes_do_not_stop_the_reading(text):
    dataclasses.asdict(read(text + "\ud800\0"))["happened"].encode()

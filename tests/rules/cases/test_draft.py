"""The draft of a statement: what it says, line by line, and that nobody is named without an own consent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.cases.draft import (
    LANGUAGES,
    Draft,
    drafts,
    labels_in,
    line_kinds,
    lines_of,
    still_open,
    strongest,
    unlabelled_names,
)
from safeconduct.cases.known_name import names_alone
from tests.builders import an_entry
from tests.rules.cases.protecting import an_answer, consents

NAMED = an_answer("publish_named")
WHOLE = (
    "The Delegation calls for the immediate release of the human rights defender [name]. The charges breach Article 19 of "
    "the Covenant. Civil society must be able to work. We will follow the appeal on 3 May."
)
PERSONS = {"name": "", "brother": "p7"}

SAID = {
    "en": ("human rights defender", "Release him.", "calls on them to drop the charges", "civil society", "Article 19"),
    "fr": ("une défenseuse des droits", "Sa libération", "demande l’abandon des poursuites", "la société civile", "l’article 19"),
    "es": ("una defensora de los derechos humanos", "su liberación", "insta a retirar los cargos", "la sociedad civil", "artículo 19"),
    "ru": ("правозащитница", "Мы требуем освобождения.", "призываем снять обвинения", "гражданского общества", "статья 19"),
    "ar": ("المدافعة عن حقوق الإنسان", "نطالب بالإفراج عنها.", "ندعو إلى إسقاط التهم", "المجتمع المدني", "المادة 19"),
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("line", ["term", "release", "case", "situation", "law"])
def test_each_line_is_found_in_each_language_and_not_elsewhere(language, line):
    kinds = [kind.value for kind in line_kinds()]
    said = dict(zip(["term", "release", "case", "situation", "law"], SAID[language], strict=True))
    found = {one.kind.value: one.is_there for one in lines_of(said[line], language)}
    assert found[line] and set(found) == set(kinds)
    assert not any(one.is_there for one in lines_of("42", language))


@pytest.mark.parametrize(
    "text", ["with full respect for the prerogatives of the judiciary", "takes note of the verdict", "non-interference"]
)
def test_bowing_is_found_and_makes_a_text_weaker(text):
    bows = {one.kind.value: one.is_there for one in lines_of(text, "en")}
    assert bows["deference"]
    plain, bowing = Draft("1", WHOLE, "en"), Draft("2", f"{WHOLE} It was said {text}.", "en")
    assert strongest([bowing, plain]) == plain


def test_promises_are_found_with_their_words():
    promised = next(one for one in lines_of(WHOLE, "en") if one.kind.value == "promise")
    assert promised.passages == ("will follow the appeal on 3 May",)


def points(draft, *answers, persons=PERSONS, names=("Teresa Mon",), may_use_term=True):
    known = names_alone(names)
    found = still_open(
        draft, persons=persons, known=known, consents=consents(*(answers or (NAMED,))), may_use_term=may_use_term
    )
    return [one.sentence for one in found]


def test_a_whole_draft_with_consent_is_checked():
    assert points(Draft("1", WHOLE, "en")) == []


@pytest.mark.parametrize(
    ("text", "answers", "begins"),
    [
        ("[name] is free.", [an_answer("publish_unnamed")], "[name] has not agreed"),
        ("[name] is free.", [an_answer("publish_named", "ask_first")], "[name] has not agreed"),
        ("[brother] was taken.", [NAMED], "[brother] has not agreed"),
        ("[the driver] was taken.", [NAMED], "[the driver] is nobody of this case."),
        (" ", [NAMED], "Nothing is written yet."),
    ],
    ids=["unnamed only", "ask first", "a brother who was not asked", "nobody of this case", "nothing"],
)
def test_each_who_is_named_needs_an_own_consent(text, answers, begins):
    assert points(Draft("1", text, "en"), *answers)[0].startswith(begins)


def test_a_person_named_beside_the_main_one_may_agree_for_themselves():
    text = WHOLE.replace("[name]", "[Brother]")
    assert points(Draft("1", text, "en"), an_answer("publish_named", person="p7")) == []


def test_a_line_is_written_or_closed_with_a_reason():
    quiet = Draft("1", "We are concerned.", "en")
    assert len(points(quiet)) == 5
    closed = dict.fromkeys(["term", "release", "case", "situation", "law"], "less")
    assert points(Draft("1", "We are concerned.", "en", closed)) == []


def test_whoever_is_protected_without_the_label_is_not_called_by_it():
    assert points(Draft("1", WHOLE, "en"), may_use_term=False) == [
        "This person is protected without the label. Take the term out."
    ]
    assert points(Draft("1", WHOLE.replace("human rights defender ", ""), "en"), may_use_term=False) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("They took Amina Karsa from her house.", ("Amina Karsa",)),
        ("We saw [name] in Karsa.", ()),
        ("Вчера задержали Марину Орлову дома.", ("Марину Орлову",)),
        ("The Court sat. The Delegation was there.", ()),
    ],
    ids=["a name", "a label", "Cyrillic", "an article"],
)
def test_what_looks_like_a_name_is_shown(text, found):
    assert unlabelled_names(text) == found


def test_a_draft_is_read_as_it_was_written():
    draft = Draft("1", WHOLE, "en", {"law": "level"}, "s1")
    assert drafts([an_entry("statement_drafted", **draft.as_data())]) == (draft,)


@given(text=st.text(max_size=400), language=st.sampled_from([*LANGUAGES, "xx", ""]))
def test_any_text_is_read_without_an_error(text, language):
    lines_of(text, language)
    labels_in(text)
    unlabelled_names(text)
    points(Draft("1", text, language))

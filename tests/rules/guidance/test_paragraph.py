"""What the open pages say: whole in five languages, plain to read, and for whom each paragraph holds."""

import json
import re

import pytest
import textstat

from safeconduct.guidance.firmness import standing_commitments
from safeconduct.guidance.paragraph import Paragraph, Whereabouts, holds, in_language
from safeconduct.guidance.register import FOLDER, read_register
from safeconduct.guidance.who_helps import is_quick
from safeconduct.vocabulary.language import CODES

REGISTER = read_register()
PAGES = ("mission", "help", "prepare", "visa", "expect")
# The easy side of each measure, as its authors set it for readers of 13 to 15 years. textstat computes them.
# en: Automated Readability Index, a school grade by letters and words; Flesch needs a dictionary that is fetched.
# fr, es, ru: Flesch's reading ease, as fitted to the language. ar: Osman, which is Flesch's for Arabic without vowels.
# Their limits: they count letters, syllables and sentences, no meaning; Osman guesses at vowels that are not
# written; none was tried on defenders, and no speaker has read four of the languages. A floor finds a sentence
# that grew too long; that a page is understood, only readers can say.
PLAIN = {
    "en": lambda text: textstat.automated_readability_index(text) <= 8,
    "fr": lambda text: textstat.flesch_reading_ease(text) >= 65,
    "es": lambda text: textstat.flesch_reading_ease(text) >= 65,
    "ru": lambda text: textstat.flesch_reading_ease(text) >= 65,
    "ar": lambda text: textstat.osman(text) >= 70,
}
LONGEST_SENTENCE = 28


def said_on(page, language):
    return " ".join(
        words
        for one in REGISTER.paragraphs
        if one.page == page
        for words in texts_of(one, language)
        if words[-1] in ".?؟"
    )


def texts_of(paragraph, language):
    return [words[language] for words in (paragraph.title, paragraph.says, paragraph.needs) if words]


def is_plain(text, language):
    textstat.set_lang(language)
    return PLAIN[language](text)


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_as_plain_as_lower_secondary_school_reads(page, language):
    assert is_plain(said_on(page, language), language)


HARD = {
    "en": "Notwithstanding administrative prerogatives, diplomatic representations discretionarily determine"
    " appropriateness regarding interventions concerning individual circumstances.",
    "fr": "Nonobstant les prérogatives administratives, les représentations diplomatiques déterminent"
    " discrétionnairement l’opportunité des interventions relatives aux circonstances individuelles.",
    "es": "No obstante las prerrogativas administrativas, las representaciones diplomáticas determinan"
    " discrecionalmente la conveniencia de las intervenciones relativas a circunstancias individuales.",
    "ru": "Невзирая на административные прерогативы, дипломатические представительства дискреционно определяют"
    " целесообразность вмешательства применительно к индивидуальным обстоятельствам.",
    "ar": "وبالرغم من الصلاحيات الإدارية المستخدمة فالتمثيليات الدبلوماسية تستنسب استخداماتها واستثناءاتها واستدعاءاتها"
    " المتعلقة بالاستقلالية والاستنتاجات الاستراتيجية والاستعدادات الاستثنائية المستقبلية للمؤسسات الاجتماعية والاقتصادية",
}


@pytest.mark.parametrize("language", CODES)
def test_the_measure_notices_what_is_hard_to_read(language):
    assert not is_plain(HARD[language], language)


@pytest.mark.parametrize("language", CODES)
def test_no_sentence_is_long(language):
    sentences = [
        sentence
        for one in REGISTER.paragraphs
        for text in texts_of(one, language)
        for sentence in re.split(r"(?<=[.?!؟:;؛])\s", text)
    ]
    assert [sentence for sentence in sentences if len(sentence.split()) > LONGEST_SENTENCE] == []


@pytest.mark.parametrize("language", [code for code in CODES if code != "en"])
def test_what_defenders_read_of_the_register_is_translated(language):
    read = {one.opens for one in REGISTER.mechanisms}
    read |= {one.how_to_ask for one in REGISTER.mechanisms if is_quick(one)}
    read |= {view.says for one in REGISTER.mechanisms if one.kind == "state_mechanism" for view in one.views}
    read |= {one.commitment.says for one in standing_commitments(REGISTER)}
    assert [
        sentence for sentence in read if in_language(sentence, language, REGISTER.translations)[1] != language
    ] == []


def test_what_was_not_translated_is_shown_in_english_and_says_so():
    assert in_language("A new sentence.", "ar", REGISTER.translations) == ("A new sentence.", "en")


def test_no_translation_is_left_of_a_sentence_that_is_gone():
    held = {one.opens for one in REGISTER.mechanisms} | {one.how_to_ask for one in REGISTER.mechanisms}
    held |= {view.says for one in REGISTER.mechanisms for view in one.views} | {
        one.says for one in REGISTER.commitments
    }
    assert set(REGISTER.translations) - held == set()


@pytest.mark.parametrize("when", ["always", "chosen", "abroad"])
@pytest.mark.parametrize(
    ("whereabouts", "true_of"),
    [
        (Whereabouts(), {"always"}),
        (Whereabouts("MX"), {"always", "chosen"}),
        (Whereabouts("MX", "MX"), {"always", "chosen"}),
        (Whereabouts("MX", "HN"), {"always", "chosen", "abroad"}),
    ],
    ids=["nothing told", "a country of stay", "at home", "abroad"],
)
def test_a_paragraph_holds_for_whom_it_is_written(when, whereabouts, true_of):
    assert holds(Paragraph("one", "help", "sentence", when), whereabouts) is (when in true_of)


def test_each_file_of_the_pages_has_a_schema_that_asks_for_every_language():
    for name in ("paragraphs", "translations", "synonyms"):
        schema = json.loads((FOLDER / "schemas" / f"{name}.json").read_text(encoding="utf-8"))
        assert all(f'"{code}"' in json.dumps(schema) for code in CODES if code != "en")

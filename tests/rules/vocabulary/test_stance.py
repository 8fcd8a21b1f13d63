"""Bowing and promising: what is one and what only looks like it, the same in a draft and in a published statement."""

import pytest

from safeconduct.cases.draft import LANGUAGES, lines_of
from safeconduct.observatory.coding import coded
from safeconduct.observatory.published_text import PublishedText
from safeconduct.observatory.reading import plain
from safeconduct.vocabulary.stance import DEFERENCE, PROMISE, stance_words, stances

BOWS = [
    ("en", "The EU fully respects the sovereignty of Chad and the work of its courts in this case."),
    ("en", "This is said with full respect for the prerogatives of the courts, which are still at work."),
    ("en", "We do not intend to interfere in the work of the courts and wait for what they decide."),
    ("en", "The Embassy takes note of the recent verdict in the trial of the lawyer in the capital."),
    ("en", "It is an internal matter of the country and the Embassy says nothing more about the trial."),
    ("fr", "La France respecte l’indépendance de la justice et n’a rien à dire de plus sur cette affaire."),
    ("fr", "Nous prenons acte de la condamnation de l’avocat et du jugement que le tribunal a rendu hier."),
    ("es", "España respeta la soberanía del país y no dice nada más sobre la detención del abogado ayer."),
    ("es", "La Embajada toma nota de la sentencia que el tribunal dictó ayer contra el abogado en la capital."),
    ("ru", "Посольство принимает к сведению приговор суда и больше ничего не говорит об этом деле сегодня."),
    ("ru", "Мы уважаем суверенитет страны и больше ничего не можем сказать об этом деле сегодня в столице."),
    ("ar", "نحترم سيادة البلد ولا نقول أكثر من ذلك عن القضية التي حكمت فيها المحكمة يوم أمس."),
    ("ar", "أخذت السفارة علماً بالحكم الذي أصدرته المحكمة يوم أمس في قضية المحامي في العاصمة."),
]
PROMISES = [
    ("en", "The Delegation will follow the appeal of the lawyer and of all others who were sentenced with her."),
    ("en", "The EU continues to monitor the situation in the north of the country and of all who live there."),
    ("en", "Diplomats will attend the next hearing of the lawyer in the capital on the third of the month."),
    ("en", "The Ambassador will visit the family of the lawyer in the north of the country as soon as she may."),
    ("en", "We will continue to call for her release and for that of all others who were sentenced with her."),
    ("en", "The Council remains seized of the matter and of all that was said about it in the capital."),
    ("fr", "La France suivra le procès de l’avocat et de tous ceux qui ont été condamnés avec lui hier."),
    ("fr", "L’Union restera attentive à la situation dans le nord du pays et à tous ceux qui y vivent encore."),
    ("fr", "La ministre évoquera l’affaire de l’avocat et de tous ceux qui ont été condamnés avec lui hier."),
    ("es", "La Unión seguirá de cerca el juicio del abogado y de todos los que fueron condenados con él ayer."),
    ("es", "España sigue observando la situación en el norte del país y de todos los que viven allí todavía."),
    ("ru", "Евросоюз и впредь продолжит внимательно следить за делом адвоката и всех, кто был осуждён с ним."),
    ("ru", "Мы будем добиваться освобождения адвоката и всех остальных, кто был осуждён вместе с ним вчера."),
    ("ar", "سيواصل الاتحاد متابعة قضية المحامي وكل من حكمت عليهم المحكمة معه يوم أمس في العاصمة."),
    ("ar", "سنتابع قضية المحامي وكل من حكمت عليهم المحكمة معه يوم أمس في العاصمة وفي الشمال."),
]
NEITHER = [
    ("en", "The authorities must respect the independence of the judiciary and let the lawyer go at once."),
    ("en", "It calls on Chad to ensure respect for the decisions of the courts and to follow the law."),
    ("en", "With respect to the decision of the court, the lawyer was sentenced; others will follow suit."),
    ("en", "The EU follows the case of the lawyer closely and monitors the trial of all others in the capital."),
    ("en", "The law will raise taxes, and the Minister will visit her home town in the north of the country."),
    ("en", "We will continue to support civil society in Chad and all who work for the rights of others."),
    ("fr", "Les autorités doivent respecter l’indépendance de la justice et libérer l’avocat sans attendre."),
    ("fr", "La France suit le procès de l’avocat et continue de soutenir tous ceux qui travaillent avec lui."),
    ("es", "Las autoridades deben respetar la independencia de la justicia y dejar libre al abogado ahora."),
    ("ru", "Власти должны уважать независимость суда и освободить адвоката и всех, кто был осуждён с ним."),
    ("ar", "يأخذ الاتحاد علماً ببيان اللجنة عن السجون في البلد ويدعو إلى الإفراج عن المحامي اليوم."),
]


def taken(text, language):
    """As a draft has it and as a statement is coded; that the two agree is part of the question."""
    drafted = {line.kind.value for line in lines_of(text, language) if line.is_there} & {DEFERENCE, PROMISE}
    values = coded(PublishedText("t", "", text, "", language)).values
    fields = {DEFERENCE: "shows_deference", PROMISE: "promises_follow_up"}
    assert drafted == {stance for stance, field in fields.items() if values[field]}
    return drafted


@pytest.mark.parametrize(("language", "text"), BOWS)
def test_bowing_is_found(language, text):
    assert taken(text, language) == {DEFERENCE}


@pytest.mark.parametrize(("language", "text"), PROMISES)
def test_a_promise_to_go_on_is_found(language, text):
    assert taken(text, language) == {PROMISE}


@pytest.mark.parametrize(("language", "text"), NEITHER)
def test_what_is_asked_of_a_state_or_done_now_is_neither(language, text):
    assert taken(text, language) == set()


def test_each_language_of_drafts_has_words_for_both_and_signs_in_plain_letters():
    for language in LANGUAGES:
        assert {words.stance for words in stance_words(language)} == {DEFERENCE, PROMISE}
        signs = [sign for words in stance_words(language) for group in words.signs for sign in group]
        assert signs == [plain(sign) for sign in signs]


def test_a_passage_stands_once_as_it_is_written_also_after_letters_that_grow():
    text = "İİİ We will FOLLOW the case. They respect us."
    assert stances(text, "en") == {DEFERENCE: (), PROMISE: ("will FOLLOW the case",)}
    assert stances(text, "sv") == {DEFERENCE: (), PROMISE: ()}


def test_what_a_field_rests_on_stands_beside_it():
    text = "The EU will follow the trial closely. It takes note of the verdict against the lawyer in the capital."
    words = coded(PublishedText("t", "", text, "", "en")).words
    assert words["promises_follow_up"] == ("will follow the trial closely",)
    assert words["shows_deference"] == ("takes note of the verdict",)

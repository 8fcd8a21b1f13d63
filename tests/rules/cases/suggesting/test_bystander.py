"""Who a text names besides its victim, and what did not happen: found, but not suggested. All invented."""

import tomllib
from pathlib import Path

import pytest

from safeconduct.cases.suggesting.agreement import agreement
from safeconduct.cases.suggesting.pasted import coded
from safeconduct.cases.suggesting.suggestion import suggested

INVENTED = Path(__file__).parent / "invented" / "others"
LANGUAGES = ("ar", "en", "es", "fr", "ru")
FLOORS = {"country": 0.97, "violation_types": 0.86, "defender_types": 0.84, "date_of_event": 0.99}

OTHERS = {
    "who speaks": (
        "en",
        "Police arrested the reporter Ann Lee in Lima. The lawyer Rosa Quilla called it unlawful.",
        "lawyer",
    ),
    "who speaks after a quotation": (
        "en",
        "Police arrested a reporter. “A shame”, said the lawyer Rosa Quilla.",
        "lawyer",
    ),
    "who speaks, in French": ("fr", "La police a arrêté un journaliste. « Une honte », dit Me Quilla.", "lawyer"),
    "who demands, in Spanish": (
        "es",
        "La policía detuvo a un periodista. La abogada Rosa Quilla exige su libertad.",
        "lawyer",
    ),
    "who thinks so, in Russian": (
        "ru",
        "Полиция задержала журналиста. Адвокат Роза Килья считает это местью.",
        "lawyer",
    ),
    "the verb before who speaks, in Arabic": (
        "ar",
        "اعتقلت الشرطة صحفيا في ليما. وقالت الباحثة روزا كيلا إنه بريء.",
        "woman_hrd",
    ),
    "according to somebody": (
        "fr",
        "La police a arrêté un journaliste. Selon une chercheuse, c'est courant.",
        "researcher",
    ),
    "a relative": (
        "en",
        "Police arrested the reporter Ann Lee. Her husband, a teacher, went to every station.",
        "teacher",
    ),
    "the woman whom a pronoun stands for": (
        "en",
        "Police arrested the reporter Joe Lee. His wife Mary has no news, and she is afraid.",
        "woman_hrd",
    ),
    "a thing that is a she": (
        "ru",
        "Полиция задержала журналиста Олега Килья. Полиция молчит: она занята.",
        "woman_hrd",
    ),
    "an organisation that is a she": (
        "fr",
        "Le journaliste Jo Quilla est détenu. L'association sait qu'elle sera visée.",
        "woman_hrd",
    ),
    "youth in a name": (
        "en",
        "The house of Issa Quilla, where the group Youth Against Walls meets, was searched.",
        "student_youth",
    ),
    "politicians who do something else": (
        "en",
        "Members of parliament like the law. Police arrested a reporter.",
        "politician",
    ),
}
STILL = {
    "who tells what was done to her": ("en", "The lawyer Rosa Quilla said that she was beaten by police.", "lawyer"),
    "the same, in Arabic": ("ar", "قالت المحامية روزا كيلا إنها تعرضت للضرب والاعتقال.", "woman_hrd"),
    "a brother who was taken": ("en", "Armed men kidnapped her brother, a teacher at the school of Lima.", "teacher"),
    "somebody whose name is Said": ("en", "The journalist Mr. Said Amrani was arrested in Oran.", "journalist"),
    "an Arabic woman who is a lawyer": ("ar", "قتل مسلحون المحامية روزا كيلا في ليما.", "lawyer"),
}


@pytest.mark.parametrize(("language", "text", "code"), OTHERS.values(), ids=list(OTHERS))
def test_who_is_named_besides_the_victim_is_mentioned_alone(language, text, code):
    found = suggested(text, language)
    assert code not in found.defender_types
    assert code in found.mentioned["defender_types"]


@pytest.mark.parametrize(("language", "text", "code"), STILL.values(), ids=list(STILL))
def test_a_victim_who_speaks_or_is_related_is_still_one(language, text, code):
    assert code in suggested(text, language).defender_types


NOT_DONE = {
    "feared": ("en", "Police arrested him in Lima. We fear torture.", "torture_ill_treatment"),
    "feared, in Arabic": ("ar", "اعتقلته الشرطة في ليما، ونخشى عليه من التعذيب.", "torture_ill_treatment"),
    "feared, in Russian": ("ru", "Полиция задержала его в Лиме. Ему грозят пытки.", "torture_ill_treatment"),
    "marched against": ("fr", "La police a arrêté celui qui luttait contre les expulsions forcées.", "forced_eviction"),
    "documented": ("en", "Police arrested a researcher who documented evictions.", "forced_eviction"),
    "across a verb of saying": (
        "es",
        "La policía lo detuvo. Su abogada dijo que ella no conoce el expediente.",
        "denial_of_lawyer",
    ),
}
DONE = {
    "his own torture": ("ar", "اعتقلته الشرطة في ليما، وتحدث عن تعذيبه في السجن.", "torture_ill_treatment"),
    "afraid, which is a threat": ("en", "She fears for her life after the calls.", "threat"),
}


@pytest.mark.parametrize(("language", "text", "code"), NOT_DONE.values(), ids=list(NOT_DONE))
def test_what_is_feared_or_worked_against_did_not_happen(language, text, code):
    assert code not in suggested(text, language).violation_types


@pytest.mark.parametrize(("language", "text", "code"), DONE.values(), ids=list(DONE))
def test_what_did_happen_is_suggested_beside_such_words(language, text, code):
    assert code in suggested(text, language).violation_types


STEMS = {
    "to support is no touching": ("ar", "اعتقلت الشرطة رئيس جمعية لمساندة المهاجرين.", "sexual_violence"),
    "police of migration displaces nobody": ("ar", "اعتقلته مباحث الهجرة في ليما.", "forced_displacement"),
    "prosecutions are no watching": ("ar", "نطالب بوقف التتبعات ضد الصحفي المعتقل.", "surveillance"),
    "activists are no assets": ("ru", "Активист Олег Килья арестован в Лиме.", "asset_freeze"),
    "an investigation is no search for somebody": (
        "fr",
        "La section de recherches a arrêté un journaliste.",
        "attempted_arrest",
    ),
    "a vigil is no watching": ("es", "La policía detuvo a una defensora en una vigilia.", "surveillance"),
    "a car that stopped": ("fr", "Une voiture s'est arrêtée devant son cabinet.", "arbitrary_detention"),
    "a charge is no rape": ("en", "Police charged him with rape to silence him.", "sexual_violence"),
}


@pytest.mark.parametrize(("language", "text", "code"), STEMS.values(), ids=list(STEMS))
def test_words_that_only_begin_alike_or_mean_something_else_tell_nothing(language, text, code):
    found = suggested(text, language)
    assert code not in {*found.violation_types, *found.mentioned["violation_types"]}


def test_an_arabic_adjective_of_an_organisation_is_no_woman():
    found = suggested("اعتقلت الشرطة صحفيا في ليما. نشرت منظمة حقوقية بيانا.", "ar")
    assert "woman_hrd" not in {*found.defender_types, *found.mentioned["defender_types"]}


def test_who_defends_indigenous_peoples_is_not_therefore_of_them():
    found = suggested("Mataron al abogado Jo Quilla, defensor de causas indígenas, en Lima.", "es").defender_types
    assert "indigenous_rights" in found and "indigenous" not in found


def test_what_unknown_people_take_is_stolen_and_what_police_take_is_confiscated():
    stolen = suggested("Unos desconocidos se llevaron computadoras de la oficina en Lima.", "es").violation_types
    taken = suggested("La policía se llevó computadoras de la oficina en Lima.", "es").violation_types
    assert "confiscation" not in stolen and "break_in_theft" in stolen
    assert "confiscation" in taken


@pytest.mark.slow
def test_suggestions_agree_where_texts_name_others_besides_their_victim():
    rows = [
        (language, row)
        for language in LANGUAGES
        for row in tomllib.loads((INVENTED / f"{language}.toml").read_text(encoding="utf-8")).values()
    ]
    by_hand = (
        {
            "country": row["country"],
            "violation_types": row["kinds"],
            "defender_types": row["groups"],
            "date_of_event": row["date"],
        }
        for _, row in rows
    )
    found = agreement(
        [(hand, coded(suggested(row["text"], of))) for hand, (of, row) in zip(by_hand, rows, strict=True)]
    )
    assert found.texts >= 180
    assert {field: getattr(found, field) for field, floor in FLOORS.items() if getattr(found, field) < floor} == {}

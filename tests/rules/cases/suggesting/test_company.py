"""Which kinds and groups go with which: what is told beside others and what is only mentioned."""

import tomllib
from pathlib import Path

import pytest

from safeconduct.cases import suggesting
from safeconduct.cases.suggesting.suggestion import suggested
from safeconduct.cases.suggesting.word_list import CODES

ROWS = tomllib.loads((Path(suggesting.__file__).parent / "company.toml").read_text(encoding="utf-8"))
KILLERS_TRIED = {
    "en": "Lawyer Ana Roca was murdered in Lima. Two men were charged and sentenced, and a third fled.",
    "fr": "L'avocate Ana Roca a été assassinée à Lima. Deux hommes ont été inculpés et condamnés.",
    "es": "La abogada Ana Roca fue asesinada en Lima. Dos hombres fueron imputados y condenados.",
    "ru": "Адвоката Ану Року убили в Лиме. Двоим предъявили обвинение, суд приговорил их.",
    "ar": "اغتيلت المحامية آنا روكا في ليما. وجهت النيابة تهماً إلى رجلين وحكمت عليهما المحكمة بالسجن.",
}


@pytest.mark.parametrize("language", KILLERS_TRIED)
def test_beside_a_killing_a_trial_is_that_of_the_killers(language):
    found = suggested(KILLERS_TRIED[language], language)
    assert "killing" in found.violation_types
    assert "judicial_harassment" not in found.violation_types
    assert "judicial_harassment" in found.mentioned["violation_types"]


def test_a_trial_in_the_heading_is_told_beside_a_killing():
    found = suggested(
        "Lawyer sentenced to prison for her work\nHer colleague Ana Roca was murdered in Lima last year.", "en"
    )
    assert {"killing", "judicial_harassment"} <= found.violation_types.keys()


KINDS = {
    "others than the state take nobody by force of the state": (
        "en",
        "Gunmen kidnapped Ana Roca in Lima. She was taken to an unknown place; two men are accused of it.",
        {"abduction"},
    ),
    "a trial of attackers": ("en", "Men attacked and beat her in Lima. They stand trial in June.", {"physical_attack"}),
    "a trial of who is held": (
        "es",
        "Unos hombres agredieron a Ana en la calle. Luego la policía la detuvo y fue imputada.",
        {"arbitrary_detention", "physical_attack", "judicial_harassment"},
    ),
    "who is held has not fled": (
        "fr",
        "La police a arrêté l'avocate Ana Roca à Lima. Un collègue a fui.",
        {"arbitrary_detention"},
    ),
    "harassment is what an arrest is called": (
        "en",
        "Police arrested Ana Roca in Lima. The union calls it harassment.",
        {"arbitrary_detention"},
    ),
    "a threat that is written out stays": (
        "en",
        "Police arrested Ana Roca in Lima and threatened to kill her.",
        {"arbitrary_detention", "threat"},
    ),
    "what a charge says is no smear": (
        "en",
        "A court in Lima sentenced Ana Roca to two years over false accusations that she made.",
        {"judicial_harassment", "arbitrary_detention"},
    ),
}


@pytest.mark.parametrize(("language", "text", "kinds"), KINDS.values(), ids=list(KINDS))
def test_kinds_that_go_together(language, text, kinds):
    assert suggested(text, language).violation_types.keys() - {"enforced_disappearance"} <= kinds
    assert kinds - {"arbitrary_detention"} <= suggested(text, language).violation_types.keys()


GROUPS = {
    "who leads an organisation of a people": (
        "en",
        "Pedro Roca, an indigenous leader and director of an organisation, was arrested.",
        {"indigenous", "community_leader"},
    ),
    "a director of an organisation": (
        "en",
        "Pedro Roca, director of a human rights organisation, was arrested.",
        {"ngo_staff"},
    ),
    "their land": (
        "es",
        "Mataron a un hombre indígena en el Cauca que defendía su territorio.",
        {"indigenous", "environmental_land"},
    ),
    "their union speaks for them": (
        "fr",
        "Le syndicaliste Pierre Roca a été arrêté, dit l'organisation.",
        {"trade_unionist"},
    ),
    "families who search": (
        "es",
        "Desapareció Ana Roca, madre buscadora de un colectivo de familiares de desaparecidos.",
        {"family_of_disappeared"},
    ),
    "a lawyer whom nobody lets in": (
        "ru",
        "Задержали журналиста Петра Року. Адвоката к нему не пустили.",
        {"journalist"},
    ),
    "a lawyer whom somebody needs": ("en", "Journalist Pedro Roca was arrested. We need a lawyer.", {"journalist"}),
}


@pytest.mark.parametrize(("language", "text", "groups"), GROUPS.values(), ids=list(GROUPS))
def test_groups_that_go_together(language, text, groups):
    assert set(suggested(text, language).defender_types) == groups


def test_one_word_near_the_end_is_of_the_place():
    text = "Journalist Pedro Roca was arrested in Lima on 3 May 2021 at the door of his paper. He is held. Nobody says why. {}"
    assert "politician" not in suggested(text.format("A senator was arrested there last year."), "en").defender_types


def test_where_no_word_says_a_group_none_is_suggested_and_else_what_is_mentioned_most():
    assert not suggested("Somebody was arrested in Lima.", "en").defender_types
    filler = "The people of the town speak of that day. " * 20
    found = suggested(f"Somebody was arrested in Lima. {filler}The students of the town wait.", "en")
    assert set(found.defender_types) == {"student_youth"}


def test_each_row_has_codes_of_the_lists_and_a_reason():
    known = {code for codes in CODES.values() for code in codes}
    for row in (*ROWS["mention"], *ROWS["tell"]):
        assert {*row["codes"], *row["beside"], *row.get("without", ())} <= known
        assert row["why"].endswith(".") and not set(row["codes"]) & set(row["beside"])

"""What a long text is about, and what it only mentions. All invented."""

import tomllib

import pytest

from safeconduct.cases.suggesting import emphasis
from safeconduct.cases.suggesting.suggestion import suggested
from safeconduct.cases.suggesting.word_list import CODES, FOLDER

OF_OTHERS = {"judicial_harassment", "physical_attack", "attempted_killing", "restrictive_law"}
TOLD = {
    "en": (
        "On 3 May 2021 police arrested the lawyer Ana Quilla at her office in Lima.",
        "The organisation is old, and all of its colleagues there know of years of violence, of beatings and of torture in that city.",
        {"arbitrary_detention"},
        {"physical_attack", "torture_ill_treatment"},
    ),
    "fr": (
        "Le 3 mai 2021, la police a arrêté l'avocate Ana Quilla dans son bureau à Lima.",
        "La société civile vit depuis longtemps dans la peur, et beaucoup racontent des assassinats et la torture dans la région.",
        {"arbitrary_detention"},
        {"killing", "torture_ill_treatment"},
    ),
    "es": (
        "El 3 de mayo de 2021 la policía detuvo a la abogada Ana Quilla en su oficina de Lima.",
        "La sociedad civil vive desde hace mucho con miedo, y muchos cuentan de asesinatos y de tortura en la región.",
        {"arbitrary_detention"},
        {"killing", "torture_ill_treatment"},
    ),
    "ru": (
        "3 мая 2021 года полиция задержала адвоката Ану Килью в её офисе в Лиме.",
        "Жители давно живут здесь в страхе, и многие знают убийства, давление, травмы и пытки в этих местах.",
        {"arbitrary_detention"},
        {"killing", "torture_ill_treatment"},
    ),
    "ar": (
        "اعتقلت الشرطة المحامية آنا كيلا في مكتبها في ليما في 3 أيار 2021.",
        "يعيش الناس هناك منذ زمن طويل في خوف، وقد عرف كثيرون منهم التعذيب والعنف والضغوط في تلك المنطقة.",
        {"arbitrary_detention"},
        {"threat"},
    ),
}


BESIDE_AN_ARREST = {"threat"}  # pressure and the like (company.toml)


@pytest.mark.parametrize("language", TOLD)
def test_a_long_text_is_about_its_act_and_mentions_the_rest(language):
    act, rest, about, beside = TOLD[language]
    long = suggested(" ".join([act, *[rest] * 7]), language)
    assert set(long.violation_types) == about
    assert beside <= set(long.mentioned["violation_types"])


@pytest.mark.parametrize("language", TOLD)
def test_in_a_short_text_nearly_all_that_is_found_is_suggested(language):
    act, rest, about, beside = TOLD[language]
    short = suggested(f"{act} {rest}", language)
    assert about | (beside - OF_OTHERS - BESIDE_AN_ARREST) <= set(short.violation_types)
    assert set(short.mentioned["violation_types"]) <= OF_OTHERS | BESIDE_AN_ARREST


def test_in_a_short_text_faint_words_of_what_others_did_are_only_mentioned():
    short = suggested("Lawyer Ana Roca was shot dead in Lima. Men on a motorcycle shot at her after a hearing.", "en")
    assert set(short.violation_types) == {"killing"}
    assert {"attempted_killing", "judicial_harassment"} <= set(short.mentioned["violation_types"])


def test_in_a_short_text_a_faint_word_counts_where_no_other_word_does():
    assert set(suggested("A teacher in Lima asks for help after a hearing.", "en").violation_types) == {
        "judicial_harassment"
    }


def test_words_that_say_it_plainly_count_however_long_the_text_is():
    act, rest, _, _ = TOLD["en"]
    long = suggested(" ".join([act, "She was waterboarded and given electric shocks.", *[rest] * 7]), "en")
    assert "torture_ill_treatment" in long.violation_types


def test_who_speaks_is_no_group_of_a_long_text_unless_the_act_is_told_beside():
    act, rest, _, _ = TOLD["en"]
    assert set(suggested(" ".join([act, *[rest] * 7]), "en").mentioned["defender_types"]) == {
        "association",
        "ngo_staff",
    }
    beside = suggested(" ".join([f"{act[:-1]} with her colleagues.", *[rest] * 7]), "en")
    assert "ngo_staff" in beside.defender_types


def test_beside_the_act_a_faint_word_tells_who_somebody_is_and_not_what_one_works_for():
    act, rest, _, _ = TOLD["en"]
    beside = suggested(" ".join([f"{act[:-1]} with her colleagues, beside students.", *[rest] * 7]), "en")
    assert "ngo_staff" in beside.defender_types
    assert "student_youth" in beside.mentioned["defender_types"] and "student_youth" not in beside.defender_types


def test_what_is_said_more_often_and_of_fewer_weighs_more():
    once, twice = (emphasis.log_odds("threat", "violation_types", mentions, 10) for mentions in (1, 2))
    among_few = emphasis.log_odds("threat", "violation_types", 1, 2)
    assert once < twice and once < among_few


def test_each_weight_is_of_a_code():
    weights = tomllib.loads((FOLDER / "emphasis.toml").read_text(encoding="utf-8"))
    assert weights.keys() == {"violation_types", "defender_types"}
    assert [code for field in weights for code in weights[field]["codes"] if code not in CODES[field]] == []
    assert set(weights["defender_types"]["roles"]) <= set(CODES["defender_types"])

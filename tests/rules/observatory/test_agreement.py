"""How agreement is counted."""

from pytest import approx

from safeconduct.observatory.agreement import agreement


def a_row(**given):
    return {
        "is_hrd_statement_extended": True,
        "countries": ["TD"],
        "issuer_level": "hq",
        "date": None,
        "individuals": [],
        **given,
    }


def test_f1_counts_what_is_found_wrongly_and_what_is_missed():
    pairs = [
        (a_row(uses_hrd_term=True), a_row(uses_hrd_term=True)),
        (a_row(uses_hrd_term=True), a_row(uses_hrd_term=False)),
        (a_row(uses_hrd_term=False), a_row(uses_hrd_term=True)),
    ]
    assert agreement(pairs).f1["uses_hrd_term"] == approx(0.5)


def test_names_are_the_same_without_accents_and_in_any_russian_case():
    pairs = [(a_row(individuals=["Bakary Touré", "Иван Зорин"]), a_row(individuals=["Bakary Toure", "Ивана Зорина"]))]
    assert agreement(pairs).names == 1


def test_countries_are_the_same_in_any_order_or_wrong():
    pairs = [
        (a_row(countries=["CN", "HK"]), a_row(countries=["HK", "CN"])),
        (a_row(countries=["CN", "HK"]), a_row(countries=["CN"])),
    ]
    assert agreement(pairs).same["countries"] == 0.5


def test_what_nobody_found_is_no_figure():
    found = agreement([(a_row(is_hrd_statement_extended=False), a_row())])
    assert found.f1["uses_hrd_term"] is None
    assert found.same["countries"] is None
    assert "uses_hrd_term: nothing to compare" in found.lines()

"""Rows of codings and tables of them, as tests need them."""

import json
from datetime import date

from safeconduct.observatory.measuring.coded_statement import read_coded, statement_table
from safeconduct.observatory.measuring.engine import held
from safeconduct.observatory.measuring.measure_rule import measure_rules
from safeconduct.observatory.measuring.period import Period

RULES = measure_rules()
PUBLISHED_PERIOD = Period(date(2014, 1, 1), date(2019, 4, 30), as_of=date(2019, 5, 22))


def a_row(name, **given):
    row = {"id": name, "label": "S", "countries": ["ZM"], "date": "2018-05-04", "issuer_kind": "eu_spokesperson"}
    row |= {"issuer_level": "hq", "individuals": [], "uses_hrd_term": False, "release_call": "none"}
    row |= {"concern_only": False, "mentions_fair_trial": False, "calls_investigation": False, "cites_intl_law": False}
    return row | {"url": f"https://www.eeas.europa.eu/{name}_en", "language": "en"} | given


def a_table(rows):
    return held(statement_table([read_coded(json.dumps(row).encode(), line=1) for row in rows]))


def figures_by_country(figures, column="count"):
    whole = figures.filter((figures["level"] == "") & figures["year"].is_null())
    return dict(whole.select("country", column).rows())


# Amnesty's table, January 2014 to April 2019: in comparable forums, and what was left out for comparability.
PUBLISHED = {"BI": (21, 0), "CN": (46, 0), "HN": (12, 0), "RU": (40, 54), "SA": (8, 0)}


def published_rows():
    """One row for each statement of the published table, spread over its period, kinds and levels; and rows that do not count."""
    kinds = (("eu_spokesperson", "hq"), ("eu_delegation", "local"), ("eu_on_behalf", "hq"), ("eu_hrc", "multilateral"))
    for country, (comparable, regional) in PUBLISHED.items():
        for number in range(comparable):
            kind, level = kinds[number % len(kinds)]
            day = date(2014 + number % 5, 1 + number % 12, 1 + number % 28).isoformat()
            yield a_row(f"{country}-{number}", countries=[country], issuer_kind=kind, issuer_level=level, date=day)
        for number in range(regional):
            kind = ("eu_osce", "eu_coe")[number % 2]
            row = {"label": "X", "issuer_kind": kind, "issuer_level": "multilateral", "countries": [country]}
            yield a_row(f"{country}-regional-{number}", **row)
        yield a_row(f"{country}-before", countries=[country], date="2013-12-31")
        yield a_row(f"{country}-after", countries=[country], date="2019-05-01")
        yield a_row(f"{country}-parliament", countries=[country], label="N", issuer_kind="eu_parliament")
        yield a_row(
            f"{country}-state", countries=[country], label="X", issuer_kind="member_state", issuer_level="capital"
        )
        yield a_row(f"{country}-news", countries=[country], label="N", issuer_kind="media", issuer_level="none")

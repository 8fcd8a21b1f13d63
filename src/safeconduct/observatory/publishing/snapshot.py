"""A frozen snapshot: tables, charts, page, document, method and hashes in one ZIP, the same octets for the same statements.

No text, title or name of a person is in it. What was made by which rules from which file is in `inputs.json`."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from safeconduct.observatory.auditing.audit_round import AuditRound
from safeconduct.observatory.measuring.counting import ALL
from safeconduct.observatory.measuring.figure import UNDER_EVERY_COUNT
from safeconduct.observatory.measuring.measure_rule import MeasureRule, measure_rules
from safeconduct.observatory.measuring.measurement import Measurement
from safeconduct.observatory.measuring.period import Period
from safeconduct.observatory.publishing import chart
from safeconduct.observatory.publishing.citation import cited, footnote
from safeconduct.observatory.publishing.data_table import FORMATS
from safeconduct.observatory.publishing.page import STYLE, page
from safeconduct.observatory.publishing.shown_tables import audit_tables, funnel_tables, rules_table
from safeconduct.observatory.publishing.tables_document import tables_document

if TYPE_CHECKING:
    import polars as pl

FOLDER = Path(__file__).parent
INPUTS = "inputs.json"
RULES = "measures.toml"
SUMS = "sha256sums.txt"
_ITSELF = "safeconduct"
# What decides the octets besides the statements and the rules.
_MADE_WITH = (_ITSELF, "polars", "scipy", "statsmodels", "vl-convert-python", "jinja2", "python-docx")
_NO_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class SnapshotInputs:
    """`statements`: the hash of the file that was measured; `audits`: those of the rounds of audits that stand beside it; `rules`: that
    of the file of rules. `remark`: what has to be said on the page, as that all is invented."""

    statements: str
    publisher: str
    period: Period
    remark: str = ""
    audits: tuple[str, ...] = ()
    rules: str = field(default_factory=lambda: measure_rules().hash)

    def as_json(self) -> bytes:
        written = {
            "statements_sha256": self.statements,
            "audits_sha256": list(self.audits),
            "rules_sha256": self.rules,
            "publisher": self.publisher,
            "from": self.period.first.isoformat(),
            "to": self.period.last.isoformat(),
            "as_of": self.period.as_of.isoformat(),
            "remark": self.remark,
            "made_with": {name: version(name) for name in _MADE_WITH},
        }
        return (json.dumps(written, ensure_ascii=False, indent=1) + "\n").encode("utf-8")

    @property
    def known_by(self) -> str:
        return hashlib.sha256(self.as_json()).hexdigest()


def inputs_of(written: Mapping[str, Any]) -> SnapshotInputs:
    """As a snapshot carries them."""
    first, last, as_of = (date.fromisoformat(written[name]) for name in ("from", "to", "as_of"))
    return SnapshotInputs(
        written["statements_sha256"],
        written["publisher"],
        Period(first, last, as_of),
        written["remark"],
        tuple(written["audits_sha256"]),
        written["rules_sha256"],
    )


def snapshot_files(
    one: Measurement,
    inputs: SnapshotInputs,
    *,
    rounds: Iterable[AuditRound] = (),
    step: Callable[[str], None] = lambda _: None,
) -> dict[str, bytes]:
    """By name within the snapshot; the hashes of all others come last. `step` hears what is being made."""
    step("tables")
    files = {INPUTS: inputs.as_json(), "codebook.md": (FOLDER / "codebook.md").read_bytes()}
    files[RULES] = one.rules.written
    files["licence.txt"] = (FOLDER / "licence.txt").read_bytes()
    files["method.md"] = method(one).encode("utf-8")
    files["citation.txt"] = cited(inputs.publisher, one.rules.rules, one.period, inputs=inputs.known_by).encode("utf-8")
    for name, table in tables(one, rounds).items():
        files |= {f"data/{name}.{ending}": write(table) for ending, write in FORMATS.items()}
    for language in chart.languages():
        step(f"charts ({language})")
        files |= {f"charts/{language}/{name}.svg": svg.encode("utf-8") for name, svg in charts(one, language).items()}
    step("page and document")
    files["style.css"] = STYLE.read_bytes()
    files["index.html"] = page(one, inputs.publisher, inputs=inputs.known_by, remark=inputs.remark).encode("utf-8")
    files["tables.docx"] = tables_document(one, inputs.publisher, inputs=inputs.known_by, remark=inputs.remark)
    files = dict(sorted(files.items()))
    sums = "".join(f"{hashlib.sha256(octets).hexdigest()}  {name}\n" for name, octets in files.items())
    return files | {SUMS: sums.encode("ascii")}


def packed(files: Mapping[str, bytes]) -> bytes:
    """One ZIP in which no time and no order of the day is left."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as whole:
        for name, octets in files.items():
            entry = zipfile.ZipInfo(name, date_time=_NO_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            whole.writestr(entry, octets)
    return written.getvalue()


def tables(one: Measurement, rounds: Iterable[AuditRound] = ()) -> "dict[str, pl.DataFrame]":
    """What the snapshot holds as data; the codebook says each column."""
    import polars as pl

    funnels = [
        {"rule": one.rules.named(name).code, "centre": round(shape.centre, 4), "spread": round(shape.spread, 3)}
        for name, shape in one.funnels.items()
    ]
    held = {
        "rules": rules_table(one.rules),
        "statements": one.statements.drop("people"),
        "figures": one.figures,
        "left_out": one.left_out,
        "profiles": one.profiles,
        "funnels": pl.DataFrame(funnels, schema={"rule": pl.String, "centre": pl.Float64, "spread": pl.Float64}),
        **funnel_tables(one),
        **audit_tables(rounds),
    }
    if one.comparisons:
        held["compared"] = pl.concat([comparison.with_usual() for comparison in one.comparisons.values()])
        held["disparities"] = pl.concat([comparison.disparities() for comparison in one.comparisons.values()])
    return held


def charts(one: Measurement, language: str) -> dict[str, str]:
    words = chart.chart_words(language)
    drawn = {}
    for rule in one.rules.rules:
        figures = one.figures_of(rule).to_dicts()
        if not [row for row in figures if row["country"] != ALL]:
            continue
        if rule.measures == "count":
            drawn[rule.name] = chart.count_chart(figures, rule.name, words)
        if rule.measures == "rate":
            drawn[rule.name] = chart.rate_chart(figures, words)
    for name, comparison in one.comparisons.items():
        drawn[f"{name}_compared"] = chart.difference_chart(comparison.with_usual().to_dicts(), name, words)
    for name, shape in one.funnels.items():
        figures = one.figures_of(one.rules.named(name)).to_dicts()
        pairs = [(row["count"], row["whole"]) for row in figures if row["country"] != ALL and row["whole"]]
        drawn[f"{name}_funnel"] = chart.funnel_chart(pairs, shape, name, words)
    return drawn


def method(one: Measurement) -> str:
    """Every rule in the words of its footnote, and how shares are compared."""
    notes = "\n\n".join(
        f"## {rule.label}\n\n{_fraction(rule)}\n\n{footnote(rule, one.period)}" for rule in one.rules.rules
    )
    return f"# Method\n\n{' '.join(UNDER_EVERY_COUNT)}\n\n{notes}\n\n{COMPARED}"


def _fraction(rule: MeasureRule) -> str:
    """The part and the whole of a rule, as the data file says them."""
    whole = _conditions(rule.where)
    if not rule.having:
        return f"Counted: texts with {whole}."
    return f"Numerator: {_conditions(rule.having)}. Denominator: texts with {whole}."


def _conditions(written: Mapping[str, tuple[str | bool, ...]]) -> str:
    return "; ".join(
        f"{field} = {' or '.join(str(code).lower() if isinstance(code, bool) else code for code in codes)}"
        for field, codes in written.items()
    )


COMPARED = """## Like with like

Shares are compared with a logistic regression in which the level of the issuer and the year are fixed and the country is
random, so that shares of few texts lean towards that of all. Adjusted shares are those that a country would have with the
levels and years of all texts. Where the 95 % interval of a difference leaves nought out, it is listed as a difference not
explained by public data: what happened, what was asked for in private and what defenders wished is not in public texts.

Funnels show between which shares a country falls by chance, from a beta-binomial distribution that is as wide as countries
differ in all. Nothing is put in the order of a share, and nothing here says that one thing led to another.
"""

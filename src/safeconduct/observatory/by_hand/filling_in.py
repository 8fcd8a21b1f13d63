"""What is written onto sheets for people, and what is taken in from them: codes, settled disagreements, pairs that are one statement."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from safeconduct.observatory.by_hand.codebook import CANNOT_TELL, NONE, Codebook, codebook, read_code, versions
from safeconduct.observatory.by_hand.disagreement import Disagreement
from safeconduct.observatory.by_hand.in_force import as_value
from safeconduct.observatory.by_hand.workbook import FilledSheet, in_cells
from safeconduct.vocabulary.refusal import Refusal

SETTLED, REASON = "settled as", "because"
ANSWER = "one statement"
ANSWERS = ("no", "translated", "same", "updated")
_GROUNDS = {
    "like": "the texts are alike",
    "page": "one page names the other as the same in its language",
    "address": "the addresses differ in the language alone",
    "facts": "the day, the issuer and the states are the same",
}
_SHOWN = 2_000  # letters of a text beside another

Row = dict[str, str]


def rows_to_code(texts: Iterable[Mapping[str, Any]], book: Codebook) -> list[Row]:
    """Texts with an empty cell for each field: no code of anybody, person or machine, stands beside them."""
    return [
        {"id": text["id"], "title": text["title"], "address": text["url"], **in_cells("text", text["text"])}
        | dict.fromkeys(book.fields, "")
        for text in texts
    ]


def choices(book: Codebook) -> dict[str, tuple[str, ...]]:
    found = {}
    for name, field in book.fields.items():
        values = ("yes", "no") if field.kind == "yes_no" else field.values
        if values:
            found[name] = (*values, CANNOT_TELL)
    return found


def explained(book: Codebook) -> list[tuple[str, str]]:
    """In the order of the columns, and what may be written under each."""
    told = []
    for name, field in book.fields.items():
        may = {
            "yes_no": f"yes, no, or {CANNOT_TELL}",
            "countries": f"ISO codes, as CN; HK, or {NONE} for none, or {CANNOT_TELL}",
            "names": f"names, as Ana Ruiz; Li Wei, or {NONE} for none, or {CANNOT_TELL}",
            "day": f"2019-03-31, 2019-03 or 2019, or {CANNOT_TELL}",
        }.get(field.kind, f"{', '.join(field.values)}, or {CANNOT_TELL}")
        told.append((name, f"{field.asks} Write {may}."))
    return [*told, ("every column", f"{CANNOT_TELL} where the text does not say; leave empty what you do not code.")]


def rows_to_settle(open_now: Iterable[Disagreement], text_of: Callable[[str], Mapping[str, Any]]) -> list[Row]:
    rows = []
    for one in open_now:
        text = text_of(one.text)
        codes = {f"code of {person}": code for person, code in one.codes}
        told = {"id": one.text, "field": one.field, **codes, SETTLED: "", REASON: ""}
        rows.append(told | {"title": text["title"], "address": text["url"], **in_cells("text", text["text"])})
    return rows


def rows_of_pairs(pairs: Iterable[Mapping[str, str]], text_of: Callable[[str], Mapping[str, Any]]) -> list[Row]:
    rows = []
    for pair in pairs:
        told = {"first": pair["first"], "second": pair["second"], "why": _GROUNDS[pair["ground"]], ANSWER: ""}
        for which in ("first", "second"):
            text = text_of(pair[which])
            told |= {f"{which} {name}": text[name] for name in ("title", "url", "published", "language")}
            told[f"{which} text"] = text["text"][:_SHOWN]
        rows.append(told)
    return rows


def taken_in(sheet: FilledSheet, *, known: frozenset[str]) -> Iterator[dict[str, Any]]:
    """Rows for the ledger of people's words, in the order of the sheet; each thing that cannot be taken becomes a reject.
    `known`: ids of the corpus's texts."""
    if sheet.codebook not in versions():
        yield {"kind": "reject", "row": 1, "reason": f"There is no codebook {sheet.codebook}. Make the sheet anew."}
        return
    book = codebook(sheet.codebook)
    for number, cells in sheet.rows:
        ids = [cells.get(name, "") for name in (("first", "second") if sheet.kind == "pairs" else ("id",))]
        strange = next((one for one in ids if one not in known), None)
        if strange is not None:
            yield _reject(number, f"There is no text {strange[:40]} in this corpus. Do not change the ids of a sheet.")
        elif sheet.kind == "codes":
            yield from _codes(number, cells, sheet, book)
        elif sheet.kind == "disagreements":
            yield from _settled(number, cells, sheet, book)
        else:
            yield from _pair(number, cells, sheet)


def _codes(number: int, cells: Mapping[str, str], sheet: FilledSheet, book: Codebook) -> Iterator[dict[str, Any]]:
    values = {}
    for name, field in book.fields.items():
        if cell := cells.get(name, "").strip():
            code = read_code(cell, field)
            if isinstance(code, Refusal):
                yield _reject(number, f"{name}: {code.sentence}")
            else:
                values[name] = as_value(code)
    if values:
        yield {
            "kind": "codes",
            "row": number,
            "text": cells["id"],
            "by": sheet.by,
            "codebook": book.version,
            "values": values,
        }


def _settled(number: int, cells: Mapping[str, str], sheet: FilledSheet, book: Codebook) -> Iterator[dict[str, Any]]:
    written, reason = cells.get(SETTLED, "").strip(), cells.get(REASON, "").strip()
    if not written and not reason:
        return
    field = book.fields.get(cells.get("field", ""))
    if field is None:
        yield _reject(number, "There is no such field in the codebook. Do not change the fields of a sheet.")
        return
    if not written or not reason:
        yield _reject(
            number, f"Write both “{SETTLED}” and “{REASON}”: a code that nobody gives a reason for settles nothing."
        )
        return
    code = read_code(written, field)
    if isinstance(code, Refusal):
        yield _reject(number, f"{field.name}: {code.sentence}")
        return
    told = {"text": cells["id"], "field": field.name, "value": as_value(code), "reason": reason}
    yield {"kind": "resolution", "row": number, **told, "by": sheet.by, "codebook": book.version}


def _pair(number: int, cells: Mapping[str, str], sheet: FilledSheet) -> Iterator[dict[str, Any]]:
    answer = cells.get(ANSWER, "").strip().casefold()
    if not answer:
        return
    if answer not in ANSWERS:
        yield _reject(number, f"{ANSWER}: write one of {', '.join(ANSWERS)}.")
        return
    told = {"first": cells["first"], "second": cells["second"], "relation": "" if answer == "no" else answer}
    yield {"kind": "pair", "row": number, **told, "by": sheet.by}


def _reject(number: int, reason: str) -> dict[str, Any]:
    return {"kind": "reject", "row": number, "reason": reason}

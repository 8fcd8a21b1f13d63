"""The codebook by which people code: versions as data files, none of which changes once somebody has coded by it."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from safeconduct.observatory.given_date import given_date
from safeconduct.vocabulary.place_name import country_names
from safeconduct.vocabulary.refusal import Refusal

FOLDER = Path(__file__).parent / "codebooks"
CANNOT_TELL, NONE = "?", "-"
_YES, _NO = frozenset({"yes", "y", "true", "1"}), frozenset({"no", "n", "false", "0"})
_LISTED = re.compile(r"[;\n]|,(?!\s*(?:Jr|Sr)\b)")

# What a person said of one field: None stands for “cannot tell”.
Code = str | bool | tuple[str, ...] | None


@dataclass(frozen=True)
class CodedField:
    """`since`: the version that gave the field the meaning that it has here."""

    name: str
    kind: str
    since: int
    asks: str
    values: tuple[str, ...] = ()

    @property
    def is_list(self) -> bool:
        return self.kind in ("countries", "names")


@dataclass(frozen=True)
class Codebook:
    version: int
    fields: Mapping[str, CodedField]

    def still_means(self, name: str, *, coded_by: int) -> bool:
        """Whether a code given under another version stands under this one."""
        field = self.fields.get(name)
        return field is not None and field.since <= coded_by <= self.version


def versions() -> list[int]:
    return sorted(int(path.stem) for path in FOLDER.glob("*.toml"))


def codebook(version: int | None = None) -> Codebook:
    """The newest, or the one of a number."""
    number = versions()[-1] if version is None else version
    written = tomllib.loads((FOLDER / f"{number}.toml").read_text(encoding="utf-8"))["field"]
    fields = [CodedField(**{**row, "values": tuple(row.get("values", ()))}) for row in written]
    return Codebook(number, {field.name: field for field in fields})


def read_code(written: str, field: CodedField) -> Code | Refusal:
    """What a cell says; the refusal says what to write instead. An empty cell is no code and is not asked about."""
    written = written.strip()
    if written == CANNOT_TELL:
        return None
    match field.kind:
        case "yes_no":
            return _yes_or_no(written)
        case "one":
            same = {value.casefold(): value for value in field.values}
            return same.get(written.casefold()) or Refusal(f"Write one of {', '.join(field.values)}.")
        case "day":
            day, doubt = given_date(written)
            return day or Refusal(doubt)
        case _:
            listed = (
                () if written == NONE else tuple(dict.fromkeys(filter(None, map(str.strip, _LISTED.split(written)))))
            )
            return _countries(listed) if field.kind == "countries" else listed


def _yes_or_no(written: str) -> bool | Refusal:
    said = written.casefold()
    if said in _YES | _NO:
        return said in _YES
    return Refusal(f"Write yes, no, or {CANNOT_TELL} if the text does not say.")


def _states_of_today() -> frozenset[str]:
    return frozenset(country_names("en").values())


def _countries(listed: tuple[str, ...]) -> tuple[str, ...] | Refusal:
    codes = tuple(sorted(code.upper() for code in listed))
    unknown = [code for code in codes if code not in _states_of_today()]
    if unknown:
        return Refusal(f"{unknown[0][:20]} is no code of a state of today. Write ISO codes, as CN; HK.")
    return codes

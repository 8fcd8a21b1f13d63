"""Small invented texts as they are given to be coded."""

import json
from pathlib import Path

from safeconduct.observatory.coding import coded
from safeconduct.observatory.published_text import PublishedText

HERE = Path(__file__).parent
INVENTED = [json.loads(line) for line in (HERE / "invented.jsonl").read_text(encoding="utf-8").splitlines()]
EEAS = "https://www.eeas.europa.eu/eeas/a-statement_en"
PAPER = "https://www.evening-wire.example/2021/03/04/news"


def a_text(text, *, title="", url="", language="en"):
    return PublishedText(id="t", title=title, text=text, url=url, language=language)


def values(text, **given):
    return coded(a_text(text, **given)).values


def coded_row(row):
    """A coding of one invented text, as it is written to a file."""
    given = {name: row[name] for name in ("id", "title", "text", "url", "language")}
    return json.loads(coded(PublishedText(**given)).as_line())

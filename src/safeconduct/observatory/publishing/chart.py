"""Charts as still pictures (SVG) without script, in grey and shapes, in five languages; each stands beside its table.

The order of the countries is the alphabet's of the chart's language."""

import html
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from safeconduct.observatory.lexicon import LANGUAGES
from safeconduct.observatory.measuring.counting import ALL
from safeconduct.observatory.measuring.figure import CountryOrder
from safeconduct.observatory.measuring.funnel import INNER, OUTER, Funnel, sizes_along

_WIDTH, _ROW = 460, 22
_RIGHT_TO_LEFT = "\u200f"
_INK, _GREY, _PALE = "#1a1a1a", "#6b6b6b", "#d0d0d0"


@dataclass(frozen=True)
class ChartWords:
    language: str
    phrases: Mapping[str, str]
    labels: Mapping[str, str]

    @property
    def from_the_right(self) -> bool:
        return self.language == "ar"

    def titled(self, phrase: str, rule: str) -> str:
        return self.phrases[phrase].replace("{label}", self.labels.get(rule, rule))


def chart_words(language: str) -> ChartWords:
    written = tomllib.loads((Path(__file__).parent / "chart_words.toml").read_text(encoding="utf-8"))
    labels = {rule: row[language] for rule, row in written["labels"].items()}
    if language != "ar":
        return ChartWords(language, written[language], labels)
    return ChartWords(language, _from_the_right(written[language]), _from_the_right(labels))


def _from_the_right(phrases: Mapping[str, str]) -> dict[str, str]:
    """Marked at both ends, so that points and quotation marks stand where the words run from right to left."""
    return {name: f"{_RIGHT_TO_LEFT}{phrase}{_RIGHT_TO_LEFT}" for name, phrase in phrases.items()}


def languages() -> tuple[str, ...]:
    return LANGUAGES


def count_chart(figures: Iterable[Mapping[str, Any]], rule: str, words: ChartWords) -> str:
    """`figures`: rows of `counting` for the whole period, a country each."""
    rows, names = _named(figures, words)
    across = _across("value", words.phrases["statements"], words, zero=True)
    bars = {"mark": {"type": "bar", "color": _GREY}, "encoding": {"x": across}}
    aligned = {"align": "right" if words.from_the_right else "left", "dx": -4 if words.from_the_right else 4}
    numbers = {
        "mark": {"type": "text", "color": _INK, **aligned},
        "encoding": {"x": across, "text": {"field": "value"}},
    }
    return _drawn(words.titled("counts", rule), rows, names, [bars, numbers], words)


def rate_chart(figures: Iterable[Mapping[str, Any]], words: ChartWords) -> str:
    """`figures`: rows of `counting` with an interval, a country each. A lower bound has none and is a point alone."""
    rows, names = _named(figures, words)
    layers = _with_interval("value", "low", "high", words.phrases["a_year"], words, zero=True)
    return _drawn(words.phrases["rates"], rows, names, layers, words)


def difference_chart(compared: Iterable[Mapping[str, Any]], rule: str, words: ChartWords) -> str:
    """`compared`: rows of `like_with_like` with the usual. Full where a difference is not explained, hollow elsewhere."""
    rows, names = _named(compared, words)
    said = [words.phrases["unexplained"], words.phrases["explained"]]
    rows = [row | {"said": said[0] if row["unexplained"] else said[1]} for row in rows]
    nought: dict[str, Any] = {
        "data": {"values": [{"at": 0}]},
        "mark": {"type": "rule", "color": _GREY, "strokeDash": [4, 3]},
    }
    nought |= {"encoding": {"x": {"field": "at", "type": "quantitative"}, "y": None}}
    layers = _with_interval(
        "difference", "difference_low", "difference_high", words.phrases["points"], words, filled=said
    )
    return _drawn(words.titled("difference", rule), rows, names, [nought, *layers], words)


def funnel_chart(pairs: Sequence[tuple[int, int]], funnel: Funnel, rule: str, words: ChartWords) -> str:
    """(part, whole) of each country, and the funnel around the share of all."""
    said = [words.phrases["outside"], words.phrases["inside"]]
    points = [
        {"whole": whole, "share": count / whole, "said": said[0 if funnel.is_outside(count, whole, OUTER) else 1]}
        for count, whole in pairs
    ]
    sizes = sizes_along(max(whole for _, whole in pairs))
    lines = [_limit_line(funnel, sizes, within, end) for within in (INNER, OUTER) for end in (0, 1)]
    across: dict[str, Any] = {"field": "whole", "type": "quantitative", "title": words.phrases["statements"]}
    across["scale"] = {"reverse": words.from_the_right, "zero": True}
    up: dict[str, Any] = {
        "field": "share",
        "type": "quantitative",
        "title": words.phrases["share"],
        "scale": {"domain": [0, 1]},
    }
    up["axis"] = {"orient": "right" if words.from_the_right else "left"}
    dots = {"data": {"values": points}, "mark": {"type": "point", "size": 60, "color": _INK}}
    dots |= {"encoding": {"x": across, "y": up, "shape": _shapes(said), "fill": _fills(said)}}
    centre = {
        "data": {"values": [{"share": funnel.centre}]},
        "mark": {"type": "rule", "color": _GREY},
        "encoding": {"y": up},
    }
    layers = [*(line | {"encoding": {"x": across, "y": up}} for line in lines), centre, dots]
    return _picture(words.titled("funnel", rule), {"layer": layers, "width": _WIDTH, "height": 260}, words)


def _limit_line(funnel: Funnel, sizes: Iterable[int], within: float, end: int) -> dict[str, Any]:
    values = [{"whole": whole, "share": funnel.limits(whole, within)[end]} for whole in sizes]
    dashes = [6, 3] if within == INNER else [2, 2]
    return {"data": {"values": values}, "mark": {"type": "line", "color": _GREY, "strokeDash": dashes}}


def _named(figures: Iterable[Mapping[str, Any]], words: ChartWords) -> tuple[list[dict[str, Any]], list[str]]:
    """The rows with the country's name, without its texts; and all names in the alphabet's order."""
    order = CountryOrder(words.language)
    kept = [row for row in figures if row["country"] != ALL and not row.get("hidden")]
    left_off = ("texts", "others")
    rows = [
        {key: row[key] for key in row if key not in left_off} | {"name": order.name(row["country"])} for row in kept
    ]
    return rows, [order.name(code) for code in order.in_alphabetical_order(row["country"] for row in kept)]


def _across(field: str, title: str, words: ChartWords, *, zero: bool = False) -> dict[str, Any]:
    scale = {"reverse": words.from_the_right, "zero": zero}
    return {"field": field, "type": "quantitative", "title": title, "scale": scale}


def _with_interval(
    middle: str, low: str, high: str, title: str, words: ChartWords, *, zero: bool = False, filled: Sequence[str] = ()
) -> list[dict[str, Any]]:
    across = _across(middle, title, words, zero=zero)
    ends = {"x": _across(low, title, words, zero=zero), "x2": {"field": high}}
    told = {"shape": _shapes(filled), "fill": _fills(filled)} if filled else {"fill": {"value": _INK}}
    point = {"mark": {"type": "point", "size": 60, "color": _INK}, "encoding": {"x": across, **told}}
    return [{"mark": {"type": "rule", "color": _GREY, "strokeWidth": 2}, "encoding": ends}, point]


def _shapes(said: Sequence[str]) -> dict[str, Any]:
    scale = {"domain": list(said), "range": ["diamond", "circle"]}
    return {
        "field": "said",
        "type": "nominal",
        "scale": scale,
        "legend": {"title": None, "orient": "bottom", "columns": 1},
    }


def _fills(said: Sequence[str]) -> dict[str, Any]:
    scale = {"domain": list(said), "range": [_INK, "#ffffff"]}
    return {
        "field": "said",
        "type": "nominal",
        "scale": scale,
        "legend": {"title": None, "orient": "bottom", "columns": 1},
    }


def _drawn(
    title: str, rows: Sequence[Mapping[str, Any]], names: Sequence[str], layers: list[dict[str, Any]], words: ChartWords
) -> str:
    axis = {"orient": "right" if words.from_the_right else "left", "labelLimit": 220}
    down = {"field": "name", "type": "nominal", "title": None, "sort": list(names), "axis": axis}
    drawing = {"data": {"values": list(rows)}, "encoding": {"y": down}, "layer": layers}
    return _picture(title, drawing | {"width": _WIDTH, "height": {"step": _ROW}}, words)


def _picture(title: str, drawing: dict[str, Any], words: ChartWords) -> str:
    """The title is also the picture's name for those who do not see it; the note stands under every chart."""
    import vl_convert

    heads: dict[str, Any] = {"text": _in_lines(title, ": "), "subtitle": _in_lines(words.phrases["note"], ". ")}
    heads |= {"anchor": "end" if words.from_the_right else "start", "frame": "group", "limit": 0}
    axes = {"labelColor": _INK, "titleColor": _INK, "gridColor": _PALE, "labelFontSize": 12, "titleFontSize": 12}
    style = {"axis": axes, "view": {"stroke": None}, "legend": {"labelLimit": 400, "labelColor": _INK}}
    style |= {"title": {"subtitleColor": _GREY, "color": _INK, "fontSize": 14, "subtitleFontSize": 11}}
    whole = drawing | {"title": heads, "config": style, "background": "white", "padding": 12}
    picture = vl_convert.vegalite_to_svg(whole, vl_version="5.20")
    title = title.replace(_RIGHT_TO_LEFT, "")
    start, _, rest = picture.partition(">")
    named = f'{start} role="img" aria-label="{html.escape(title)}" lang="{words.language}"'
    return f"{named}><title>{html.escape(title)}</title>{rest}\n"


def _in_lines(text: str, after: str) -> list[str]:
    """As two lines, parted in the middle one of the places where it may be."""
    parts = text.split(after)
    if len(parts) == 1:
        return [text]
    half = (len(parts) + 1) // 2
    lines = [after.join(parts[:half]) + after.rstrip(), after.join(parts[half:])]
    return [_closed(line, text) for line in lines]


def _closed(line: str, text: str) -> str:
    """A line of a text that runs from the right is marked like the whole."""
    bare = line.replace(_RIGHT_TO_LEFT, "")
    return f"{_RIGHT_TO_LEFT}{bare}{_RIGHT_TO_LEFT}" if _RIGHT_TO_LEFT in text else bare

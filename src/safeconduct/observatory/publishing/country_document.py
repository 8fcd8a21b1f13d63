"""One country for a report, as a document for a word processor: paragraph, table and chart with their footnote.

The chart is the document's own, so that it can be restyled; its bars are told apart by patterns, since reports are printed in grey."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_CHART_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/chart"
_PATTERNS = ("solidDmnd", "wdUpDiag", "smGrid", "pct20", "dkVert")
_WIDTH, _HEIGHT = 5_400_000, 2_900_000  # in the document's units, 914,400 an inch


@dataclass(frozen=True)
class CountryReport:
    """`heads` and `rows`: years by level, the last column and the last row being totals. In words of `language`."""

    title: str
    paragraph: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    footnote: str
    author: str
    language: str

    @property
    def is_from_the_right(self) -> bool:
        return self.language == "ar"


def country_document(report: CountryReport) -> bytes:
    import docx

    document = docx.Document()
    document.core_properties.author = report.author
    document.core_properties.title = report.title
    document.core_properties.language = report.language
    document.add_heading(report.title, level=1)
    document.add_paragraph(report.paragraph)
    _table(document, report)
    if len(report.heads) > 2:
        _chart(document, report)
    document.add_paragraph(report.footnote, style="Intense Quote")
    if report.is_from_the_right:
        for paragraph in document.paragraphs:
            _turn(paragraph)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _table(document: Any, report: CountryReport) -> None:
    table = document.add_table(rows=0, cols=len(report.heads), style="Light Grid")
    if report.is_from_the_right:
        from docx.enum.table import WD_TABLE_DIRECTION

        table.table_direction = WD_TABLE_DIRECTION.RTL
    for row in (report.heads, *report.rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
            if report.is_from_the_right:
                _turn(cell.paragraphs[0])


def _turn(paragraph: Any) -> None:
    """So that the paragraph and its words run from the right."""
    from docx.oxml import OxmlElement

    paragraph.paragraph_format.element.get_or_add_pPr().append(OxmlElement("w:bidi"))
    for run in paragraph.runs:
        run.font.rtl = True


def _chart(document: Any, report: CountryReport) -> None:
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from docx.oxml import parse_xml

    chart = _chart_xml(report).encode("utf-8")
    part = Part(PackURI("/word/charts/chart1.xml"), _CHART_TYPE, chart, document.part.package)
    relation = document.part.relate_to(part, _CHART_RELATION)
    run = document.add_paragraph().add_run()
    run._r.append(parse_xml(_frame_xml(relation, report.title)))


def _frame_xml(relation: str, title: str) -> str:
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    drawing = "http://schemas.openxmlformats.org/drawingml/2006"
    links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return (
        f'<w:drawing xmlns:w="{word}" xmlns:wp="{drawing}/wordprocessingDrawing" xmlns:a="{drawing}/main"'
        f' xmlns:c="{drawing}/chart" xmlns:r="{links}"><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{_WIDTH}" cy="{_HEIGHT}"/><wp:docPr id="1" name="chart" descr="{escape(title)}"/>'
        f'<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{drawing}/chart"><c:chart r:id="{relation}"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )


def _chart_xml(report: CountryReport) -> str:
    """Bars of years, parted by level; without the totals."""
    years = [row[0] for row in report.rows[:-1]]
    series = "".join(
        _series_xml(number, head, years, [row[number + 1] for row in report.rows[:-1]])
        for number, head in enumerate(report.heads[1:-1])
    )
    turned = "maxMin" if report.is_from_the_right else "minMax"
    side = "r" if report.is_from_the_right else "l"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
        ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><c:roundedCorners val="0"/><c:chart>'
        '<c:autoTitleDeleted val="1"/><c:plotArea><c:layout/><c:barChart><c:barDir val="col"/>'
        f'<c:grouping val="stacked"/><c:varyColors val="0"/>{series}<c:gapWidth val="60"/><c:overlap val="100"/>'
        '<c:axId val="1"/><c:axId val="2"/></c:barChart>'
        f'<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="{turned}"/></c:scaling><c:delete val="0"/>'
        '<c:axPos val="b"/><c:crossAx val="2"/></c:catAx>'
        '<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/></c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{side}"/><c:majorGridlines/><c:numFmt formatCode="0" sourceLinked="0"/>'
        '<c:crossAx val="1"/></c:valAx></c:plotArea>'
        '<c:legend><c:legendPos val="b"/></c:legend><c:plotVisOnly val="1"/></c:chart></c:chartSpace>'
    )


def _series_xml(number: int, name: str, years: Sequence[str], counts: Sequence[str]) -> str:
    pattern = _PATTERNS[number % len(_PATTERNS)]
    fill = (
        '<a:solidFill><a:srgbClr val="1B2430"/></a:solidFill>'
        if number == 0
        else f'<a:pattFill prst="{pattern}"><a:fgClr><a:srgbClr val="1B2430"/></a:fgClr>'
        '<a:bgClr><a:srgbClr val="FFFFFF"/></a:bgClr></a:pattFill>'
    )
    return (
        f'<c:ser><c:idx val="{number}"/><c:order val="{number}"/><c:tx><c:v>{escape(name)}</c:v></c:tx>'
        f'<c:spPr>{fill}<a:ln w="9525"><a:solidFill><a:srgbClr val="1B2430"/></a:solidFill></a:ln></c:spPr>'
        f'<c:invertIfNegative val="0"/><c:cat>{_points_xml("str", years)}</c:cat>'
        f"<c:val>{_points_xml('num', counts)}</c:val></c:ser>"
    )


def _points_xml(kind: str, values: Sequence[str]) -> str:
    points = "".join(f'<c:pt idx="{at}"><c:v>{escape(value)}</c:v></c:pt>' for at, value in enumerate(values))
    return f'<c:{kind}Lit><c:ptCount val="{len(values)}"/>{points}</c:{kind}Lit>'

"""Addresses of the observatory. What is looked at stands in the address, so that a figure can be cited and opened again."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from safeconduct.web.open.observatory import comparing, country, overview, report, texts


class SnapshotHash(StringConverter):
    regex = "[0-9a-f]{12}"


class Months(StringConverter):
    regex = r"whole|\d{4}-\d{2}\.\.\d{4}-\d{2}"


class Who(StringConverter):
    """A level, a kind of issuer, or all."""

    regex = "[a-z_]{2,30}"


class Place(StringConverter):
    regex = "[A-Z]{2}|all"


class Part(StringConverter):
    regex = "counted|whole"


for _name, _kind in (("hash", SnapshotHash), ("months", Months), ("who", Who), ("place", Place), ("part", Part)):
    register_converter(_kind, _name)

_OF = "<hash:snapshot>/<months:months>/<who:who>"
_COUNTRY = f"{_OF}/country/<place:code>"
_TEXTS = f"{_COUNTRY}/texts/<slug:rule>/<part:part>"

OBSERVATORY = [
    path("", overview.front, name="front"),
    path("country/<place:code>/", overview.of_country, name="of_country"),
    path(f"{_OF}/", overview.countries, name="countries"),
    path(f"{_OF}/map/", overview.world, name="map"),
    path(f"{_OF}/issuers/", overview.issuers, name="issuers"),
    path(f"{_OF}/wording/", overview.wordings, name="wordings"),
    path(f"{_OF}/wording/<slug:rule>/", overview.wording, name="wording"),
    path(f"{_COUNTRY}/", country.country, name="country"),
    path(f"{_COUNTRY}/report/", report.report, name="report"),
    path(f"{_COUNTRY}/report/report.docx", report.report_document, name="report_document"),
    path(f"{_COUNTRY}/report/chart.svg", report.report_chart, name="report_chart"),
    path(f"{_TEXTS}/", texts.texts, name="texts"),
    path(f"{_TEXTS}/<int:page>/", texts.texts, name="texts_page"),
    path(f"{_TEXTS}/texts.csv", texts.texts_csv, name="texts_csv"),
    path("<hash:snapshot>/text/<int:number>/", texts.text, name="text"),
    path("<hash:snapshot>/text/<int:number>/beside/<int:other>/", texts.beside, name="beside"),
    path("<hash:snapshot>/compare/", comparing.comparisons, name="comparisons"),
    path("<hash:snapshot>/compare/<slug:rule>/", comparing.comparison, name="comparison"),
    path("<hash:snapshot>/websites/", comparing.websites, name="websites"),
    path("<hash:snapshot>/method/", comparing.method, name="method"),
    path("<hash:snapshot>/snapshot.zip", comparing.whole_snapshot, name="snapshot"),
]

"""The snapshot that the demo shows is what the program makes of the invented statements today."""

import json
import zipfile
from datetime import date

from safeconduct.observatory.invented.statement import FIRST_YEAR, REMARK, YEARS
from safeconduct.observatory.measuring.measurement import measurement
from safeconduct.observatory.measuring.period import Period
from safeconduct.observatory.publishing.data_table import as_json
from safeconduct.observatory.publishing.snapshot import tables
from safeconduct.program import observatory_measuring
from safeconduct.program.observatory_showing import INVENTED
from tests.rules.observatory.measuring.coded_rows import RULES, a_table

MADE_AGAIN = "Make it again with scripts/invented-snapshot."
# What is drawn by chance, or tells versions, may differ between machines in its last digits.
EXACT = ("rules", "statements", "figures", "left_out", "profiles", "funnel_lines", "funnel_places")


def test_its_tables_come_out_again(tmp_path):
    source = tmp_path / "invented.jsonl"
    observatory_measuring._write_invented(source)
    rows = [json.loads(line) for line in source.read_text(encoding="utf-8").splitlines()]
    last = date(FIRST_YEAR + YEARS - 1, 12, 31)
    made = tables(measurement(a_table(rows), RULES, Period(date(FIRST_YEAR, 1, 1), last, last)))
    with zipfile.ZipFile(INVENTED) as whole:
        for name in EXACT:
            assert json.loads(whole.read(f"data/{name}.json")) == json.loads(as_json(made[name])), (name, MADE_AGAIN)


def test_it_says_that_all_is_invented():
    with zipfile.ZipFile(INVENTED) as whole:
        assert json.loads(whole.read("inputs.json"))["remark"] == REMARK

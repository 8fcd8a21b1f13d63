"""`safeconduct observatory code` and `bench code`: public texts are coded by rules, and codings are compared. Nothing is sent."""

import argparse
import json
import sys
from pathlib import Path

from tqdm import tqdm

from safeconduct.observatory.agreement import agreement
from safeconduct.observatory.coding_batch import batch, code_missing, joined
from safeconduct.observatory.lexicon import LANGUAGES, FaultyLexicon, lexicon
from safeconduct.observatory.one_run import Busy, alone
from safeconduct.observatory.spark import FaultySpark
from safeconduct.program.refusing import no, no_file, unfit_files


def run(arguments: argparse.Namespace) -> int:
    source, out = Path(arguments.file), Path(arguments.out)
    rejects = Path(arguments.rejects or f"{source}.rejects.jsonl")
    if unfit := unfit_files(source, out, rejects, read="texts", made="Codings"):
        return no(unfit)
    if arguments.processes < 1:
        return no("At least one process has to code. Give --processes 1 or more.")
    try:
        for language in LANGUAGES:
            lexicon(language)  # a fault of the rules is said before anything is coded
        written, rejected = _code_all(source, out, rejects, processes=arguments.processes, spark=arguments.spark)
    except (Busy, FaultyLexicon, FaultySpark) as fault:
        return no(str(fault))
    except KeyboardInterrupt:
        return no("Stopped. Give the same command again to go on from here.")
    print(f"{written} texts coded, {rejected} lines for people" + (f" (see {rejects})." if rejected else "."))
    return 0


def _code_all(source: Path, out: Path, rejects: Path, *, processes: int, spark: str) -> tuple[int, int]:
    """Parts stand beside the codings until all are there."""
    parts = out.with_name(f"{out.name}.parts")
    with (
        alone(parts),
        tqdm(total=source.stat().st_size, unit="B", unit_scale=True, desc="Coding", file=sys.stderr) as bar,
    ):
        one = batch(source, parts)
        missing = one.missing()
        bar.update(sum(part.octets for part in one.parts) - sum(one.parts[number].octets for number in missing))
        for number in code_missing(one, processes=processes, spark=spark):
            bar.update(one.parts[number].octets)
        return joined(one, out, rejects)


def compare(arguments: argparse.Namespace) -> int:
    """How far codings agree with those by hand, for each language and for all."""
    gold, out = Path(arguments.gold), Path(arguments.out)
    if missing := no_file(gold, out):
        return no(missing)
    by_hand = {row["id"]: row for row in map(json.loads, gold.read_text(encoding="utf-8").splitlines())}
    codings = {row["id"]: row for row in map(json.loads, out.read_text(encoding="utf-8").splitlines())}
    pairs = [(by_hand[one], codings[one]) for one in by_hand if one in codings]
    if not pairs:
        return no("The two files have no id in common. Give the codings of the same texts.")
    for language in ("all", *sorted({row["language"] for _, row in pairs})):
        chosen = [pair for pair in pairs if language in ("all", pair[1]["language"])]
        print(f"{language}: {len(chosen)} texts")
        for line in agreement(chosen).lines():
            print(f"  {line}")
    return 0

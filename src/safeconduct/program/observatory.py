"""`safeconduct observatory code` and `bench code`: public texts are coded by rules, and codings are compared. Nothing is sent."""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from tqdm import tqdm

from safeconduct.observatory.agreement import agreement
from safeconduct.observatory.coding import coded
from safeconduct.observatory.lexicon import FaultyLexicon
from safeconduct.observatory.published_text import LONGEST_LINE, UnreadLine, doubted, read_line


def run(arguments: argparse.Namespace) -> int:
    source, out = Path(arguments.file), Path(arguments.out)
    rejects = Path(arguments.rejects or f"{source}.rejects.jsonl")
    if not source.is_file():
        return _no(f"There is no file {source}. Check the path.")
    for path in (out, rejects):
        if path.is_dir() or not path.absolute().parent.is_dir():
            return _no(f"{path} cannot be written. Give a file in a folder that is there.")
        if path.exists() and path.samefile(source):
            return _no(f"{path} would overwrite the texts. Give another file.")
    if out.absolute() == rejects.absolute():
        return _no("Codings and rejects would be one file. Give another one for either.")
    try:
        written, rejected = _code_all(source, out, rejects)
    except FaultyLexicon as fault:
        return _no(str(fault))
    print(f"{written} texts coded, {rejected} lines for people" + (f" (see {rejects})." if rejected else "."))
    return 0


def _code_all(source: Path, out: Path, rejects: Path) -> tuple[int, int]:
    """Both files appear when they are whole; a line is in memory for as long as it is coded."""
    written = rejected = 0
    unfinished, refused = (path.with_name(f"{path.name}.unfinished") for path in (out, rejects))
    try:
        with (
            source.open("rb") as lines,
            unfinished.open("w", encoding="utf-8") as codings,
            refused.open("w", encoding="utf-8") as for_people,
            tqdm(total=source.stat().st_size, unit="B", unit_scale=True, desc="Coding", file=sys.stderr) as bar,
        ):
            for number, raw in _lines(lines):
                bar.update(len(raw))
                read = read_line(raw, line=number)
                if isinstance(read, UnreadLine):
                    doubts = [read.as_line()]
                else:
                    coding = coded(read)
                    codings.write(f"{coding.as_line()}\n")
                    written += 1
                    doubts = [doubted(read.id, field, why, line=number) for field, why in coding.doubts.items()]
                for_people.writelines(f"{doubt}\n" for doubt in doubts)
                rejected += len(doubts)
        unfinished.replace(out)
        rejects.unlink(missing_ok=True)
        if rejected:
            refused.replace(rejects)
    finally:
        unfinished.unlink(missing_ok=True)
        refused.unlink(missing_ok=True)
    return written, rejected


def _lines(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Lines that are not empty, by number; of one that is too long the beginning, and one letter more than may be read."""
    number = 0
    while raw := file.readline(LONGEST_LINE + 1):
        number += 1
        rest = raw
        while len(rest) > LONGEST_LINE and not rest.endswith(b"\n"):
            rest = file.readline(LONGEST_LINE + 1)
        if raw.strip():
            yield number, raw


def compare(arguments: argparse.Namespace) -> int:
    """How far codings agree with those by hand, for each language and for all."""
    gold, out = Path(arguments.gold), Path(arguments.out)
    for path in (gold, out):
        if not path.is_file():
            return _no(f"There is no file {path}. Check the path.")
    by_hand = {row["id"]: row for row in map(json.loads, gold.read_text(encoding="utf-8").splitlines())}
    codings = {row["id"]: row for row in map(json.loads, out.read_text(encoding="utf-8").splitlines())}
    pairs = [(by_hand[one], codings[one]) for one in by_hand if one in codings]
    if not pairs:
        return _no("The two files have no id in common. Give the codings of the same texts.")
    for language in ("all", *sorted({row["language"] for _, row in pairs})):
        chosen = [pair for pair in pairs if language in ("all", pair[1]["language"])]
        print(f"{language}: {len(chosen)} texts")
        for line in agreement(chosen).lines():
            print(f"  {line}")
    return 0


def _no(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1

"""`safeconduct observatory fetch`: listed pages into web archives. The one command that asks other hosts for something."""

import argparse
import sys
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

from tqdm import tqdm

from safeconduct.observatory.collecting.ledger import Damaged, Ledger
from safeconduct.observatory.one_run import Busy, alone
from safeconduct.program.refusing import no

_SHORTEST_PAUSE = 1.0


def run(arguments: argparse.Namespace) -> int:
    from safeconduct.observatory.collecting.fetching import is_at

    listed, folder = Path(arguments.addresses), Path(arguments.into)
    if refusal := _refusal_to_fetching(arguments, listed, folder):
        return no(refusal)
    addresses = tuple(dict.fromkeys(filter(None, map(str.strip, listed.read_text(encoding="utf-8").splitlines()))))
    hosts = tuple(arguments.host)
    wanted = tuple(address for address in addresses if is_at(address, hosts))
    elsewhere = Counter(urlsplit(address).hostname or "no host" for address in addresses if address not in set(wanted))
    for host, count in sorted(elsewhere.items()):
        print(f"{host}: {count} addresses are left out, since the host is not named with --host.")
    if not arguments.yes:
        print(
            f"{len(wanted)} pages would be asked for, one every {arguments.pause:g} seconds of each host. These hosts see"
        )
        print("the address of this machine and what it reads. Nothing was asked for yet: add --yes to do it.")
        return 0
    return _fetch(arguments, wanted, hosts, folder)


def _fetch(arguments: argparse.Namespace, wanted: tuple[str, ...], hosts: tuple[str, ...], folder: Path) -> int:
    from safeconduct.observatory.collecting.fetching import Errand, fetch

    errand = Errand(wanted, hosts, folder, arguments.pause, arguments.contact)
    try:
        with alone(folder), Ledger(folder / "fetched.jsonl") as fetched:
            left = [address for address in wanted if address not in fetched.sources]
            with tqdm(total=len(left), desc="Fetching", unit=" pages", file=sys.stderr) as bar:
                fetch(errand, fetched, progress=bar.update)
            missing = [address for address in wanted if address not in fetched.sources]
    except (Busy, Damaged) as problem:
        return no(str(problem))
    print(f"{len(wanted) - len(missing)} of {len(wanted)} pages were asked for; what came is in {folder}.")
    print(f"Take it in with safeconduct observatory collect {folder} --into CORPUS.")
    return 1 if missing else 0


def _refusal_to_fetching(arguments: argparse.Namespace, listed: Path, folder: Path) -> str:
    if not listed.is_file():
        return f"There is no file {listed}. Give one with an address on each line."
    if folder.is_file():
        return f"{folder} is a file. Give a folder after --into."
    if arguments.pause < _SHORTEST_PAUSE:
        return f"A pause of less than {_SHORTEST_PAUSE:g} second is too hard on a site. Give a longer one."
    try:
        listed.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return f"{listed} is not UTF-8 text. Give a file with an address on each line."
    return ""

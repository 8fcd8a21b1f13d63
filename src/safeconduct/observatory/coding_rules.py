"""By which rules the machine codes: a hash of the lexicons, the words of stances and the program's version, which each coding
names. Other rules have another."""

import hashlib
from functools import cache

from safeconduct import __version__
from safeconduct.observatory.lexicon import FOLDER
from safeconduct.vocabulary.stance import FILE as STANCES

KNOWN_BY = 12  # letters


@cache
def coding_rules() -> str:
    digest = hashlib.sha256(__version__.encode())
    for path in (*sorted(FOLDER.glob("*.toml")), STANCES):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:KNOWN_BY]

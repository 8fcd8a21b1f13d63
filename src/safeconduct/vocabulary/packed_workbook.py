"""Workbooks (XLSX) that unpack or are read to far more than they seem to hold, told apart before anything is made of them."""

import re
import zipfile
from io import BytesIO

_AT_ONCE = 1 << 20
_DOCUMENT_TYPE = b"<!DOCTYPE"
_OTHER_ENCODING = re.compile(
    rb"""(?:\xef\xbb\xbf)?<\?xml[^>]*encoding\s*=\s*["'](?!utf-?(?:8|16)["'])""", re.IGNORECASE
)


def grows(content: bytes, *, most: int) -> bool:
    """Whether it has more than `most` signs of elements and attributes, each of which takes many times the bytes that it is written
    in; or a document type, which repeats what stands in it; or another encoding than its two, in which such signs can be hidden."""
    left = most
    with zipfile.ZipFile(BytesIO(content)) as packed:
        for part in packed.infolist():
            with packed.open(part) as octets:
                end = b""
                while read := octets.read(_AT_ONCE):
                    chunk = read.replace(b"\0", b"")
                    left -= chunk.count(b"<") + chunk.count(b"=")
                    if left < 0 or _DOCUMENT_TYPE in end + chunk or (not end and _OTHER_ENCODING.match(chunk)):
                        return True
                    end = chunk[-len(_DOCUMENT_TYPE) :]
    return False

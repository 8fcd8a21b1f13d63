"""Seals a file while it streams in, so that it is never in plain on disk, and opens it chunk by chunk.

Format: a 24-byte header, then frames of 64 KiB + 17 bytes (libsodium secretstream, XChaCha20-Poly1305), the last
one marked as last. Zeros after the content hide its true size; the reader gets only the first `size` bytes.
"""

from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256

from nacl import bindings
from nacl.exceptions import CryptoError

from safeconduct.sealing.padding import padded_size
from safeconduct.sealing.unopened import Unopened

CHUNK_BYTES = 64 * 1024
HEADER_BYTES = bindings.crypto_secretstream_xchacha20poly1305_HEADERBYTES
FRAME_BYTES = CHUNK_BYTES + bindings.crypto_secretstream_xchacha20poly1305_ABYTES
_MORE = bindings.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
_LAST = bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL


class Sealer:
    """Takes pushes of any length, writes sealed frames. `size` and `digest` are of the content, in the clear."""

    def __init__(self, key: bytes, write: Callable[[bytes], object], at: bytes) -> None:
        self._write, self._at = write, at
        self._state = bindings.crypto_secretstream_xchacha20poly1305_state()
        self._waiting = bytearray()
        self._digest = sha256()
        self.size = 0
        write(bindings.crypto_secretstream_xchacha20poly1305_init_push(self._state, key))

    def push(self, more: bytes) -> None:
        self._digest.update(more)
        self.size += len(more)
        self._take(more)

    def finish(self) -> str:
        """Write the padding and the last frame; the SHA-256 of the content in hexadecimal."""
        missing = padded_size(self.size) - self.size
        while missing:
            zeros = min(missing, CHUNK_BYTES)
            self._take(bytes(zeros))
            missing -= zeros
        self._frame(bytes(self._waiting), _LAST)
        self._waiting.clear()
        return self._digest.hexdigest()

    def _take(self, more: bytes) -> None:
        self._waiting += more
        # One chunk always stays back, so that the last frame is known to be the last.
        while len(self._waiting) > CHUNK_BYTES:
            self._frame(bytes(self._waiting[:CHUNK_BYTES]), _MORE)
            del self._waiting[:CHUNK_BYTES]

    def _frame(self, chunk: bytes, tag: int) -> None:
        self._write(bindings.crypto_secretstream_xchacha20poly1305_push(self._state, chunk, self._at, tag))


def opened(key: bytes, frames: Iterable[bytes], at: bytes, *, size: int) -> Iterator[bytes]:
    """The content in chunks. Raises Unopened at the first changed, missing or surplus frame.

    `frames` are the header and then frames of FRAME_BYTES, as `frames_of` reads them from a file.
    """
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    pieces = iter(frames)
    left, tag = size, _MORE
    try:
        bindings.crypto_secretstream_xchacha20poly1305_init_pull(state, next(pieces), key)
        for frame in pieces:
            if tag == _LAST:
                raise Unopened
            chunk, tag = bindings.crypto_secretstream_xchacha20poly1305_pull(state, frame, at)
            if left:
                yield chunk[:left]
                left -= min(left, len(chunk))
    except (CryptoError, ValueError, StopIteration):
        raise Unopened from None
    if tag != _LAST or left:
        raise Unopened


def content_bytes(sealed_bytes: int) -> int:
    """How much a sealed file of this size holds, padding included. Below nothing for what is no sealed file."""
    frames = -(-(sealed_bytes - HEADER_BYTES) // FRAME_BYTES)
    return sealed_bytes - HEADER_BYTES - frames * (FRAME_BYTES - CHUNK_BYTES)


def frames_of(read: Callable[[int], bytes]) -> Iterator[bytes]:
    """The header and the frames of a sealed file, given its `read`."""
    yield read(HEADER_BYTES)
    while frame := read(FRAME_BYTES):
        yield frame

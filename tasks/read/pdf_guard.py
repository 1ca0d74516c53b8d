"""What a PDF unpacks to, measured before it is opened: a stream of a few bytes may hold hundreds of megabytes."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from tasks.read.refusal import refuse

_STREAM = b"stream"
_ONE = 64 << 20
_ALL = 256 << 20
_STEP = 1 << 20
_STREAMS = 2 * 20_000  # the end of each is found too
_HEAD = 2  # bytes before what is packed
_LAYERS = 3  # times that a stream may be packed


def check(data: bytes) -> None:
    """Let pass what unpacks to at most 64 MB a stream and 256 MB in all.

    Raises:
        Unreadable: hostile.
    """
    total = 0
    for number, start in enumerate(_starts(data)):
        if number > _STREAMS:
            raise refuse("hostile", "数据流过多", "too many streams")
        total += _unpacked(data, start, _ALL - total)


def _starts(data: bytes) -> Iterator[int]:
    """Where streams may begin: behind each line that ends so."""
    at = data.find(_STREAM)
    while at >= 0:
        at += len(_STREAM)
        if data[at : at + 1] in (b"\r", b"\n"):
            yield at + (2 if data[at : at + 2] == b"\r\n" else 1)
        at = data.find(_STREAM, at)


def _unpacked(data: bytes, at: int, most: int) -> int:
    """Bytes that the stream at `at` unpacks to, packed in layers or not; 0 for one that is not deflated."""
    if not _is_deflated(data[at : at + 2]):
        return 0
    size = 0
    layers = [_layer()]
    for part in _parts(data, at + _HEAD):
        for chunk in _through(layers, 0, part):
            size += len(chunk)
            if size > min(_ONE, most):
                raise refuse("hostile", "解压后过大，疑似压缩炸弹", "it unpacks to too much, like a zip bomb")
        if layers[0].eof:
            break
    return size


def _parts(data: bytes, at: int) -> Iterator[memoryview]:
    """The bytes from `at` on, in pieces; a stream's end is where its last packed byte is, whatever its length claims."""
    view = memoryview(data)
    end = data.find(b"endstream", at)
    if end >= 0:
        yield view[at:end]
    for start in range(max(at, end), len(data), _STEP):
        yield view[start : start + _STEP]


def _layer() -> zlib._Decompress:
    """What unpacks a layer from behind its head on; check sums are nothing to it."""
    return zlib.decompressobj(-zlib.MAX_WBITS)


def _through(layers: list[zlib._Decompress], depth: int, part: bytes | memoryview) -> Iterator[bytes]:
    """What comes out of the layers from `depth` on, piece by piece."""
    while part and not layers[depth].eof:
        try:
            out = layers[depth].decompress(part, _STEP)
        except zlib.error:
            return
        part = layers[depth].unconsumed_tail
        if out:
            yield out
            yield from _next(layers, depth + 1, out)
        elif not part:
            return


def _next(layers: list[zlib._Decompress], depth: int, out: bytes) -> Iterator[bytes]:
    """The same, where what came out is itself packed."""
    if depth == len(layers) and depth < _LAYERS and _is_deflated(out[:2]):
        layers.append(_layer())
        out = out[_HEAD:]
    if depth < len(layers):
        yield from _through(layers, depth, out)


def _is_deflated(head: bytes | memoryview) -> bool:
    return len(head) == 2 and head[0] & 0x0F == 8 and int.from_bytes(head, "big") % 31 == 0

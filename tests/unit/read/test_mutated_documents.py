"""Documents of word processors with bytes changed, lost and doubled: read or refused, and never for long."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable

import pytest
from test_read_any_bytes import read_or_refuse

from tasks.read import read_document

NAMES = ("traps", "lanyang_2024")
ROUNDS = 60
NUMBERS = (b"\xff\xff\xff\xff", b"\0\0\0\0", b"\xff\xff\xff\x7f", b"\1\0\0\0")


def mutated(data: bytes, dice: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(dice.choice((1, 1, 2, 5, 30))):
        at, other = dice.randrange(len(changed)), dice.randrange(len(changed))
        length = dice.randrange(1, 64)
        match dice.randrange(5):
            case 0:
                changed[at] ^= 1 << dice.randrange(8)
            case 1:
                del changed[at : at + length]
            case 2:
                changed[at:at] = changed[other : other + length]
            case 3:
                changed[at : at + 4] = dice.choice(NUMBERS)
            case _:
                changed[at : at + length] = changed[other : other + length]
    return bytes(changed)


def in_a_part(data: bytes, dice: random.Random) -> bytes:
    """A zip with one part mutated and all checksums right."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = dice.choice([name for name in parts if name.endswith(".xml")])
    parts[name] = mutated(parts[name], dice)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    ("ending", "mutate"), [("doc", mutated), ("rtf", mutated), ("odt", mutated), ("odt", in_a_part)]
)
@pytest.mark.parametrize("name", NAMES)
def test_any_change_is_read_or_refused(
    name: str, ending: str, mutate: Callable[[bytes, random.Random], bytes], writer_bytes
) -> None:
    data = writer_bytes(f"{name}.{ending}")
    dice = random.Random(f"{name} {ending}")
    for _ in range(ROUNDS):
        read_or_refuse(mutate(data, dice))


@pytest.mark.parametrize("ending", ["doc", "rtf", "odt"])
def test_a_cut_is_refused_or_has_cost_no_text(ending: str, writer_bytes) -> None:
    data = writer_bytes(f"traps.{ending}").rstrip(b"\r\n")
    whole = read_document(data)
    for end in range(len(data) // 50, len(data) - 1, len(data) // 50):
        document = read_or_refuse(data[:end])
        assert document is None or document.text == whole.text

"""`python -m bench.growth`: time of extraction on hostile texts, and how it grows when the text doubles (2: linear)."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import SimpleNamespace

from tasks.extract.engine import Extractor
from tasks.resolve.resolve import resolve
from warehouse.catalogue import load_catalogue

_REPORT = SimpleNamespace(report_year=2023, signed_on=None, period_end=None)
_PLANES = "".join(chr(c) for c in range(0x20, 0x110000, 97) if not 0xD800 <= c < 0xE000)

TEXTS: dict[str, Callable[[int], str]] = {
    "sentences": lambda n: "全年受理矛盾纠纷25件，成功化解24件，开展宣传12场次。" * (n // 27),
    "one line without marks": lambda n: "全年受理矛盾纠纷25件成功化解24件开展宣传12场次" * (n // 24),
    "digits": lambda n: "1234567890" * (n // 10),
    "nested brackets": lambda n: "（" * (n // 2) + "3件" + "）" * (n // 2),
    "every plane": lambda n: (_PLANES * (n // len(_PLANES) + 1))[:n],
    "half characters": lambda n: ("\ud800受理3件。" * (n // 6))[:n],
    "numerals in words": lambda n: "一百二十三万四千" * (n // 8),
    "zeros": lambda n: "未发生行政复议案件，无" * (n // 11),
    "lists": lambda n: "1、2、3、4、5、6件" * (n // 12),
    "line ends": lambda n: "3\n件\n" * (n // 4),
}


def main() -> None:
    """Prints seconds for 200,000 characters and for twice as many, and their ratio."""
    catalogue = load_catalogue()
    extractor = Extractor(catalogue)

    def seconds(text: str) -> float:
        start = time.process_time()
        mentions = extractor.extract(text, (), _REPORT)
        resolve(text, mentions, catalogue)
        assert all(text[m.char_start : m.char_end].strip() for m in mentions)
        return time.process_time() - start

    print(f"{'text':26}{'200,000 characters, s':>23}{'400,000, s':>13}{'ratio':>8}")
    for name, make in TEXTS.items():
        once, twice = seconds(make(200_000)), seconds(make(400_000))
        print(f"{name:26}{once:23.2f}{twice:13.2f}{twice / max(once, 1e-9):8.2f}")


if __name__ == "__main__":
    main()

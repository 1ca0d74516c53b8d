"""Generates reports of invented districts for the benchmarks: plain text, about 3,000 characters, 12 to 25 quantities.

    python -m bench.corpus FOLDER REGISTER.csv [DISTRICTS TOWNSHIPS YEARS]

Nothing in them is true; codes begin with 99. The same arguments give the same bytes.
"""

from __future__ import annotations

import csv
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.corpus_text import FILLERS, GROUPS, PROBLEMS, SENTENCES

LENGTH = 2_800  # characters of the body before problems, plan and signature are put behind it
CITY, PROVINCE = "云澜市", "澜江省"
_FIRST = "青碧苍黛翠素玄绛丹朱"
_SECOND = "屿岫峤沣溟"
_NAME = "松柏榆槐桐梓楠樟枫栎"
_PLACE = "坪坝湾岭坳"
_TYPES = ("镇", "乡", "街道")


def districts(count: int) -> Iterator[tuple[str, str]]:
    """Codes and names of invented districts, 50 at most: ('990201', '青屿区')."""
    if count > len(_FIRST) * len(_SECOND):
        raise ValueError(f"{count} districts asked for, there are names for {len(_FIRST) * len(_SECOND)}")
    for i in range(count):
        yield f"9902{i + 1:02d}", f"{_FIRST[i // len(_SECOND)]}{_SECOND[i % len(_SECOND)]}区"


def townships(district_code: str, count: int) -> Iterator[tuple[str, str, str]]:
    """Code, name and type of the townships of a district, 50 at most: ('990201001', '松坪镇', '镇')."""
    if count > len(_NAME) * len(_PLACE):
        raise ValueError(f"{count} townships asked for, there are names for {len(_NAME) * len(_PLACE)}")
    for i in range(count):
        kind = _TYPES[i % len(_TYPES)]
        yield f"{district_code}{i + 1:03d}", f"{_NAME[i % len(_NAME)]}{_PLACE[i // len(_NAME)]}{kind}", kind


def write_corpus(folder: Path, n_districts: int, n_townships: int, years: Sequence[int], seed: int = 1) -> int:
    """Writes `<district>/<year>/<township>.txt` (UTF-8) below `folder`; returns how many."""
    written = 0
    for code, district in districts(n_districts):
        names = [(name, kind) for _, name, kind in townships(code, n_townships)]
        for year in years:
            target = folder / district / str(year)
            target.mkdir(parents=True, exist_ok=True)
            for name, kind in names:
                rng = random.Random(f"{seed}/{district}/{year}/{name}")
                (target / f"{name}.txt").write_bytes(report(district, name, kind, year, rng).encode())
                written += 1
    return written


def write_register(path: Path, n_districts: int, n_townships: int) -> None:
    """Writes the overlay of the register for the districts of `write_corpus`, as CSV."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(["township_code", "township", "township_type", "district_code", "district", "city", "province"])
        for district_code, district in districts(n_districts):
            for code, name, kind in townships(district_code, n_townships):
                lines.writerow([code, name, kind, district_code, district, CITY, PROVINCE])


def report(
    district: str, name: str, kind: str, year: int, rng: random.Random, habits: random.Random | None = None
) -> str:
    """The text of one report: quantities drawn from `rng`, filled up with prose to a usual length.

    With `habits`, the same in every year of a township, the same things are stated year after year, with values that `rng`
    moves by a fifth at most.
    """
    whole = {"镇": "全镇", "乡": "全乡"}.get(kind, "全街道")
    issuer = f"{district}人民政府{name}办事处" if kind == "街道" else f"{district}{name}人民政府"
    sections: list[list[str]] = [[] for _ in GROUPS]
    length = 0
    chosen = habits or rng
    for group, template, low, high in chosen.sample(SENTENCES, chosen.randint(12, 20)):
        draw = rng.randint(low, high) if habits is None else round(habits.randint(low, high) * rng.uniform(0.8, 1.2))
        text = _fill(template, max(low, draw), rng)
        sections[group].append(text)
        length += len(text)
    for turn, text in enumerate(rng.sample(FILLERS, len(FILLERS))):
        if length >= LENGTH:
            break
        sections[turn % len(GROUPS)].append(text)
        length += len(text)
    paragraphs = [
        f"{issuer}关于{year}年度法治政府建设情况的报告",
        f"{year}年，{name}坚持以习近平法治思想为指导，扎实推进依法行政，现将{whole}有关情况报告如下。",
        "一、推进法治政府建设的主要举措和成效",
    ]
    for number, (heading, sentences) in enumerate(zip(GROUPS, sections, strict=True)):
        rng.shuffle(sentences)
        paragraphs.append(f"（{'一二三四五六'[number]}）{heading}。" + "".join(sentences))
    paragraphs += [
        "二、党政主要负责人履行推进法治建设第一责任人职责情况",
        f"主要负责人带头学法用法，全年召开法治政府建设专题会议{rng.randint(2, 9)}次，研究重点任务和突出问题。",
        "三、存在的不足和原因",
        "".join(rng.sample(PROBLEMS, 2)),
        f"四、{year + 1}年工作安排",
        f"{year + 1}年，{name}将对照短板持续改进，计划开展法治宣传活动{rng.randint(20, 90)}场，不断提升治理水平。",
        issuer,
        f"{year + 1}年{rng.randint(1, 3)}月{rng.randint(1, 28)}日",
    ]
    return "\n".join(paragraphs) + "\n"


def _fill(template: str, draw: int, rng: random.Random) -> str:
    return template.format(n=draw, p=max(1, draw * 9 // 10), r=round(90 + rng.random() * 10, 1))


if __name__ == "__main__":
    sizes = [int(size) for size in sys.argv[3:]] or [50, 20, 20]
    write_register(Path(sys.argv[2]), sizes[0], sizes[1])
    print(write_corpus(Path(sys.argv[1]), sizes[0], sizes[1], range(2025 - sizes[2], 2025)), "reports")

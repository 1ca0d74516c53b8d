"""The annotations against the texts of the samples and of `reports/`, the schema and the catalogue: no extractor runs."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
import yaml

from warehouse.catalogue.loader import load_catalogue
from warehouse.schema import table

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("annotations", "locked/annotations", "locked/second")
FILES = [path for folder in FOLDERS for path in sorted((Path(__file__).parent / folder).glob("*.yaml"))]
CATALOGUE = load_catalogue()
VOCABULARY = {column.name: column.values for column in table("mentions").columns if column.values}
DIGITS = re.compile(r"[0-9０-９]+")
HEDGES = ("以上", "以下", "以内", "左右", "上下", "之多", "不等", "多", "余")

pytestmark = pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")


def read(path: Path) -> dict[str, Any]:
    """One annotation file."""
    data: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return data


def body(path: Path) -> str:
    """Text of the annotated report: of a sample its source without the header block, else the file itself."""
    file: Path = ROOT / read(path)["header"]["file"]
    if file.parent.name == "reports":
        said = str(read(path)["not_quantities"])
        lines = file.read_text(encoding="utf-8").splitlines()
        return "\n".join(line for line in lines if not _is_header(line, said))
    source = ROOT / "samples" / "source" / f"{path.stem}.txt"
    return source.read_text(encoding="utf-8").split("\n---\n", 1)[1]


def _is_header(line: str, said: str) -> bool:
    """Whether the reader takes the line for the header block: a date of publication that the annotation does not list."""
    date = re.match("发布(?:日期|时间)：([0-9-]+)", line)
    return date is not None and date[1] not in said


def blocks(path: Path) -> list[str]:
    """Paragraphs and cells of the report's text, in reading order."""
    found: list[str] = []
    for line in body(path).splitlines():
        if line.startswith("|") or "\t" in line.strip():
            found += line.strip("|").replace("|", "\t").split("\t")
        else:
            found.append(line.removeprefix("# ").removeprefix("> "))
    return found


def place(text: str, entry: dict[str, Any]) -> int:
    """Start of the entry's quote, by counting."""
    starts = [match.start() for match in re.finditer(re.escape(entry["quote"]), text)]
    return starts[entry["nth"] - 1]


def test_each_quote_stands_where_it_says(path: Path) -> None:
    parts = blocks(path)
    text = "\n".join(parts)
    for entry in read(path)["quantities"]:
        start = place(text, entry)
        if "context" not in entry:
            assert parts.count(entry["quote"]) >= entry["cell_nth"], entry
        else:
            flat, context = text.replace("\n", " "), entry["context"].replace("\n", " ")
            assert flat.count(context) == 1, entry
            assert flat.index(context) + entry["context"].index(entry["quote"]) == start, entry


def test_quantities_follow_the_text(path: Path) -> None:
    text = "\n".join(blocks(path))
    starts = [place(text, entry) for entry in read(path)["quantities"]]
    assert starts == sorted(starts)


def test_every_digit_is_a_quantity_or_said_to_be_none(path: Path) -> None:
    annotation, text = read(path), "\n".join(blocks(path))
    left = list(text)
    for entry in annotation["quantities"]:
        start = place(text, entry)
        left[start : start + len(entry["quote"])] = " " * len(entry["quote"])
    rest = "".join(left)
    for string in sorted(annotation["not_quantities"], key=len, reverse=True):
        assert string in text
        rest = rest.replace(string, " ")
    assert not DIGITS.findall(rest)


def test_values_agree_with_their_qualifier(path: Path) -> None:
    for entry in read(path)["quantities"] + read(path)["observations"]:
        low, high = entry["value_low"], entry["value_high"]
        if entry["qualifier"] in ("exact", "approx"):
            assert low is not None and low == high, entry
        elif entry["qualifier"] == "range":
            assert low is not None and high is not None and low < high, entry
        else:
            assert (low is None, high is None) == (entry["qualifier"] == "at_most", entry["qualifier"] == "at_least")


def test_vocabulary_is_the_schema_s(path: Path) -> None:
    for entry in read(path)["quantities"]:
        for field, values in VOCABULARY.items():
            assert entry[field] in values, (entry, field)


def test_units_and_dimensions_are_the_catalogue_s(path: Path) -> None:
    units = CATALOGUE.units
    for entry in read(path)["quantities"]:
        unit = unicodedata.normalize("NFKC", entry["unit"]) if entry["unit"] else None
        if unit:
            quote = unicodedata.normalize("NFKC", entry["quote"])
            listed = (
                "cell_nth" in entry or quote.replace(".", "").isdecimal() or unit in ("成", "分之", "百分之")
            )  # the unit stands in the header or on a later number
            listed = listed or unit.startswith(quote.lstrip("0123456789."))  # 高0.4个、低0.1个百分点
            assert listed or quote.endswith((unit, *HEDGES)) or quote.startswith(unit), entry
        if entry.get("debatable"):
            continue
        if not entry["metric_id"]:
            expected = {units.canonical(unit)} if unit else {None, "%", entry["unit_canonical"]}
            if entry["status"] != "frequency":
                assert entry["unit_canonical"] in expected, entry
            continue
        metric = CATALOGUE.by_id[entry["metric_id"]]
        matches = unit is None or units.family_of.get(unit) in metric.unit_families
        assert entry["unit_canonical"] == (metric.unit if matches else units.canonical(unit or "")), entry
        assert matches or "unit_mismatch" in entry.get("flags", ()) or entry.get("dimension"), entry
        assert entry.get("dimension") in (None, *metric.dimensions), entry


def test_observations_rest_on_quantities(path: Path) -> None:
    annotation = read(path)
    linked = {entry["metric_id"] for entry in annotation["quantities"] if entry["status"] == "achieved"}
    seen = [observation["metric_id"] for observation in annotation["observations"]]
    assert len(seen) == len(set(seen))
    for metric_id in seen:
        aggregation = CATALOGUE.by_id[metric_id].aggregation
        assert metric_id in linked or {aggregation.numerator, aggregation.denominator} <= linked

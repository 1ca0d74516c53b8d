"""Corrections: what people decided about the documents of a home, as data, and the anchors that find it again."""

from warehouse.corrections.anchor import item_id, mention_hash
from warehouse.corrections.collection import Correction, Corrections
from warehouse.corrections.entry import KINDS, CorrectionsError, Entry, Kind
from warehouse.corrections.load import find_township, load_corrections, resolved
from warehouse.corrections.value import Value, parse_value, same_value, value_text
from warehouse.corrections.write import NewEntry, write_entries

__all__ = [
    "KINDS",
    "Correction",
    "Corrections",
    "CorrectionsError",
    "Entry",
    "Kind",
    "NewEntry",
    "Value",
    "find_township",
    "item_id",
    "load_corrections",
    "mention_hash",
    "parse_value",
    "resolved",
    "same_value",
    "value_text",
    "write_entries",
]

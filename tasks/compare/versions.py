"""Which of catalogue, code and register two releases were not both made with, from the versions that they name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

_CODE = ("program", "worker")
"""Versions of the code. A release that names no `program` names `code`, which takes in catalogue and register too."""

_WORDS = {"catalogue": "指标目录", "code": "程序", "register": "登记册", "corrections": "更正", "season": "期限"}


class Rest(NamedTuple):
    """The cause of what no row proves, and how it is said."""

    cause: str
    said: str


def changed_versions(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Old and new version of catalogue, code, register, corrections and season, as far as they differ."""
    names = {
        name: (old.get(name, ""), new.get(name, "")) for name in ("catalogue", "register", "corrections", "season")
    }
    changed = {name: pair for name, pair in names.items() if pair[0] != pair[1]}
    if _code_differs(old, new):
        changed["code"] = (old.get("program", old.get("code", "")), new.get("program", new.get("code", "")))
    return changed


def _code_differs(old: Mapping[str, str], new: Mapping[str, str]) -> bool:
    if all("program" in inputs for inputs in (old, new)):
        return any(old.get(name) != new.get(name) for name in _CODE)
    return old.get("code") != new.get("code") or old.get("worker") != new.get("worker")


def rest(changed: Mapping[str, tuple[str, str]]) -> Rest:
    """The cause where neither documents, nor corrections, nor rows of the register or the catalogue prove one."""
    named = [name for name in ("catalogue", "code") if name in changed] or [n for n in ("register",) if n in changed]
    if not named:
        return Rest("unexplained", "两次发布的程序、目录、登记册和更正相同；可能前一次运行只处理了部分年度或区县")
    said = "；".join(f"{_WORDS[name]} {changed[name][0][:8]} → {changed[name][1][:8]}" for name in named)
    return Rest("catalogue_or_code" if len(named) > 1 else named[0], said)

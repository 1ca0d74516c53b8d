"""One entry of a corrections file as a person wrote it, checked field by field."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

Kind = Literal["correct", "supply", "reject", "assign", "exclude", "withdraw", "accept", "ignore"]
Text = Annotated[str, Field(min_length=1)]

KINDS: tuple[Kind, ...] = get_args(Kind)
_SIGNED = frozenset(("kind", "who", "decided_on", "why"))
_NEEDED = {
    "correct": ("township", "year", "metric", "expect", "value"),
    "supply": ("township", "year", "metric", "value", "source"),
    "reject": ("township", "year", "metric", "mention"),
    "assign": ("file", "township", "year"),
    "exclude": ("file",),
    "withdraw": ("township", "year"),
    "accept": ("about", "item"),
    "ignore": ("about", "item"),
}
_ALLOWED = {
    "correct": ("source",),
    "supply": (),
    "reject": ("source", "expect"),
    "assign": ("source", "expect"),
    "exclude": ("source", "expect"),
    "withdraw": ("source", "file"),
    "accept": ("source", "expect", "township", "year", "metric", "file"),
    "ignore": ("source", "expect", "township", "year", "metric", "file"),
}
_NOTHING = ("", "null", "~")


class CorrectionsError(ValueError):
    """Corrections that cannot be used; the message names file and entry, and says what is wrong."""


class Entry(BaseModel):
    """One decision. `kind` says which of the other fields it needs and may have.

    `who`, `decided_on`, `why` and `source` sign it. `expect` is what it replaces. `township` is a code or an unambiguous
    name, `metric` an id or a Chinese name, `mention` the hash of a number's quote and sentence, `file` the sha256 or the
    name of documents, `item` the hash of something that was looked at, and `about` what that is.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    kind: Kind
    who: Text
    decided_on: date
    why: Text
    source: Text | None = None
    township: Text | None = None
    year: Annotated[int, Field(ge=1949, le=2100)] | None = None
    metric: Text | None = None
    expect: Text | None = None
    value: Text | None = None
    mention: Annotated[str, Field(pattern="^[0-9a-f]{16}$")] | None = None
    file: tuple[Text, ...] = ()
    item: Annotated[str, Field(pattern="^[0-9a-f]{16}$")] | None = None
    about: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _without_nothing(cls, written: Any) -> Any:
        """A field that holds nothing is as if it were not there."""
        if not isinstance(written, dict):
            return written
        return {name: value for name, value in written.items() if value not in _NOTHING}

    @field_validator("file", mode="before")
    @classmethod
    def _one_or_more(cls, written: Any) -> Any:
        return (written,) if isinstance(written, str) else written

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Entry:
        given = {name for name in type(self).model_fields if getattr(self, name) not in (None, ())}
        missing = [name for name in _NEEDED[self.kind] if name not in given]
        extra = sorted(given - _SIGNED - {*_NEEDED[self.kind], *_ALLOWED[self.kind]})
        if missing:
            raise ValueError(f"{self.kind} needs {', '.join(missing)}")
        if extra:
            raise ValueError(f"{self.kind} takes no {', '.join(extra)}")
        if len(self.file) > 1 and self.kind != "withdraw":
            raise ValueError(f"{self.kind} takes one file; write an entry for each")
        return self

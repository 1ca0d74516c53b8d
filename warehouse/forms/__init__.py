"""A district's own forms: layouts in YAML that say which metrics stand in which column of the sheet that is handed in.

The project ships the layouts beside this file; a home's `forms/` adds to them, and a file of the same name replaces one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from warehouse.catalogue import Catalogue

SHIPPED = Path(__file__).parent
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
_PLACES = ("{district}", "{year}", "{edition}", "{n_townships}", "{n_reports}")


class FormError(ValueError):
    """A layout cannot be used; the message names file and field."""


class FormColumn(BaseModel):
    """One metric (id or Chinese name), and its label where that is not the metric's name."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    metric: Text
    label: Text | None = None


class FormGroup(BaseModel):
    """Columns below one heading."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    heading: Text
    columns: Annotated[tuple[FormColumn, ...], Field(min_length=1)]


class Layout(BaseModel):
    """What a layout file holds. Texts may name {district}, {year}, {edition}, {n_townships} and {n_reports}."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Text
    header: tuple[Text, ...] = ()
    groups: Annotated[tuple[FormGroup, ...], Field(min_length=1)]
    total: bool = True
    footer: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """A layout with its name, in which every metric goes by its id."""

    name: str
    layout: Layout


def load_forms(folder: Path, catalogue: Catalogue) -> tuple[Form, ...]:
    """The shipped layouts and those of a home's `forms/`, by name.

    Raises:
        FormError: a layout is not valid or names a metric that does not exist; the message names file and field.
        OSError: a file cannot be read.
    """
    files = {path.stem: path for place in (SHIPPED, folder) for path in sorted(place.glob("*.yaml"))}
    return tuple(_load(path, catalogue) for _, path in sorted(files.items()))


def forms_fingerprint(forms: Sequence[Form]) -> str:
    """A hash of all that the forms say."""
    said = "".join(f"{form.name}\n{form.layout.model_dump_json()}\n" for form in forms)
    return hashlib.sha256(said.encode()).hexdigest()


def _load(path: Path, catalogue: Catalogue) -> Form:
    try:
        written = yaml.safe_load(path.read_text(encoding="utf-8"))
        layout = Layout.model_validate(written)
    except UnicodeDecodeError as error:
        raise FormError(f"{path}: is not UTF-8 text; save it as UTF-8") from error
    except yaml.YAMLError as error:
        raise FormError(f"{path}: is not valid YAML: {' '.join(str(error).split())}") from error
    except ValidationError as error:
        first = error.errors()[0]
        raise FormError(f"{path}: {_field(first['loc']) or 'layout'}: {first['msg']}") from error
    for where, text in _texts(layout):
        try:
            text.format(**{name[1:-1]: "" for name in _PLACES})
        except (LookupError, ValueError, AttributeError) as error:
            raise FormError(f"{path}: {where}: only {', '.join(_PLACES)} may stand in braces") from error
    ids = {m.id: m.id for m in catalogue.metrics} | {m.name_zh: m.id for m in catalogue.metrics}
    groups = []
    for g, group in enumerate(layout.groups):
        columns = []
        for c, column in enumerate(group.columns):
            if column.metric not in ids:
                raise FormError(
                    f"{path}: groups[{g}].columns[{c}].metric: no metric {column.metric}; the view 指标目录 lists them"
                )
            columns.append(column.model_copy(update={"metric": ids[column.metric]}))
        groups.append(group.model_copy(update={"columns": tuple(columns)}))
    return Form(path.stem, layout.model_copy(update={"groups": tuple(groups)}))


def _texts(layout: Layout) -> list[tuple[str, str]]:
    lines = [("title", layout.title)]
    for name, texts in (("header", layout.header), ("footer", layout.footer)):
        lines += [(f"{name}[{n}]", text) for n, text in enumerate(texts)]
    return lines


def _field(place: tuple[Any, ...]) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in place).lstrip(".")

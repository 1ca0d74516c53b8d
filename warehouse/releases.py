"""The releases of a home by name, number and tag. Nothing here opens or changes one."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warehouse.atomic import write_atomic
from warehouse.home import Home

MANIFEST = "manifest.json"
NAME = re.compile(r"(\d{4,})-(\d{4}-\d{2}-\d{2})")
"""Name of a release: a number above all that ever were, and the day that it stands for."""

CURRENT = "current"
_TAG = re.compile(r"[^\W\d_][\w.+-]{0,63}")


class ReleaseNotFound(LookupError):
    """No release of this name, number or tag; the message says which there are."""


class TagRefused(ValueError):
    """A tag that cannot be set or taken away; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """The releases of a home, by number, oldest first; the current one; tags, by their names."""

    folders: dict[int, Path]
    current: Path | None
    tags: dict[str, str]

    @property
    def newest(self) -> Path | None:
        """The release made last, whether it is current or was rolled back."""
        return self.folders[max(self.folders)] if self.folders else None

    def tags_of(self, release: str) -> list[str]:
        """The tags of a release, in order."""
        return sorted(tag for tag, name in self.tags.items() if name == release)

    def find(self, wanted: str) -> Path:
        """The release of that name, number (3, 0003) or tag, or the `current` one.

        Raises:
            ReleaseNotFound: there is none.
        """
        by_name = {path.name: path for path in self.folders.values()}
        name = self.tags.get(wanted, wanted)
        found = by_name.get(name) or (self.folders.get(int(name)) if name.isascii() and name.isdigit() else None)
        found = self.current if wanted == CURRENT else found
        if found is None:
            names = [path.name for path in self.folders.values()][::-1]
            listed = ", ".join(names[:8]) + (f" and {len(names) - 8} more" if len(names) > 8 else "")
            raise ReleaseNotFound(f"no release {wanted}; there are: {listed or 'none'}")
        return found


def numbered(home: Home) -> dict[int, Path]:
    """The folders of all releases, by number, oldest first."""
    found = {int(m[1]): path for path in home.releases.glob("*") if (m := NAME.fullmatch(path.name))}
    return dict(sorted(found.items()))


def current_folder(home: Home) -> Path | None:
    """The release that `current.duckdb` points to; None where it points to none."""
    folder = home.current.resolve().parent
    is_one = home.current.exists() and folder.parent == home.releases.resolve()
    return home.releases / folder.name if is_one else None


def shelf(home: Home) -> Shelf:
    """What stands in `releases/`; of a home without releases, nothing.

    Raises:
        TagRefused: the file of the tags is damaged.
    """
    return Shelf(numbered(home), current_folder(home), read_tags(home))


def read_tags(home: Home) -> dict[str, str]:
    """Release by tag.

    Raises:
        TagRefused: the file of the tags is damaged.
    """
    try:
        tags: dict[str, str] = json.loads(home.tags.read_bytes())
        return {str(tag): str(name) for tag, name in tags.items()}
    except FileNotFoundError:
        return {}
    except (ValueError, AttributeError) as error:
        raise TagRefused(
            f"{home.tags} is damaged ({error}); correct it, a line for each tag and its release"
        ) from error


def set_tag(home: Home, tag: str, release: str) -> None:
    """Gives a release a tag, which no other release has.

    Raises:
        TagRefused: it cannot be a tag, or another release has it.
    """
    if not _TAG.fullmatch(tag) or tag == CURRENT:
        raise TagRefused(f"{tag} cannot be a tag; begin with a letter, then letters, digits, . _ + and -")
    tags = read_tags(home)
    if tags.get(tag, release) != release:
        raise TagRefused(f"tag {tag} stands on {tags[tag]}; take it away first: township tag {tag} --delete")
    _write(home, tags | {tag: release})


def drop_tag(home: Home, tag: str) -> str:
    """Takes a tag away; gives the release that had it.

    Raises:
        TagRefused: there is none of that name.
    """
    tags = read_tags(home)
    if tag not in tags:
        raise TagRefused(f"no tag {tag}; there are: {', '.join(sorted(tags)) or 'none'}")
    release = tags.pop(tag)
    _write(home, tags)
    return release


def _write(home: Home, tags: dict[str, str]) -> None:
    data = json.dumps(dict(sorted(tags.items())), ensure_ascii=False, indent=1) + "\n"
    write_atomic(home.tags, data.encode(), durable=True)


def read_manifest(folder: Path) -> dict[str, Any]:
    """What a release says of itself: inputs, tables with rows and hashes, checks.

    Raises:
        OSError, ValueError: it is missing or damaged.
    """
    manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_bytes())
    return manifest

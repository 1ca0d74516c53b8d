"""Districts as people name them."""

from __future__ import annotations

from collections.abc import Sequence

from flows.errors import BadInput, some
from warehouse.register import District


def only(found: Sequence[District], named: str, unknown: str) -> District:
    """The one district that was found; `named` is what was asked for, `unknown` says that there is none.

    Raises:
        BadInput: there is none, or there are several; the message lists them with their codes.
    """
    if not found:
        raise BadInput(unknown)
    if len(found) > 1:
        listed = some([f"{d.district_code} {d.province}{d.city or ''}{d.district}" for d in found])
        raise BadInput(f"{named} is ambiguous, give a code: {listed}")
    return found[0]

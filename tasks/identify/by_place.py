"""Whose report a document seems to be that cannot be read: what its folders and its name say, and nothing else does."""

from __future__ import annotations

from collections.abc import Sequence

from tasks.identify.hints import fits, read_hints, weak
from tasks.identify.model import NotIdentified
from tasks.identify.place import called, of_year
from warehouse.register import Register


def say_whose(no: NotIdentified, places: Sequence[str], register: Register) -> NotIdentified:
    """The refusal with the district, township and report year that all `places` of the document agree on.

    A township whose only file cannot be read did send one, and is not to be reminded as one that sent none.
    """
    hints = read_hints(places, register)
    years = {int(hint.value) for hint in hints.of("year")}
    no.report_year = years.pop() if len(years) == 1 else None
    above = [hint for hint in hints.of("above") if not weak(hint, register)]
    named = [{row.township_code for row in called(hint.value, register)} for hint in hints.of("township")]
    codes = set.intersection(*named) if named else set()
    rows = tuple(row for code in sorted(codes) for row in register.over_time(code))
    rows = of_year(tuple(row for row in rows if all(fits(hint, row, register) for hint in above)), no.report_year)
    if len(rows) == 1:
        no.township_code, no.district_code = rows[0].township_code, rows[0].district_code
    elif above and not named:
        common = frozenset.intersection(*(register.places.get(h.value, frozenset({h.value})) for h in above))
        no.district_code = min(common) if len(common) == 1 else None
    return no

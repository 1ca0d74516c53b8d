"""Compare: what differs between two releases, down to single observations, and why."""

from tasks.compare.compare import LEVELS, Compared, NothingToCompare, compare
from tasks.compare.page import write_page
from tasks.compare.sides import Side

__all__ = ["LEVELS", "Compared", "NothingToCompare", "Side", "compare", "write_page"]

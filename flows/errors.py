"""What stops a command, with the exit code the contract gives it. The message is one line: what, where, what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager


def some(items: Sequence[str], separator: str = ", ", most: int = 8) -> str:
    """The first `most` items in one line, and how many more there are."""
    more = f"{separator}and {len(items) - most} more" if len(items) > most else ""
    return separator.join(items[:most]) + more


class TownshipError(Exception):
    """Ends a command with one line on standard error, or one for each argument; `exit_code` as in the contract."""

    exit_code = 4

    @property
    def lines(self) -> list[str]:
        """What is said, a line each."""
        return [str(line) for line in self.args]


class Refused(TownshipError):
    """The gate refused the release; the old one is still current."""

    exit_code = 1


class BadInput(TownshipError):
    """Wrong usage or input; nothing was changed."""

    exit_code = 2


class ReaderGone(Exception):
    """Whoever read standard output has closed it (`| head -1`); the command ends with 0 and says nothing."""


class Busy(TownshipError):
    """Another run holds the home."""

    exit_code = 3


class WorkersLost(TownshipError):
    """The processes of a run end before they have done anything; no document is to blame."""


@contextmanager
def reading(then: str = "") -> Iterator[None]:
    """Around the loading of what people wrote: whatever cannot be read or is broken is bad input.

    `then` ends the message of a broken part.

    Raises:
        BadInput: the message names the file, and what is wrong.
    """
    try:
        yield
    except OSError as error:
        raise BadInput(f"{error.filename} cannot be read ({error.strerror}); correct or remove it") from error
    except ValueError as error:
        raise BadInput(f"{error}{then}") from error

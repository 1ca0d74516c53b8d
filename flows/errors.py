"""What stops a command, with the exit code the contract gives it. The message is one line: what, where, what to do."""

from __future__ import annotations


class TownshipError(Exception):
    """Ends a command with one line on standard error; `exit_code` as in the contract."""

    exit_code = 4


class Refused(TownshipError):
    """The gate refused the release; the old one is still current."""

    exit_code = 1


class BadInput(TownshipError):
    """Wrong usage or input; nothing was changed."""

    exit_code = 2


class Busy(TownshipError):
    """Another run holds the home."""

    exit_code = 3

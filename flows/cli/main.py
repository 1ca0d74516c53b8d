"""The command `township`: its commands, and how any error becomes one line on standard error and an exit code."""

from __future__ import annotations

import os
import sys

import typer

from flows.cli import evidence, query, read, run, serve
from flows.errors import TownshipError

app = typer.Typer(
    name="township",
    help="Yearly law-government reports of townships: every number, with its sentence, in one database.",
    epilog="Example: township run --inbox inbox && township sql 'SELECT * FROM 区县年度汇总'",
    rich_markup_mode=None,
    add_completion=False,
)
run.register(app)
query.register(app)
evidence.register(app)
read.register(app)
serve.register(app)


def main(arguments: list[str] | None = None) -> None:
    """Entry point of the command line; always ends the process with one of the contract's exit codes."""
    try:
        code = app(args=arguments or sys.argv[1:] or ["--help"], prog_name="township", standalone_mode=False) or 0
    except TownshipError as error:
        code = _complain(str(error), error.exit_code)
    except typer.Abort:
        code = _complain("stopped by the user; the current release is unchanged", 130)
    except typer.TyperException as error:
        code = _complain(f"{error.format_message()} See township --help.", error.exit_code)
    except KeyboardInterrupt:
        code = _complain("stopped by the user; the current release is unchanged", 130)
    except Exception as error:
        if os.environ.get("TOWNSHIP_DEBUG"):
            raise
        code = _complain(f"{_fault(error)}; the current release is unchanged", 4)
    sys.exit(code)


def _fault(error: Exception) -> str:
    if isinstance(error, OSError):
        where = f" at {error.filename}" if error.filename else ""
        return (
            f"disk fault: {error.strerror or error}{where}; see that it can be written and is not full, then run again"
        )
    return f"internal fault: {type(error).__name__}: {error}; TOWNSHIP_DEBUG=1 shows where, please report it"


def _complain(message: str, code: int) -> int:
    print("township: " + " ".join(message.split()), file=sys.stderr)  # noqa: T201 - one line, never wrapped
    return code


if __name__ == "__main__":
    main()

"""The command `township`: its commands, and how any error becomes one line on standard error and an exit code."""

from __future__ import annotations

import errno
import gc
import io
import os
import sys

import typer

from flows.cli import collect, correct, coverage, diff, evidence, publish, query, read, releases, review, run, serve
from flows.errors import ReaderGone, TownshipError
from flows.unneeded import without_pandas

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
correct.register(app)
read.register(app)
coverage.register(app)
review.register(app)
releases.register(app)
diff.register(app)
publish.register(app)
collect.register(app)
serve.register(app)


STOPPED = 130
"""Exit code after Ctrl-C, as a shell gives it."""


def main(arguments: list[str] | None = None) -> None:
    """Entry point of the command line; always ends the process with one of the contract's exit codes."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # no text is lost where the terminal cannot show it
    without_pandas()
    gc.set_threshold(100_000)  # 40,000 townships and 20,000 documents are no garbage, and are looked through each time
    try:
        code = app(args=arguments or sys.argv[1:] or ["--help"], prog_name="township", standalone_mode=False) or 0
        code = _stopped() if code == STOPPED else _flush() or code  # typer makes a code of Ctrl-C
    except ReaderGone:
        code = _flush()
    except TownshipError as error:
        code = _complain(*error.lines, code=error.exit_code)
    except typer.TyperException as error:
        code = _complain(f"{error.format_message()} See township --help.", code=error.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        code = _stopped()
    except Exception as error:
        if str(error) == "Query interrupted":  # DuckDB makes a RuntimeError of Ctrl-C
            sys.exit(_stopped())
        if os.environ.get("TOWNSHIP_DEBUG"):
            raise
        code = _complain(f"{_fault(error)}; the current release is unchanged", code=4)
    sys.exit(code)


def _stopped() -> int:
    return _complain("stopped by the user; the current release is unchanged", code=STOPPED)


def _flush() -> int:
    """Writes what waits for standard output; an output that takes no more is shut, so that leaving does not try again."""
    try:
        sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0 if error.errno == errno.EPIPE else _complain(_fault(error), code=TownshipError.exit_code)
    return 0


_FULL = ("no space left", "disk quota exceeded")  # in the messages of DuckDB and Arrow, which carry no errno


def _fault(error: Exception) -> str:
    if getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT) or any(w in str(error).lower() for w in _FULL):
        return f"the disk is full ({str(error).partition(chr(10))[0]}); free some space, then run again"
    if str(error).startswith("Out of Memory Error"):
        said = str(error).partition("\n")[0]
        return f"DuckDB needs more memory than it may use ({said}); set a larger memory_limit in settings.toml, then run again"
    if isinstance(error, OSError):
        where = f" at {error.filename}" if error.filename else ""
        return f"disk fault: {error.strerror or error}{where}; see that it can be read and written, then run again"
    return f"internal fault: {type(error).__name__}: {error}; TOWNSHIP_DEBUG=1 shows where, please report it"


def _complain(*messages: str, code: int) -> int:
    for message in messages:
        print("township: " + " ".join(message.split()), file=sys.stderr)  # noqa: T201 - one line, never wrapped
    return code


if __name__ == "__main__":
    main()

"""The page `docs/cli.md`: every command's own help, word for word. `python -m flows.cli.reference FILE` writes it."""

from __future__ import annotations

import sys
from pathlib import Path

import typer
from typer.testing import CliRunner

from flows.cli.main import app

_HEAD = """# Command line

Made by `make docs` from the commands' own help; a test holds that it is up to date.

Exit codes: 0 done (published, or nothing new); 1 the gate refused, the old release is still current; 2 wrong usage or
input, nothing changed; 3 another run holds the home; 4 disk or internal fault; 130 stopped with Ctrl-C. An error is one
line on standard error: what is wrong, with which file, and what to do. `TOWNSHIP_DEBUG=1` shows where an internal fault
comes from. A reader that closes the pipe (`| head -1`) is no error: 0.
"""


def commands() -> list[str]:
    """Names of all commands, in the order of the help."""
    group = typer.main.get_command(app)
    return list(getattr(group, "commands", {}))


def help_of(*command: str) -> str:
    """The help text of a command (of `township` itself without one), 100 columns wide."""
    result = CliRunner().invoke(
        app, [*command, "--help"], prog_name="township", env={"COLUMNS": "100"}, terminal_width=100
    )
    if result.exit_code:
        raise RuntimeError(f"township {' '.join(command)} --help ended with {result.exit_code}: {result.output}")
    return result.output.strip()


def render() -> str:
    """The whole page as Markdown."""
    sections = [f"## township\n\n```text\n{help_of()}\n```\n"]
    sections += [f"## township {name}\n\n```text\n{help_of(name)}\n```\n" for name in commands()]
    return "\n".join([_HEAD, *sections])


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(render(), encoding="utf-8")

"""`township correct`: one decision about a number or a document, written down after the sentence was shown."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from flows.cli.console import DEFAULT_HOME, HomeOption, out
from flows.errors import BadInput

_EXAMPLES = (
    "Example: township correct 雍溪镇 2023 法律明白人人数 120余 --who 张三 --why 原文漏计两个村 --source 司法所更正函 · "
    "township correct 雍溪镇 2023 法律明白人人数 --reject --who 张三 --why 是全区的数 · "
    "township correct --file 报告.docx --assign 雍溪镇 2023 --who 张三 --why 文件名有误"
)


def register(app: typer.Typer) -> None:
    """Adds the command of this module."""
    app.command(epilog=_EXAMPLES)(correct)


def correct(
    township: Annotated[
        str | None,
        typer.Argument(metavar="[TOWNSHIP]", help="Code or name; 区县 before the name where it is not unique."),
    ] = None,
    year: Annotated[int | None, typer.Argument(metavar="[YEAR]", help="Year reported on.")] = None,
    metric: Annotated[str | None, typer.Argument(metavar="[METRIC]", help="Id or Chinese name of a metric.")] = None,
    value: Annotated[
        str | None, typer.Argument(metavar="[VALUE]", help="New value: 120, 约120, ≥120, 120余, ≤120, 100–120.")
    ] = None,
    who: Annotated[str | None, typer.Option("--who", help="Who decides; asked for on a terminal.")] = None,
    why: Annotated[str | None, typer.Option("--why", help="The reason; asked for on a terminal.")] = None,
    source: Annotated[str | None, typer.Option("--source", help="What it rests on: a letter, a call.")] = None,
    supply: Annotated[
        bool, typer.Option("--supply", help="VALUE is one that the report lacks; needs --source.")
    ] = False,
    reject: Annotated[
        bool, typer.Option("--reject", help="The number found is none of this metric; it no longer counts.")
    ] = False,
    sentence: Annotated[
        int | None, typer.Option("--sentence", metavar="N", min=1, help="Which number to reject, as numbered.")
    ] = None,
    file: Annotated[
        str | None, typer.Option("--file", metavar="NAME", help="A document, by file name or sha256.")
    ] = None,
    assign: Annotated[
        bool, typer.Option("--assign", help="The file is the report of TOWNSHIP and YEAR, whatever it says.")
    ] = False,
    exclude: Annotated[bool, typer.Option("--exclude", help="The file is not ours.")] = False,
    withdraw: Annotated[
        bool,
        typer.Option("--withdraw", help="Take the report of the file, or of TOWNSHIP and YEAR, out of publication."),
    ] = False,
    accept: Annotated[
        str | None,
        typer.Option("--accept", metavar="FINDING", help="A blocking finding is right as it stands; it lets pass."),
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Replace the entry that decided the same before.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Write without asking.")] = False,
    home: HomeOption = DEFAULT_HOME,
) -> None:
    """Correct, supply or reject a number, or assign, exclude or withdraw a document; the next run applies it."""
    if sum((supply, reject, assign, exclude, withdraw, accept is not None)) > 1:
        raise BadInput("correct: give one of --supply, --reject, --assign, --exclude, --withdraw, --accept")
    if not (yes or sys.stdin.isatty()):
        raise BadInput("correct: there is no terminal to confirm on; add --yes")
    from flows.cli.drafts import about_file, about_finding, about_number, about_report
    from flows.decisions import Decisions, Signature, signed

    decisions = Decisions(home)
    if accept is not None:
        draft = about_finding(decisions, accept)
    elif file is not None and (assign or exclude or withdraw):
        kind = "assign" if assign else "exclude" if exclude else "withdraw"
        draft = about_file(decisions, kind, file, township, year)
    elif withdraw and township is not None and year is not None:
        draft = about_report(decisions, township, year)
    elif file is None and not (assign or exclude or withdraw) and township and year and metric:
        kind = "supply" if supply else "reject" if reject else "correct"
        draft = about_number(decisions, kind, township, year, metric, value=value, sentence=sentence)
    else:
        raise BadInput("correct: name TOWNSHIP YEAR METRIC VALUE, or --file NAME and --assign, --exclude or --withdraw")
    if draft.decided and not replace:
        old = draft.decided
        raise BadInput(
            f"correct: {old.where} decides this already ({old.kind}, {old.who}, {old.decided_on}); add --replace, or "
            "change it there"
        )
    by = Signature(asked(who, "--who", "更正人"), asked(why, "--why", "理由"), source or "")
    entry = signed(draft.fields, by, *draft.words)
    out().print(f"\n{entry.text()}", end="")
    if not yes and not typer.confirm("写入这条决定？", default=True):
        out().print("未写入。")
        return
    path = decisions.add([entry], draft.decided)
    out().print(f"已写入 {decisions.named(path)}；下次 township run 时生效。")


def asked(given: str | None, option: str, words: str) -> str:
    """What an option says, else what a person answers on the terminal.

    Raises:
        BadInput: there is neither.
    """
    if given is not None and given.strip():
        return given.strip()
    if not sys.stdin.isatty():
        raise BadInput(f"correct: {option} is missing; an entry says who decided it and why")
    return str(typer.prompt(words)).strip()

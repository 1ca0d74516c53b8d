"""`township releases`, `tag`, `rollback` and `verify`: what was published, what is current, and whether it is whole."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.cli.console import DEFAULT_HOME, HomeOption, out
from flows.cli.find import folder_of, shelf_of
from flows.cli.output import written
from flows.cli.rows import WRITERS, Format, Shown
from flows.errors import BadInput, Refused

if TYPE_CHECKING:
    from warehouse.home import Home


def register(app: typer.Typer) -> None:
    """Adds the commands of this module."""
    app.command(epilog="Example: township releases --format csv")(releases)
    app.command(epilog="Example: township tag final-2024 0003")(tag)
    app.command(epilog="Example: township rollback 0002")(rollback)
    app.command(epilog="Example: township verify final-2024")(verify)


Named = Annotated[str, typer.Argument(metavar="[RELEASE]", help="Number, name or tag; the current one without.")]


def releases(
    home: HomeOption = DEFAULT_HOME,
    format: Annotated[Shown, typer.Option("--format", help="How the rows are written.")] = Shown.table,
) -> None:
    """List the releases: number, date, editions, what is new, tags, and which one is current; the newest first."""
    import pyarrow as pa

    from tasks.publish.rollback import held_back
    from warehouse.db import connect
    from warehouse.home import Home

    place = Home(home.absolute())
    found = shelf_of(home)
    held = held_back(place)
    rows = []
    for number, folder in reversed(found.folders.items()):
        state = "当前" if folder == found.current else "已回退" if folder.name == held else ""
        said = _manifest(folder)
        rows.append(
            {
                "序号": number,
                "发布": folder.name,
                "日期": said.get("as_of", folder.name[-10:]),
                "版次": _editions(said),
                "新内容": said.get("news", {}).get("zh", ""),
                "标签": "，".join(found.tags_of(folder.name)),
                "状态": state,
            }
        )
    with connect() as con, written(None) as target:
        con.register("listed", pa.Table.from_pylist(rows))
        WRITERS[Format(format)](con.execute("FROM listed"), target)


def _manifest(folder: Path) -> dict[str, Any]:
    from warehouse.releases import read_manifest

    try:
        return read_manifest(folder)
    except (OSError, ValueError):
        return {"news": {"zh": "清单不能读取（township verify）"}}


def _editions(manifest: dict[str, Any]) -> str:
    """The editions of the last two years that the release has."""
    from warehouse.models import vocabularies

    words = vocabularies()["edition"]
    years = sorted(manifest.get("editions", {}).items(), reverse=True)[:2]
    return "，".join(f"{year}年{'、'.join(words[e] for e in editions)}" for year, editions in years)


def tag(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="Begins with a letter; a tagged release is never removed.")
    ],
    release: Named = "current",
    home: HomeOption = DEFAULT_HOME,
    delete: Annotated[bool, typer.Option("--delete", help="Take the tag away.")] = False,
) -> None:
    """Give a release a name that lasts, or take it away; a tag stands on one release."""
    from warehouse.home import Home
    from warehouse.releases import TagRefused, drop_tag, set_tag

    folder = folder_of(home, release)
    place = Home(home.absolute())
    with _held_home(place):
        try:
            if delete:
                out().print(f"标签 {name} 已从 {drop_tag(place, name)} 取下")
            else:
                set_tag(place, name, folder.name)
                out().print(f"{folder.name} 的标签：{name}")
        except TagRefused as error:
            raise BadInput(f"tag: {error}") from error


def rollback(
    release: Annotated[str, typer.Argument(metavar="RELEASE", help="Number, name or tag.")],
    home: HomeOption = DEFAULT_HOME,
) -> None:
    """Make an earlier release current again, or a later one after that; in one step, after it was verified.

    Only the pointer moves. Runs do not publish again what was rolled back; once anything else has changed, the next run
    publishes all that the home holds. So take out what was wrong (township correct) before more comes in.
    """
    from tasks.publish.rollback import held_back, roll_back
    from tasks.publish.verify import verify_release
    from warehouse.home import Home

    place = Home(home.absolute())
    folder = folder_of(home, release)
    with _held_home(place):
        found = shelf_of(home)
        if folder == found.current:
            raise BadInput(f"rollback: {folder.name} is the current release; township releases lists the others")
        _, differences = verify_release(folder)
        if differences:
            first = differences[0]
            what = f"{first.what}: {first.en}"
            raise Refused(f"rollback: {folder.name} is not what was published ({what}); choose another release")
        roll_back(place, folder)
        held = held_back(place)
    out().print(f"当前发布：{folder.name}（原为 {found.current.name if found.current else '无'}）")
    if held:
        out().print(
            f"{held} 已回退：内容与它相同的，运行不再发布；此后有新报告、更正等变化时，下一次运行发布库中全部内容。\n"
            "请先用 township correct 更正或排除出错的报告。"
        )


def verify(release: Named = "current", home: HomeOption = DEFAULT_HOME) -> None:
    """Recompute the hashes of a release and say what differs: missing, extra and changed files, rows of the database."""
    from tasks.publish.verify import verify_release

    folder = folder_of(home, release)
    n_files, differences = verify_release(folder)
    for d in differences:
        out().print(f"{_KINDS[d.kind]}  {d.what}：{d.zh} | {d.en}", soft_wrap=True)
    if differences:
        raise Refused(f"verify: {folder.name} differs from what was published in {len(differences)} places; restore it")
    out().print(f"{folder.name}：{n_files} 个文件与发布时一致 | {n_files} files are as they were published")


_KINDS = {"missing": "缺失 missing", "extra": "多出 extra", "changed": "改变 changed"}


def _held_home(home: Home) -> AbstractContextManager[None]:
    """Holds the home, so that no run moves the pointer meanwhile; Busy where a run holds it."""
    from flows.held import locked

    return locked(home.lock, f"home {home.root} is held by a run; wait until it has ended, then try again")

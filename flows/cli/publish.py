"""`township publish`: a release goes to an object store, from where analysts read it."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.cli.console import DEFAULT_HOME, HomeOption, out
from flows.cli.find import folder_of
from flows.cli.releases import Named


def register(app: typer.Typer) -> None:
    """Adds the command of this module."""
    app.command(epilog="Example: township publish s3://statistics/township")(publish)


def publish(
    address: Annotated[str, typer.Argument(metavar="ADDRESS", help="Bucket and prefix, as s3://bucket/prefix.")],
    release: Named = "current",
    home: HomeOption = DEFAULT_HOME,
) -> None:
    """Copy a release to an object store: Parquet, database, manifest; then current.json there points to it.

    Each object is read back and compared. What is there already is not sent again, so a copy that was broken off goes
    on. Keys and endpoint are taken from the environment (AWS_ACCESS_KEY_ID, AWS_ENDPOINT_URL, ...) or ~/.aws. Needs the
    extra s3. The setting object_store has every run do it.
    """
    from flows.cli.progress import bars
    from flows.object_store import check_store, copy_to_store

    check_store(address)
    folder = folder_of(home, release)
    with bars() as progress:
        stored = copy_to_store(address, folder, lambda done, total: progress("upload", done, total))
    out().print(
        f"{folder.name}：{stored.address}，{stored.n_objects} 个对象，本次写入 {stored.n_written} 个，均已核对；"
        f"{'current.json 已指向它' if stored.moved else 'current.json 早已指向它'}"
    )

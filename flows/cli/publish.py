"""`township publish`: a release goes to an object store, from where analysts read it."""

from __future__ import annotations

import re
from importlib.util import find_spec
from typing import Annotated

import typer

from flows.cli.console import DEFAULT_HOME, HomeOption, out
from flows.cli.find import folder_of
from flows.cli.releases import Named
from flows.errors import BadInput, Refused, TownshipError

_ADDRESS = re.compile(r"s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])((?:/[\w.=-]+)*)/?")


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
    extra s3.
    """
    found = _ADDRESS.fullmatch(address)
    if not found:
        raise BadInput(f"publish: {address} is no address of an object store; write it as s3://bucket/prefix")
    if not find_spec("s3fs"):
        raise BadInput(
            "publish: an object store needs the extra s3; add it in the folder of the project with `make s3`"
        )
    folder = folder_of(home, release)
    from botocore.exceptions import BotoCoreError, ClientError

    from flows.cli.progress import bars
    from tasks.publish.object_store import StoreRefused, open_store, publish_to_store

    root = found[1] + found[2]
    with bars() as progress:
        try:
            stored = publish_to_store(open_store(), root, folder, lambda done, total: progress("upload", done, total))
        except StoreRefused as error:
            raise Refused(f"publish: {error}") from error
        except (BotoCoreError, ClientError, OSError) as error:
            raise _unreachable(root, error) from error
    out().print(
        f"{folder.name}：{stored.address}，{stored.n_objects} 个对象，本次写入 {stored.n_written} 个，均已核对；"
        f"{'current.json 已指向它' if stored.moved else 'current.json 早已指向它'}"
    )


def _unreachable(root: str, error: Exception) -> Exception:
    """One line for what the store answered, or did not; a fault of the disk, which names its file, stays what it is."""
    if isinstance(error, OSError) and error.filename:
        return error
    bucket = root.partition("/")[0]
    if isinstance(error, FileNotFoundError):
        return BadInput(f"publish: there is no bucket {bucket}; make it, or correct the address")
    if isinstance(error, PermissionError) or "redential" in type(error).__name__:
        return BadInput(f"publish: {bucket} cannot be written with these keys ({_short(error)}); set AWS_ACCESS_KEY_ID")
    return TownshipError(
        f"publish: the store cannot be used ({_short(error)}); see AWS_ENDPOINT_URL, then publish again"
    )


def _short(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".partition("\n")[0][:200]

"""A release to an object store, by hand (`township publish`) or at the end of each run (setting `object_store`)."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from flows.errors import BadInput, Refused, TownshipError
from flows.job import Job
from flows.settings import STORE_ADDRESS

if TYPE_CHECKING:
    from tasks.publish.object_store import Stored

log = logging.getLogger(__name__)


def check_store(address: str) -> None:
    """Sees that there can be such an address, and that the extra is installed.

    Raises:
        BadInput: one of them is not so.
    """
    if not re.fullmatch(STORE_ADDRESS, address):
        raise BadInput(f"{address} is no address of an object store; write it as s3://bucket/prefix")
    if not find_spec("s3fs"):
        raise BadInput("an object store needs the extra s3; add it in the folder of the project with `make s3`")


def copy_to_store(address: str, folder: Path, progress: Callable[[int, int], None] | None = None) -> Stored:
    """Copies the release in `folder` to s3://bucket/prefix and points to it there.

    Raises:
        BadInput: the address, the bucket, the keys or the installation are not fit.
        Refused: what stands there, or on the disk, is not this release.
        TownshipError: the store cannot be used now.
        OSError: the disk cannot be read.
    """
    check_store(address)
    from botocore.exceptions import BotoCoreError, ClientError

    from tasks.publish.object_store import StoreRefused, open_store, publish_to_store

    try:
        return publish_to_store(open_store(), address.removeprefix("s3://").rstrip("/"), folder, progress)
    except StoreRefused as error:
        raise Refused(str(error)) from error
    except (BotoCoreError, ClientError, OSError) as error:
        if isinstance(error, OSError) and error.filename:
            raise  # of the disk
        raise _unusable(address, error) from error


def copied(job: Job, folder: Path) -> str | None:
    """What became of the copy that the home's settings ask for; a store that fails stops no run, the next one goes on."""
    address = job.settings.object_store
    if not address:
        return None
    try:
        stored = copy_to_store(address, folder)
    except (TownshipError, OSError) as error:
        log.warning("the release was not copied to %s: %s", address, error)
        return f"{address} 未写入，下次运行再试：{error}"
    return f"{stored.address}（本次写入 {stored.n_written} 个对象）"


def _unusable(address: str, error: Exception) -> TownshipError:
    """One line for what the store answered, or did not."""
    said = f"{type(error).__name__}: {error}".partition("\n")[0][:200]
    if isinstance(error, FileNotFoundError):
        return BadInput(f"there is no bucket for {address}; make it, or correct the address")
    if isinstance(error, PermissionError) or "Credentials" in type(error).__name__:
        return BadInput(f"{address} cannot be written with these keys ({said}); set AWS_ACCESS_KEY_ID and its secret")
    return TownshipError(f"{address} cannot be used ({said}); see AWS_ENDPOINT_URL, then run again")

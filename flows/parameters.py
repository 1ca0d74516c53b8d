"""Parameters of the flows: what the form of the Prefect UI checks before a run begins."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from flows.job import FIRST_YEAR
from flows.settings import DASK_ADDRESS

Folder = Annotated[str, Field(min_length=1, max_length=4096)]
Year = Annotated[int, Field(ge=FIRST_YEAR, le=2100)]
District = Annotated[str, Field(min_length=2, max_length=40)]
SourceId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]

DaskAddress = Annotated[str, Field(pattern=DASK_ADDRESS)]

Years = Annotated[list[Year], Field(max_length=200)]
Districts = Annotated[list[District], Field(max_length=4000)]

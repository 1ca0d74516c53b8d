"""Settings: what a person set on the command line, in the environment (TOWNSHIP_*), or in the home's settings.toml."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from flows.errors import BadInput
from warehouse.home import Home
from warehouse.processes import OWN_MEMORY

SHANGHAI = ZoneInfo("Asia/Shanghai")
"""The time that all districts keep, and by which days begin and deadlines pass."""

RunnerName = Literal["local", "dask"]
"""Whose processes read documents: those of the run, or those of a Dask cluster."""

STORE_ADDRESS = r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[\w.=-]+)*/?"
DASK_ADDRESS = r"^(tcp|tls)://[^\s/]+:\d{1,5}$"


class Settings(BaseSettings):
    """Settings of one run; the environment stands before the file.

    `workers` are processes that read documents, `runner` says whether they are this run's or those of a Dask cluster, and
    `dask_address` where that is (None: one of this machine, for the run). `batch_size` documents a task, `memory_limit` what DuckDB may use,
    `districts` the codes (six digits) of districts that are expected to report, also when no report of theirs came,
    `site` whether a release has a site, `site_texts` whether that shows reports whole or their sentences with numbers,
    `as_of` the date that decides which deadlines have passed (None: today), `keep_releases` how many releases without a tag
    stay (None: all), `object_store` where each run copies its release to (None: nowhere). `contact` is an address (of mail or web) that collecting names to the sites it visits, `notify` the
    Prefect notification blocks that hear of failures.
    """

    model_config = SettingsConfigDict(env_prefix="TOWNSHIP_", extra="forbid")

    workers: int = Field(default_factory=lambda: os.cpu_count() or 1, ge=1, le=256)
    runner: RunnerName = "local"
    dask_address: str | None = Field(default=None, pattern=DASK_ADDRESS)
    batch_size: int = Field(default=2000, ge=1, le=100_000)
    memory_limit: str = Field(default=OWN_MEMORY, pattern=r"^\d+(\.\d+)?\s?[KMGT]i?B$")
    districts: list[str] = Field(default_factory=list)
    site: bool = True
    site_texts: Literal["whole", "sentences"] = "whole"
    as_of: date | None = None
    keep_releases: int | None = Field(default=None, ge=1, le=100_000)
    object_store: str | None = Field(default=None, pattern=f"^{STORE_ADDRESS}$")
    notify: list[str] = Field(default_factory=list)
    contact: str = Field(default="", pattern=r"^[\x21-\x7e]*$")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Order of the sources: arguments, environment, the home's file (`model_config["toml_file"]`)."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def load_settings(home: Home, asked: Mapping[str, str] | None = None) -> Settings:
    """Settings for a home, whether or not it exists; those that an option `asked` for stand before all others.

    Raises:
        BadInput: settings.toml, a TOWNSHIP_ variable or an option cannot be used; the message names it.
    """
    asked = asked or {}

    class OfHome(Settings):
        model_config = SettingsConfigDict(toml_file=home.settings_file)

    if home.settings_file.is_dir():
        raise BadInput(f"settings: {home.settings_file} is a folder; put a file there, or nothing")
    try:
        return OfHome(**asked)  # type: ignore[arg-type]  # what does not fit is said below
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        where = f"{home.settings_file} or in TOWNSHIP_{name.upper()}"
        if name in asked:
            where = f"--{name.replace('_', '-')}"
        raise BadInput(f"settings: {name}: {first['msg']}; correct it in {where}") from error
    except OSError as error:
        raise BadInput(f"settings: {home.settings_file} cannot be read ({error.strerror}); correct it") from error
    except ValueError as error:  # not TOML, or a variable that is not JSON
        raise BadInput(f"settings: {error}; correct {home.settings_file} or the TOWNSHIP_ variables") from error


def today() -> date:
    """Today in Asia/Shanghai, the only clock that a release may depend on."""
    return datetime.now(SHANGHAI).date()

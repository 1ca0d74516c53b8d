"""Messages to people: what failed and what to do, through the Prefect notification blocks that the home's settings name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flows.server import prepare_prefect

prepare_prefect()

from prefect.blocks.core import Block  # noqa: E402 - Prefect reads the environment when it is imported
from prefect.blocks.notifications import AppriseNotificationBlock  # noqa: E402
from prefect.logging import get_logger  # noqa: E402

from flows.errors import TownshipError  # noqa: E402
from flows.settings import load_settings  # noqa: E402
from warehouse.home import Home  # noqa: E402


class TownshipNotice(AppriseNotificationBlock):
    """A message by any service that apprise knows: mailto://, dingtalk://, wecombot://, json:// …"""

    _block_type_name = "Township notice"
    _block_type_slug = "township-notice"


def tell(home: str, subject: str, body: str) -> None:
    """Sends a message to each block of the setting `notify`; one that cannot be reached is logged, and costs no run."""
    log = get_logger("township.notify")
    try:
        blocks = load_settings(Home(Path(home).absolute())).notify
    except TownshipError as error:
        log.error("no message can be sent: %s", error)
        return
    for name in blocks:
        try:
            block: Any = Block.load(name)
            block.notify(body, subject=subject)
        except Exception as error:  # whatever a service answers
            log.error("the block %s of the setting notify sent no message: %s", name, error)


def tell_failure(flow: Any, flow_run: Any, state: Any) -> None:
    """Hook of the flows: a failed run, one that the gate refused, or one whose process ended."""
    home = str(flow_run.parameters.get("home", "data"))
    tell(
        home,
        f"township: {flow.name} {state.name}",
        f"{state.message or state.name}\nrun: {flow_run.name}\nhome: {home}",
    )

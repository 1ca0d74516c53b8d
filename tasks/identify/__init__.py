"""From text and hints to one township and one report year, and how we know."""

from tasks.identify.decided import kept_out
from tasks.identify.hints import Hint, Hints, read_hints
from tasks.identify.identify import identify, identify_as
from tasks.identify.model import Identity, NotIdentified

__all__ = ["Hint", "Hints", "Identity", "NotIdentified", "identify", "identify_as", "kept_out", "read_hints"]

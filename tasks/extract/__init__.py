"""Text to mentions: every quantity a report states, with the characters it was read from."""

from tasks.extract.doubtful import flag_doubtful
from tasks.extract.engine import Extractor
from tasks.extract.model import Mention

__all__ = ["Extractor", "Mention", "flag_doubtful"]

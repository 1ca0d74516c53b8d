"""`python -m bench.readers`: what the readers lose of reports in every format, and how long they take.

Its documents are written by the writers of the fixtures, which stand in scripts and beside the tests.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path += [str(ROOT / "scripts"), str(ROOT / "tests" / "unit" / "read")]

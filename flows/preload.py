"""What the process imports that all workers are forked from: they share its modules and what every home knows."""

import gc

import pandas  # noqa: F401 - pyarrow imports it when it can

from flows import gather, knowledge  # noqa: F401 - the work itself
from warehouse.register import shipped

knowledge.extractor()
shipped()
gc.freeze()  # no collection writes to what the workers share

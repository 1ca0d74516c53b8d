"""What the process imports that all workers are forked from: they share its modules and what every home knows."""

import gc

from flows import gather, knowledge  # noqa: F401 - the work itself
from flows.unneeded import without_pandas
from warehouse.register import shipped

without_pandas()
knowledge.extractor()
shipped()
gc.freeze()  # no collection writes to what the workers share

"""The catalogue of metrics: what is counted, which words point to it, which units it takes, how a district adds it up.

One YAML entry a metric, in files by category and subgroup; the engine that reads it knows no metric by name.
"""

from warehouse.catalogue.entry import Dimension, Example, Metric, Triggers
from warehouse.catalogue.loader import Catalogue, CatalogueError, load_catalogue
from warehouse.catalogue.units import Units

__all__ = ["Catalogue", "CatalogueError", "Dimension", "Example", "Metric", "Triggers", "Units", "load_catalogue"]

"""The site of a release: static pages that open from disk, made from its Parquet files, a district at a time."""

from tasks.publish.site.about import About, SiteTexts
from tasks.publish.site.build import build_site

__all__ = ["About", "SiteTexts", "build_site"]

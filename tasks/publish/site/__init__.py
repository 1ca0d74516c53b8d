"""The site of a release: static pages that open from disk, made from its Parquet files, a district at a time."""

from tasks.publish.site.build import SiteTexts, build_site

__all__ = ["SiteTexts", "build_site"]

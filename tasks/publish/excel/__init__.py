"""Workbooks of a release: one for each district and year, and the district's own forms."""

from tasks.publish.excel.form import write_form
from tasks.publish.excel.workbook import workbook, write_workbook

__all__ = ["workbook", "write_form", "write_workbook"]

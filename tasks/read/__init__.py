"""Bytes → text with blocks: one format a file, one seam for all."""

from tasks.read.document import Block, Document, Unreadable
from tasks.read.formats import FORMATS, Format, extension_of, sniff
from tasks.read.html import html_text
from tasks.read.reader import read_document
from tasks.read.script import as_written, simplified

__all__ = [
    "FORMATS",
    "Block",
    "Document",
    "Format",
    "Unreadable",
    "as_written",
    "extension_of",
    "html_text",
    "read_document",
    "simplified",
    "sniff",
]

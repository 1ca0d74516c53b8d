"""Bytes → text with blocks: one format a file, one seam for all."""

from tasks.read.document import Block, Document, Unreadable
from tasks.read.formats import FORMATS, Format, extension_of, sniff
from tasks.read.reader import read_document

__all__ = ["FORMATS", "Block", "Document", "Format", "Unreadable", "extension_of", "read_document", "sniff"]

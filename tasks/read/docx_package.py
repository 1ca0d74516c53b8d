"""The parts of a Word document (docx) and which of them holds the text."""

from __future__ import annotations

from lxml import etree

from tasks.read.refusal import refuse
from tasks.read.zip_package import ZipPackage, parse

_MAIN = "word/document.xml"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"


class Package(ZipPackage):
    """An opened docx; `main` is the name of the part that holds the text.

    Raises:
        Unreadable: damaged, encrypted or hostile.
    """

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self.main = _MAIN if _MAIN in self.names else self._find_main()

    def part(self, name: str) -> etree._Element | None:
        """Root of the part beside the main one that is called `name` (numbering.xml), None where there is none."""
        path = f"{self.main.rpartition('/')[0]}/{name}"
        return self.tree(path) if path in self.names else None

    def tree(self, path: str) -> etree._Element:
        """Root of the part at `path`, the strict names of Word's elements turned into the usual ones."""
        return parse(self._bytes(path).replace(_STRICT, _TRANSITIONAL))

    def _find_main(self) -> str:
        if "_rels/.rels" in self.names:
            for relation in self.tree("_rels/.rels").iter(_RELATIONSHIP):
                target = relation.get("Target", "").lstrip("/")
                if relation.get("Type", "").endswith("/officeDocument") and target in self.names:
                    return target
        raise refuse("damaged", "缺少正文部分", "its main part is missing")

"""The version of the memo's pages. Memos outlive programs: a memo is compared with the pages of the layout that it names."""

FIRST = "gongshu-memo/1"
"""The register of evidence begins wherever the one of readings ends, though a few lines of it be left for a page alone;
and however many blank lines somebody typed are drawn."""
LAYOUT = "gongshu-memo/2"
"""Bumped whenever the same content gives other pages (a test holds each against a stored memo)."""
DRAWN = (FIRST, LAYOUT)
"""Layouts that this version draws."""
FORMER: tuple[str, ...] = ()
"""Layouts of earlier versions: signatures and figures are checked as ever, the pages cannot be drawn for comparison."""

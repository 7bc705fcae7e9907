"""The version of the memo's pages. Memos outlive programs: one drawn by an earlier version is not expected to come out again."""

LAYOUT = "gongshu-memo/1"
"""Bumped whenever the same content gives other pages (a test holds it against a stored memo)."""
FORMER: tuple[str, ...] = ()
"""Layouts of earlier versions: signatures and figures are checked as ever, the pages cannot be drawn for comparison."""

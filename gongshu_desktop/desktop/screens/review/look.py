"""The review screen's own part of the style sheet, over the program's."""

from string import Template

from gongshu_desktop.desktop.theme.tokens import Tokens
from gongshu_desktop.host import places


def review_style(tokens: Tokens) -> str:
    """``resources/styles/review.qss`` with the theme's names put in."""
    sheet = Template((places.resources() / "styles" / "review.qss").read_text(encoding="utf-8"))
    names: dict[str, object] = {**tokens.colours, **tokens.metrics}
    names |= {f"font_{name}": size for name, size in tokens.fonts.items()}
    return sheet.substitute(names)

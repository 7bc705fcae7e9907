"""The look of the program in names: colours, font sizes and metrics, read from ``resources/styles``.

Nothing else in the program names a colour. A theme is a value; switching to another one rebuilds the screens.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from string import Template
from typing import cast

from gongshu_desktop.host import places

TEXT_SIZES: Mapping[str, float] = {"standard": 1.0, "large": 1.15, "larger": 1.3}


class Shade(StrEnum):
    """The two themes."""

    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """Colours by name ("#rrggbb"), font sizes and metrics in device-independent pixels."""

    shade: Shade
    colours: Mapping[str, str]
    fonts: Mapping[str, int]
    metrics: Mapping[str, int]


@cache
def _file() -> Mapping[str, Mapping[str, object]]:
    return tomllib.loads((places.resources() / "styles" / "tokens.toml").read_text(encoding="utf-8"))


def tokens(shade: Shade, text_size: str = "standard") -> Tokens:
    """The tokens of a theme at a text size ("standard", "large", "larger")."""
    scale = TEXT_SIZES[text_size]
    file = _file()
    fonts = cast("Mapping[str, int]", file["font"])
    return Tokens(
        shade=shade,
        colours=cast("Mapping[str, str]", file[shade.value]),
        fonts={name: round(size * scale) for name, size in fonts.items()},
        metrics={**cast("Mapping[str, int]", file["metric"]), **_grown(file["growing"], scale)},
    )


def _grown(metrics: Mapping[str, object], scale: float) -> dict[str, int]:
    return {name: round(cast("int", size) * scale) for name, size in metrics.items()}


def style_sheet(tokens: Tokens) -> str:
    """The program's style sheet with the tokens put in; KeyError when it uses a name that tokens.toml lacks."""
    sheet = Template((places.resources() / "styles" / "desktop.qss").read_text(encoding="utf-8"))
    names: dict[str, object] = {**tokens.colours, **tokens.metrics}
    names |= {f"font_{name}": size for name, size in tokens.fonts.items()}
    return sheet.substitute(names)

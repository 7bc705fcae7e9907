"""Every text that people read has its English, with the same placeholders; no catalogue holds what nobody says."""

import ast
import re
import string
import tomllib
from collections.abc import Iterator
from pathlib import Path

from gongshu_desktop import wording

ROOT = Path(__file__).parents[2]
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def said() -> Iterator[tuple[str, str]]:
    """Every literal given to ``_``, with the place where it stands."""
    for file in sorted((ROOT / "gongshu_desktop").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_":
                where = f"{file.relative_to(ROOT)}:{node.lineno}"
                argument = node.args[0]
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield where, argument.value


def placeholders(text: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_every_text_has_its_english() -> None:
    english = wording.catalogue("en")
    missing = [f"{where}: {text}" for where, text in said() if text not in english]
    assert missing == []


def test_no_two_catalogues_say_a_text_differently() -> None:
    """Which of them would be read would hang on the names of their files."""
    said_as: dict[str, set[str]] = {}
    for file in (ROOT / "resources" / "translations" / "en").glob("*.toml"):
        for text, english in tomllib.loads(file.read_text(encoding="utf-8")).items():
            said_as.setdefault(text, set()).add(english)
    assert {text: found for text, found in said_as.items() if len(found) > 1} == {}


def test_english_keeps_the_placeholders() -> None:
    english = wording.catalogue("en")
    odd = [text for _, text in said() if text in english and placeholders(english[text]) != placeholders(text)]
    assert odd == []


def test_english_is_english() -> None:
    quoted = re.compile(r"[“「《(\[].*?[”」》)\]]")
    left = [text for text, words in wording.catalogue("en").items() if CHINESE.search(quoted.sub("", words))]
    assert left == []


def test_the_catalogues_hold_nothing_that_nobody_says() -> None:
    literals = {
        node.value
        for file in (ROOT / "gongshu_desktop").rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert [text for text in wording.catalogue("en") if text not in literals] == []

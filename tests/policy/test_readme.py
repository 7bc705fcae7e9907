"""The guide for policy staff: every example in it loads, and nothing of the language is left out."""

import re
from collections.abc import Iterator

import pytest

from gongshu_desktop.host import places
from gongshu_desktop.policy.functions import FUNCTIONS
from gongshu_desktop.policy.load import VOCABULARIES, examine
from gongshu_desktop.policy.model import Kind
from tests.policy.small import FRONT, PARAGRAPH, text_digest

GUIDE = (places.resources() / "policies" / "README.md").read_text(encoding="utf-8")
KNOWN = {"markdown", "toml part", "toml targets", "toml names", "公式", "sh"}


def fences() -> Iterator[tuple[str, str]]:
    """The fenced examples of the guide: what kind, and what stands in them."""
    for match in re.finditer(r"^(`{3,4})([^\n`]+)\n(.*?)^\1$", GUIDE, re.MULTILINE | re.DOTALL):
        yield match[2], match[3]


EXAMPLES = [pytest.param(kind, text, id=f"{number}-{kind}") for number, (kind, text) in enumerate(fences())]
NAMES = next(text for kind, text in fences() if kind == "toml names")
FORMULAS = [line for kind, text in fences() if kind == "公式" for line in text.splitlines()]


def complete(part: str) -> str:
    """A file around a part of a measure: what the part does not say itself is put in."""
    phrases = re.findall(r'phrase = "([^"]+)"', part)
    paragraph = PARAGRAPH + "".join(phrases)
    head = f'id = "1"\ntitle = "例"\nclause = "一"\npayee = "企业"\nquote = "{paragraph}"\n'
    if "amount =" not in part.partition("[")[0] and "award =" not in part:
        head += 'amount = "0元"\n'
    tail = "" if "[criterion" in part else '\n[criterion."判断"]\njudge = "由人判断"\n'
    front = FRONT.format(digest=text_digest(paragraph))
    return f"+++\n{front}+++\n{paragraph}\n```toml measure\n{head}{part}{tail}```\n"


@pytest.mark.parametrize(("kind", "text"), EXAMPLES)
def test_every_example_loads(kind: str, text: str) -> None:
    assert kind in KNOWN
    if kind == "markdown":
        file = text
    elif kind == "toml targets":
        file = complete("") + f"```toml targets\n{text}```\n"
    elif kind in ("toml part", "toml names"):
        file = complete(text)
    else:
        return
    policy, problems, examples = examine(file.encode())
    assert not problems, [str(problem) for problem in problems]
    assert policy is not None
    assert examples == file.count("[[example]]")


@pytest.mark.parametrize("formula", FORMULAS)
def test_every_formula_compiles(formula: str) -> None:
    _, problems, _ = examine(complete(f'{NAMES}\n[step]\n"例" = "{formula}"\n').encode())
    assert not problems, [str(problem) for problem in problems]


@pytest.mark.parametrize("word", [*FUNCTIONS, *(f"`{kind}`" for kind in Kind if kind is not Kind.TABLE), *VOCABULARIES])
def test_nothing_of_the_language_is_left_out(word: str) -> None:
    assert word in GUIDE


def test_every_function_is_shown_in_a_formula() -> None:
    shown = "\n".join([*FORMULAS, GUIDE])
    assert all(f"{name}(" in shown for name in FUNCTIONS)

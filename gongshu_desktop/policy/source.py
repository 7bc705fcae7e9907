"""A policy file as text: its front matter, its paragraphs, its blocks, and where in the file every value stands.

The file is Markdown. Between two lines ``+++`` at its top stands the front matter, in TOML; every fenced block says what
the paragraph above it means, in TOML; every other line that is not blank is one paragraph of the official text.
"""

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from markdown_it import MarkdownIt

from gongshu_desktop.policy.toml_places import Path, places

LARGEST_FILE = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something wrong with a policy file, at a line and column counted from 1: what, and what was expected instead."""

    line: int
    column: int
    message: str
    expected: str = ""

    def __str__(self) -> str:
        return f"{self.line}:{self.column} {self.message}" + (f";应为:{self.expected}" if self.expected else "")


class PolicyRefused(Exception):
    """A policy file that cannot be used. ``problems`` lists everything that is wrong with it."""

    def __init__(self, name: str, problems: list[Problem]) -> None:
        super().__init__(f"{name}: " + "\n".join(str(problem) for problem in problems))
        self.name = name
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Block:
    """One TOML block. ``kind`` is the word after ``toml`` in its fence; ``paragraph`` the index of the text above it."""

    kind: str
    data: Mapping[str, Any]
    paragraph: int
    line: int
    """The line of the file on which the block's own first line stands."""
    positions: Mapping[Path, tuple[int, int]] = field(repr=False)

    def at(self, *path: str | int) -> tuple[int, int]:
        """Line and column of a value, or of the nearest thing around it that has a place."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.positions:
                return self.positions[path[:length]]
        return self.line, 1


@dataclass(frozen=True, slots=True)
class Source:
    """A policy file taken apart. ``digest`` and ``text_digest`` are "sha256:…" of the whole file and of the paragraphs."""

    front: Block
    text: tuple[str, ...]
    blocks: tuple[Block, ...]
    digest: str
    text_digest: str


def read_source(content: bytes, problems: list[Problem]) -> Source | None:
    """Take a policy file apart. Problems are added to the list; None if nothing can be read."""
    if len(content) > LARGEST_FILE:
        problems.append(Problem(1, 1, f"文件有 {len(content)} 字节", f"最多 {LARGEST_FILE} 字节"))
        return None
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        problems.append(Problem(line, 1, "文件不是 UTF-8 文本", "以 UTF-8 编码保存的 Markdown 文件"))
        return None
    lines = text.split("\n")
    front_end = _front_matter_end(lines)
    if front_end is None:
        problems.append(Problem(1, 1, "文件开头没有文件说明", "以两行“+++”括起来的 TOML"))
        return None
    front = _block("front", lines[1:front_end], -1, 2, problems)
    paragraphs, blocks = _body(lines, front_end + 1, problems)
    if front is None:
        return None
    return Source(
        front=front,
        text=tuple(paragraphs),
        blocks=tuple(blocks),
        digest=sha256(text.encode()),
        text_digest=sha256("".join(f"{paragraph}\n" for paragraph in paragraphs).encode()),
    )


def sha256(content: bytes) -> str:
    """ "sha256:…" of bytes."""
    return "sha256:" + hashlib.sha256(content).hexdigest()


def _front_matter_end(lines: list[str]) -> int | None:
    if lines[0] != "+++" or "+++" not in lines[1:]:
        return None
    return lines.index("+++", 1)


def _body(lines: list[str], start: int, problems: list[Problem]) -> tuple[list[str], list[Block]]:
    """Paragraphs and blocks below the front matter."""
    body = lines[start:]
    # Of Markdown only fences are read: an official text may begin a line with "1. " or "<" and mean just that.
    tokens = MarkdownIt("zero").enable("fence").parse("\n".join(body))
    fences = {token.map[0]: token for token in tokens if token.type == "fence" and token.map}
    paragraphs: list[str] = []
    blocks: list[Block] = []
    number = 0
    while number < len(body):
        if (fence := fences.get(number)) is not None and fence.map is not None:
            language, _, kind = fence.info.strip().partition(" ")
            first = start + fence.map[0] + 1
            if language != "toml" or not kind:
                problems.append(
                    Problem(first, 1, f"不认识的代码块“{fence.info.strip()}”", "```toml measure 或 ```toml targets")
                )
            elif not body[fence.map[1] - 1].startswith("```"):
                problems.append(Problem(first, 1, "代码块没有结束", "以一行“```”结束"))
            else:
                inner = body[fence.map[0] + 1 : fence.map[1] - 1]
                block = _block(kind, inner, len(paragraphs) - 1, first + 1, problems)
                blocks += [block] if block else []
            number = fence.map[1]
        else:
            paragraphs += [body[number]] if body[number].strip() else []
            number += 1
    return paragraphs, blocks


def _block(kind: str, lines: list[str], paragraph: int, line: int, problems: list[Problem]) -> Block | None:
    try:
        data = tomllib.loads("\n".join(lines), parse_float=_exact)
        positions = {path: (line + row, column + 1) for path, row, column in places("\n".join(lines))}
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        at_line, column = (int(found[1]), int(found[2])) if found else (len(lines), 1)
        problems.append(Problem(line + at_line - 1, column, "TOML 写法有误", _toml_hint(lines, at_line)))
        return None
    except ValueError:  # Python itself refuses whole numbers of thousands of digits
        problems.append(Problem(line, 1, "代码块里有过长的数", "30 位以内的数"))
        return None
    except RecursionError:
        problems.append(Problem(line, 1, "TOML 嵌套太深", "列表和表只嵌套几层"))
        return None
    return Block(kind, data, paragraph, line, positions)


@dataclass(frozen=True, slots=True)
class Inexact:
    """A number in TOML that has no exact value here: an exponent, inf, nan, or more digits than money ever has."""

    text: str

    def __str__(self) -> str:
        return self.text


def _exact(text: str) -> Decimal | Inexact:
    return Decimal(text) if re.fullmatch(r"[-+]?[\d_]{1,40}\.[\d_]{1,20}", text) else Inexact(text)


def _toml_hint(lines: list[str], at_line: int) -> str:
    text = lines[at_line - 1] if at_line <= len(lines) else ""
    if text.startswith("```"):
        return "先以一行“```”结束上面的代码块"
    head = re.sub(r"\"[^\"]*\"|'[^']*'", "", text.partition("=")[0])
    key = next((word for word in re.split(r"[\s\[\].\"'#{}]+", head) if not word.isascii()), "")
    return f'中文名称要加引号:"{key}"' if key else "符合 TOML 的写法"

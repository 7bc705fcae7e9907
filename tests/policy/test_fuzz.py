"""Random edits of the bundled policy file: whatever comes of them, the loader gives problems or a policy, never a crash."""

from random import Random

import pytest

from gongshu_desktop.policy.load import examine
from tests.policy.samples import FILE

TEXT = FILE.read_text(encoding="utf-8")
SCRAPS = [
    *"'\"[]{}=,.#\n\r\t\\+-019元㎡家%若则且非()「」×÷≥` ",
    *('"""', "'''", "```", "[[", "]]", "+++", "inf", "nan", "1e999999", "true", "[[a]]", "\n```toml measure\n"),
    *("\x00", "\x0b", "\u2028", "\u0085", "\ufeff", "𝟏", "2016-02-30", "2016-03-21T00:00:00", "{ a = 1 }", "9" * 5000),
]
VALUES = [
    "1",
    '"x"',
    "true",
    "[]",
    "{}",
    "[1]",
    "[[]]",
    "2016-03-21",
    "1.5",
    "nan",
    "1e9",
    '""',
    "[{}]",
    '"1元"',
    "{ a = 1 }",
]


def edited(random: Random) -> str:
    """The file with a few random edits, some of characters, some of whole lines, some of values."""
    text = TEXT
    for _ in range(random.choice([1, 1, 1, 2, 4])):
        kind, place = random.random(), random.randrange(len(text))
        if kind < 0.4:
            text = text[:place] + random.choice(SCRAPS) + text[place + random.choice([0, 1, 2, 10]) :]
        elif kind < 0.6:
            other = random.randrange(len(text))
            text = (
                text[:place]
                + text[other : other + random.choice([1, 8, 60])]
                + text[place + random.choice([0, 1, 30]) :]
            )
        else:
            lines = text.split("\n")
            number = random.randrange(len(lines))
            if kind < 0.8 and "=" in lines[number]:
                lines[number] = lines[number].partition("=")[0] + "= " + random.choice(VALUES)
            elif kind < 0.9:
                del lines[number : number + random.choice([1, 2, 12])]
            else:
                lines.insert(number, random.choice(lines))
            text = "\n".join(lines)
    return text


@pytest.mark.parametrize("seed", range(10))
def test_random_edits_never_crash_the_loader(seed: int) -> None:
    random = Random(seed)
    for _ in range(25):
        text = edited(random)
        found, problems, _ = examine(text.encode())
        assert problems == sorted(problems)
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        for problem in problems:
            assert problem.message
            assert 1 <= problem.line <= len(lines) + 1, problem
            assert problem.column >= 1
        if not problems:
            assert found is not None


def test_a_file_cut_off_anywhere_is_refused_in_words() -> None:
    content = FILE.read_bytes()
    for end in range(0, len(content), 997):
        assert examine(content[:end])[1]


def test_random_bytes_are_refused_in_words() -> None:
    random = Random(1)
    for size in (0, 1, 10, 1000, 100_000):
        assert examine(random.randbytes(size))[1]
        assert examine(b"+++\n" + random.randbytes(size).hex().encode() + b"\n+++\n")[1]

"""The bundled policy file says the official text, unchanged, and finds its quotes in it."""

import hashlib
from pathlib import Path

from gongshu_desktop.policy.source import Problem, read_source
from tests.policy.samples import FILE, policy

OFFICIAL = Path(__file__).with_name("official.txt")
DIGEST = "50514f184adf68d02131863f98c48d5ce7e78d2a184ae66a0f29cc7574583412"


def test_the_official_text_is_the_published_one() -> None:
    assert hashlib.sha256(OFFICIAL.read_bytes()).hexdigest() == DIGEST


def test_the_policy_file_says_the_official_text() -> None:
    assert list(policy().text) == OFFICIAL.read_text(encoding="utf-8").splitlines()
    assert policy().text_digest == f"sha256:{DIGEST}"


def test_every_measure_quotes_the_paragraph_above_it() -> None:
    for measure in policy().measures:
        begin, end = measure.span
        assert policy().text[measure.paragraph][begin:end] == measure.quote
        phrases = [item.phrase for item in measure.criteria] + [item.phrase for item in measure.readings]
        assert all(phrase in measure.quote for phrase in phrases)


def test_measures_readings_and_targets_are_those_of_the_policy() -> None:
    expected = {
        "1.1": ["area"],
        "3.1.1": [],
        "3.2.1": ["whose-capital"],
        "3.2.2": ["upgrade", "newly"],
        "3.2.3": ["step", "period"],
        "3.2.4": ["per"],
        "3.2.5": ["cap"],
        "3.3.1": [],
        "3.3.2": ["since", "cap", "overlap"],
        "3.4.1": [],
        "3.4.2": ["basis"],
        "3.4.3": [],
    }
    assert {
        item.id: [reading.key.split(".")[-1] for reading in item.readings] for item in policy().measures
    } == expected
    assert {key: reading.suggested for key, reading in policy().readings.items()} == {
        "1.1.area": "total",
        "3.2.1.whose-capital": "tenants",
        "3.2.2.upgrade": "difference",
        "3.2.2.newly": "award-year",
        "3.2.3.step": "whole",
        "3.2.3.period": "award-year",
        "3.2.4.per": "enterprise",
        "3.2.5.cap": "event",
        "3.3.2.since": "lease",
        "3.3.2.cap": "both",
        "3.3.2.overlap": "difference",
        "3.4.2.basis": "round",
    }
    targets = "G1.1 G1.2 G1.3 G1.4 G2.1 G2.2 G3.1 G4.1 G4.2 G5.1 G5.2 G5.3 G6.1 A3.1 A3.2"
    assert [target.id for target in policy().targets] == targets.split()


def test_the_digest_is_the_same_from_any_checkout() -> None:
    """Line ends and a byte order mark are a matter of the machine, not of the policy."""
    content = FILE.read_bytes()
    digests = set()
    for variant in (content, content.replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + content):
        problems: list[Problem] = []
        source = read_source(variant, problems)
        assert not problems
        assert source is not None
        digests.add((source.digest, source.text_digest))
    assert len(digests) == 1

"""The console says when a signature was given by the office's clock, not by Greenwich's, and names the zone."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from gongshu_desktop.review.stage import Role
from gongshu_desktop.services.ports import SignatureFinding, SignatureReport, SignatureVerdict
from gongshu_desktop.services.verification.verification import VerificationReport
from gongshu_desktop.services.verification.words import in_plain_words


@pytest.fixture
def in_hangzhou(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("in_hangzhou")
def test_a_signing_time_is_the_offices() -> None:
    signed = SignatureFinding(
        role=Role.EXAMINER,
        name="王经办",
        fingerprint="00",
        at=datetime(2016, 12, 6, 10, 15, tzinfo=UTC),
        good=True,
    )
    report = SignatureReport(
        verdict=SignatureVerdict.INTACT,
        complete=False,
        signatures=(signed,),
        problems=(),
        base_digest="",
        base=b"",
        receipt=None,
        pages=1,
        revocation_checked=True,
    )
    found = VerificationReport(signatures=report, figures_agree=None, pages_redrawn=None, differences=())
    assert any("2016-12-06 18:15:00 (UTC+08:00)" in line for line in in_plain_words(found))

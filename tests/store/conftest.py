"""A store in a folder of its own, and a clock that ticks."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from gongshu_desktop.review.case import Applicant, Case, Makerspace
from gongshu_desktop.review.stage import Stage
from gongshu_desktop.services.records import CaseSummary
from gongshu_desktop.store import Store, open_store

CHINA = timezone(timedelta(hours=8))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An open store in a fresh folder."""
    with open_store(tmp_path / "data", clock=lambda: datetime(2026, 11, 23, 10, 30, tzinfo=CHINA)) as opened:
        yield opened


@pytest.fixture
def a_case() -> Callable[[str], Case]:
    """A registered case with nothing claimed yet."""

    def build(identity: str) -> Case:
        return Case(
            id=identity,
            policy="gongshu-2016-10",
            year=2016,
            number="拱众审〔2016〕1号",
            applicant=Applicant(name="杭州某某科技有限公司", uscc="91330105MA27X00000", roles=("主办方", "管理机构")),
            makerspace=Makerspace(name="某某众创空间", subdistrict="祥符街道", level="市级"),
        )

    return build


@pytest.fixture
def shown() -> Callable[[Case], CaseSummary]:
    """The work list's line of a case, with no amounts but the largest that is claimed."""

    def build(case: Case) -> CaseSummary:
        return CaseSummary(
            id=case.id,
            number=case.number,
            policy=case.policy,
            year=case.year,
            makerspace=case.makerspace.name,
            applicant=case.applicant.name,
            uscc=case.applicant.uscc,
            subdistrict=case.makerspace.subdistrict,
            stage=Stage(case.stage),
            returned=False,
            claimed=max((claim.claimed for claim in case.claims if claim.claimed is not None), default=None),
            computed=None,
            subtotal=0,
            approved=None,
            pending=3,
            changed=datetime(2026, 11, 23, 2, 30, tzinfo=UTC),
        )

    return build

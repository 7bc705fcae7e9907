"""The services that the window is a face of, in one frozen bundle that ``bootstrap`` hands in."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gongshu_desktop.services.desk import CaseDesk
from gongshu_desktop.services.issuing import Issuing
from gongshu_desktop.services.memos import Memos
from gongshu_desktop.services.offices import Offices
from gongshu_desktop.services.papers import Papers
from gongshu_desktop.services.ports import Clock, MemoRecord, PolicyLibrary
from gongshu_desktop.services.scans import Scans
from gongshu_desktop.services.signers import Tokens
from gongshu_desktop.services.stages import Stages
from gongshu_desktop.services.trust_exchange import TrustExchange
from gongshu_desktop.services.verification import VerificationReport


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeProgram:
    """Everything that the window works with.

    ``verify`` checks a PDF against a trust file; ``on_record`` finds the memo here whose unsigned pages have that digest;
    ``back_up`` writes a checked copy of all data to a file and says where it is.
    """

    desk: CaseDesk
    stages: Stages
    memos: Memos
    papers: Papers
    offices: Offices
    scans: Scans
    issuing: Issuing
    trust: TrustExchange
    tokens: Tokens
    policies: PolicyLibrary
    clock: Clock
    verify: Callable[[bytes, bytes], VerificationReport]
    on_record: Callable[[str], MemoRecord | None]
    back_up: Callable[[Path], Path]
    data_folder: Path

"""Whether a key that the trust file lists may sign: its role, its purpose, its life, its revocation."""

from datetime import datetime

from gongshu_desktop.document.keys.certificates import may_sign_documents
from gongshu_desktop.document.keys.trust_file import ListedKey, Trust
from gongshu_desktop.review.stage import Role
from gongshu_desktop.services.signature_problems import SignatureProblem


def key_problems(listed: ListedKey, trust: Trust, role: Role, at: datetime | None) -> list[SignatureProblem]:
    """What keeps a listed key from signing in a role at a time; empty when it may."""
    problems = []
    if role not in listed.roles:
        problems.append(SignatureProblem.WRONG_ROLE)
    if not may_sign_documents(listed.certificate):
        problems.append(SignatureProblem.WRONG_CERTIFICATE_USE)
    revocation = trust.revocation(listed.certificate)
    if revocation is not None and (revocation.retroactive or at is None or at >= revocation.at):
        problems.append(SignatureProblem.REVOKED)
    if at is None or at.tzinfo is None:
        return [*problems, SignatureProblem.NO_TIME]
    if at < listed.certificate.not_valid_before_utc:
        problems.append(SignatureProblem.NOT_YET_VALID)
    if at > listed.certificate.not_valid_after_utc:
        problems.append(SignatureProblem.EXPIRED)
    if listed.until is not None and at >= listed.until:
        problems.append(SignatureProblem.RETIRED)
    return problems

"""What those before one said of the case: why it came back, and the opinions of the present round. No Qt."""

from datetime import datetime

from gongshu_desktop.review.case import Case
from gongshu_desktop.review.stage import Role, role_words
from gongshu_desktop.wording import _


def returned_words(case: Case, *, editable: bool) -> str:
    """Who sent the case back and why, until it is submitted again; empty when nobody did.

    For those who wait (``editable`` is False) also whose turn it is.
    """
    last = case.passages[-1] if case.passages else None
    if last is None or not last.returned:
        return ""
    why = _("{name} {time} 退回：{reason}").format(name=last.name, time=_when(last.at), reason=last.opinion)
    if editable:
        return why
    names = [earlier.name for earlier in case.passages if earlier.role is Role.EXAMINER]
    waits = _("已退回，等{name}修改。").format(name=names[-1] if names else role_words(Role.EXAMINER))
    return f"{waits}{why}"


def opinions(case: Case) -> tuple[str, ...]:
    """What was said at each step since the case was last sent back, oldest first."""
    said: list[str] = []
    for step in case.passages:
        if step.returned:
            said.clear()
        elif step.opinion:
            role = role_words(step.role) if step.role is not None else ""
            said.append(
                _("{role}{name} {time}：{opinion}").format(
                    role=role, name=step.name, time=_when(step.at), opinion=step.opinion
                )
            )
    return tuple(said)


def _when(at: datetime) -> str:
    return at.astimezone().strftime("%m-%d %H:%M")

"""Moving a case from stage to stage: what a person may do now, what stands in the way, and doing it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from gongshu_desktop.policy.model import Award
from gongshu_desktop.review import passage
from gongshu_desktop.review.case import Case
from gongshu_desktop.review.memo.decided import MARK, Hint, answer_in, open_hints
from gongshu_desktop.review.passage import Actor, Move, Rule, Standing
from gongshu_desktop.review.printing import unprintable_words
from gongshu_desktop.review.stage import Role, Stage, stage_words
from gongshu_desktop.review.values import text_problem
from gongshu_desktop.services.desk.desk import actor_of
from gongshu_desktop.services.journal.acts import Act
from gongshu_desktop.services.journal.clock import behind
from gongshu_desktop.services.memos.hints import as_changes, hints_now
from gongshu_desktop.services.memos.ledger import Ledger
from gongshu_desktop.services.ports import Change, Clock, MemoState, OpenUnitOfWork, PolicyLibrary, UnitOfWork
from gongshu_desktop.services.records import Person
from gongshu_desktop.services.summary import approved_amount, summary_of
from gongshu_desktop.wording import _

_HELD = frozenset({Move.SUBMIT, Move.AGREE, Move.APPROVE})
"""Steps that somebody answers for with the content: the stored case must be in everything as the journal says."""


class MoveRefused(Exception):
    """The case cannot be moved so now. ``blockers`` says everything that stands in the way, in words."""

    def __init__(self, blockers: Sequence[str]) -> None:
        super().__init__("\n".join(blockers))
        self.blockers = tuple(blockers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """A move that exists in the case's stage: by whom, to where, and what stands in the way of this person making it.

    ``needs_opinion``: an opinion (a reason, for sending back) must be given. ``mine``: the person has that role and has
    not acted in another one on this case; what then still blocks is in the case's content. ``hints`` are the open ones that
    the opinion must answer for. ``late`` says that the PC's clock stands before the journal, which nothing in the case settles.
    """

    move: Move
    words: str
    role: Role
    destination: Stage
    blockers: tuple[str, ...]
    needs_opinion: bool
    mine: bool
    hints: tuple[Hint, ...] = ()
    late: str = ""

    @property
    def possible(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.blockers and not self.late


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedMove:
    """A move that nothing stands in the way of: the case before and after, how it stands, and the hints that it passes over."""

    case: Case
    moved: Case
    standing: Standing
    move: Move
    hints: tuple[Hint, ...] = ()


class Stages:
    """Use cases of passage. Each call is one transaction on what is stored: save an open session first."""

    def __init__(
        self, open_uow: OpenUnitOfWork, policies: PolicyLibrary, clock: Clock, *, ledger: Ledger | None = None
    ) -> None:
        self._open_uow, self._clock = open_uow, clock
        self._ledger = ledger or Ledger(policies)

    def actions(self, case: Case, person: Person) -> tuple[Action, ...]:
        """What can be done in the case's stage, with what stands in the way; the case need not be saved."""
        with self._open_uow() as uow:
            actor = actor_of(uow, person, case.id)
            standing, late = self._ledger.standing(uow, case), behind(uow, self._clock())
        return tuple(_action(case, rule, actor, standing, late) for rule in passage.rules_of(case))

    def make(self, case_id: str, move: Move, person: Person, opinion: str = "") -> Case:
        """Any of the moves but 批准, which comes with its memo (``Memos.approve_and_draw``).

        Sending back makes a memo void that not all three have signed; an issued one that is corrected stands until another
        replaces it.

        Raises:
            MoveRefused: when something stands in the way.
        """
        if move is Move.APPROVE:
            raise ValueError(move)
        with self._open_uow() as uow:
            planned = self.plan(uow, case_id, move, person, opinion)
            self.carry_out(uow, planned)
            uow.commit()
        return planned.moved

    def plan(self, uow: UnitOfWork, case_id: str, move: Move, person: Person, opinion: str) -> PlannedMove:
        """The move as it would be made; nothing is written yet. Raises MoveRefused."""
        case = uow.cases.get(case_id)
        rule = next((rule for rule in passage.rules_of(case) if rule.move is move), None)
        if rule is None:
            stage = stage_words(case.stage)
            raise MoveRefused([_("本案现在处于“{stage}”阶段，不能这样办理。").format(stage=stage)])
        actor, standing = actor_of(uow, person, case_id), self._ledger.standing(uow, case)
        hints = hints_now(uow, case, self._ledger) if move is Move.APPROVE else ()
        found = [*passage.blockers(case, rule, actor, standing), *_opinion_problems(rule, opinion, self._ledger)]
        late = behind(uow, self._clock())
        found += [late] if late else []
        if found:
            raise MoveRefused(found)
        against = self._ledger.against_journal(uow, case) if move in _HELD else ""
        if against:
            raise MoveRefused(against.splitlines())
        unanswered = tuple(_unanswered(hints, opinion))
        if unanswered:
            raise MoveRefused(unanswered)
        moved = passage.move(case, rule, actor, opinion=opinion, at=self._clock())
        return PlannedMove(case=case, moved=moved, standing=standing, move=move, hints=hints)

    def carry_out(self, uow: UnitOfWork, planned: PlannedMove) -> None:
        """Write a planned move with its journal entry; the caller commits."""
        case, moved, standing = planned.case, planned.moved, planned.standing
        taken = moved.passages[-1]
        if case.stage is Stage.SIGNING:
            _void_unfinished(uow, case)
        uow.cases.save(moved, summary_of(moved, standing, taken.at))
        uow.journal.write(
            person=taken.person,
            action=Act(planned.move.value),
            case=case.id,
            changes=(
                Change(subject="stage", old=case.stage.value, new=moved.stage.value),
                Change(subject="opinion", new=taken.opinion or None),
                *(_decided(planned) if planned.move is Move.APPROVE else ()),
                *as_changes(planned.hints),
            ),
        )


def _decided(planned: PlannedMove) -> Iterator[Change]:
    """What 批准 decides: the amount of each measure, in fen."""
    standing = planned.standing
    for claim in planned.case.claims:
        if standing.policy.measure(claim.measure).award is Award.SUBSIDY:
            amount = approved_amount(planned.case, claim.measure, standing.assessment)
            yield Change(subject=f"{claim.measure}/=approved", new=None if amount is None else str(amount))


def _action(case: Case, rule: Rule, actor: Actor, standing: Standing, late: str) -> Action:
    return Action(
        move=rule.move,
        words=passage.move_words(rule.move),
        role=rule.role,
        destination=rule.destination,
        blockers=passage.blockers(case, rule, actor, standing),
        needs_opinion=passage.needs_opinion(rule),
        mine=passage.may_take(case, actor, rule.role) is None,
        hints=open_hints(standing.findings) if rule.move is Move.APPROVE else (),
        late=late,
    )


def _opinion_problems(rule: Rule, opinion: str, ledger: Ledger) -> Sequence[str]:
    if passage.needs_opinion(rule) and not opinion.strip():
        if rule.move in {Move.SEND_BACK, Move.CORRECT}:
            return (_("请写明理由。"),)
        return (_("请写明意见。"),)
    wrong = text_problem(opinion, lines=True)
    if wrong is not None:
        return (_("文字应为{expected}。").format(expected=wrong),)
    characters = ledger.unprintable(opinion)
    return (unprintable_words(_("意见"), characters),) if characters else ()


def _unanswered(hints: Sequence[Hint], opinion: str) -> Iterator[str]:
    """Whoever approves although the program still warns says why; his signature then covers it."""
    if hints and not answer_in(opinion):
        words = _("本案尚有{count}条提示未处理，批准时须在意见中写明“{mark}”及理由。")
        yield words.format(count=len(hints), mark=MARK)


def _void_unfinished(uow: UnitOfWork, case: Case) -> None:
    """A memo that not all three have signed counts nothing once its case is sent back."""
    for memo in uow.memos.of_case(case.id):
        if memo.state.waiting:
            uow.memos.save(replace(memo, state=MemoState.SUPERSEDED))

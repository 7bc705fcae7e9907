"""签署 from the window: what is signed is shown, the key is asked for, a wrong passphrase is told and can be typed again."""

from collections.abc import Callable
from functools import partial

from gongshu_desktop.desktop import words
from gongshu_desktop.desktop.dialogs.key_source import KeyGiven
from gongshu_desktop.desktop.dialogs.sign_form import SignDialog, ToSign
from gongshu_desktop.desktop.screen import Surroundings
from gongshu_desktop.services.desk.session import ReviewSession
from gongshu_desktop.services.paper_kinds import PaperRefused
from gongshu_desktop.services.ports import MemoRecord, MemoState, SigningRefused, UnusableKey, WrongPassphrase
from gongshu_desktop.services.signing.order import next_role
from gongshu_desktop.services.signing.refusal import MemoRefused
from gongshu_desktop.wording import _


def sign_memo(
    surroundings: Surroundings,
    session: ReviewSession,
    memo: MemoRecord,
    then: Callable[[MemoRecord], None],
    ready: Callable[[], object] = lambda: None,
) -> None:
    """Have the person who is working sign the memo; ``then`` gets the memo with the new signature. ``ready`` is called once what
    is to be signed was read, or could not be."""
    person = surroundings.navigator.person
    role = next_role(memo)
    if person is None or role is None:
        surroundings.prompts.problem(_("这份审核意见书现在不能签署。"))
        return
    turn = session.case.acted(role)
    if turn is None or turn.person != person.id:
        name = turn.name if turn is not None else words.role(role)
        surroundings.prompts.problem(
            _("现在应由{role}{name}签署。请换由本人办理。").format(role=words.role(role), name=name)
        )
        return
    makerspace, opinion = session.case.makerspace.name, turn.opinion

    def ask(awarded: int | None) -> None:
        ready()
        what = ToSign(
            number=memo.number,
            makerspace=makerspace,
            role=role,
            name=person.name,
            amount=awarded or 0,
            digest=memo.base_digest,
            opinion=opinion,
            person=person.id,
        )
        _SignAct(surroundings, memo, what, then).begin()

    def failed(error: Exception) -> None:
        ready()
        unreadable = _("审核意见书 {number}打不开。").format(number=memo.number)
        surroundings.prompts.problem(str(error) if isinstance(error, PaperRefused) else unreadable, error)

    surroundings.tasks.submit(
        lambda _progress: surroundings.program.memos.awarded(memo),
        ask,
        failed,
        owner=surroundings.owner,
        title=_("正在打开审核意见书"),
    )


class _SignAct:
    """The dialog and the work behind it, until the signature is there or the person gives up."""

    def __init__(
        self, surroundings: Surroundings, memo: MemoRecord, what: ToSign, then: Callable[[MemoRecord], None]
    ) -> None:
        self._around, self._memo, self._then = surroundings, memo, then
        self._role = what.role
        self._dialog = SignDialog(surroundings, what, surroundings.settings.current.key_file, surroundings.owner)
        self._signed: MemoRecord | None = None

    def begin(self) -> None:
        """Show the dialog; it closes only when signed or given up."""
        self._dialog.main_button.clicked.connect(self._sign)
        self._dialog.exec()
        self._dialog.deleteLater()
        if self._signed is not None:
            self._then(self._signed)

    def _sign(self) -> None:
        person = self._around.navigator.person
        given = self._dialog.given()
        if given is None or person is None:
            return
        self._dialog.busy(working=True)
        work = partial(self._signature, person.id, given, self._dialog.handwriting.content)
        self._around.tasks.submit(lambda _progress: work(), self._done, self._failed, owner=self._dialog)

    def _signature(self, person_id: str, given: KeyGiven, picture: bytes) -> MemoRecord:
        program = self._around.program
        # the person as on record now: the key may have been issued since the window was built
        person = program.offices.person(person_id)
        provider = given.provider(person)
        return program.memos.sign_with(self._memo.id, person, provider, given.secret, picture=picture)

    def _done(self, signed: MemoRecord) -> None:
        self._signed = signed
        key = self._dialog.key
        self._around.settings.change(key_file=key.key_path, key_source=key.source)
        self._dialog.handwriting.remember()
        if signed.state is MemoState.ISSUED:
            said = _("{number} 三人均已签署并核对无误，已签发").format(number=signed.number)
        else:
            said = _("{number} 已由{role}签署").format(number=signed.number, role=words.role(self._role))
        self._around.navigator.notify(said)
        self._dialog.accept()

    def _failed(self, error: Exception) -> None:
        self._dialog.busy(working=False)
        if isinstance(error, WrongPassphrase):
            self._dialog.key.wrong(error)
        elif isinstance(error, UnusableKey | SigningRefused | MemoRefused):
            self._dialog.show_problem(str(error))
        else:
            self._dialog.show_problem(_("没有签成，文件未改动。"))
            self._around.prompts.problem(_("没有签成，文件未改动。"), error)

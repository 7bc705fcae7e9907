"""Choosing a token (UKey): the driver of its maker, the token that is plugged in, and the PIN, unless it has a pad of its own."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gongshu_desktop.desktop.dialogs.file_field import FileField
from gongshu_desktop.desktop.screen import Surroundings
from gongshu_desktop.desktop.widgets.buttons import Button
from gongshu_desktop.desktop.widgets.fields import Field, choice, line
from gongshu_desktop.desktop.widgets.texts import text
from gongshu_desktop.host.shown import shown
from gongshu_desktop.services.office.signers import DriverUnknown, PinState, TokenInfo, pin_words
from gongshu_desktop.services.ports import UnusableKey
from gongshu_desktop.wording import _

_USELESS = (PinState.LOCKED, PinState.NOT_SET)


class TokenField(QWidget):
    """``name`` is the prefix of its controls' names. The driver is a setting of this PC. ``looked``: the tokens were listed."""

    looked = Signal()

    def __init__(self, around: Surroundings, name: str) -> None:
        super().__init__()
        self._around = around
        self._found: tuple[TokenInfo, ...] = ()
        self._wrong = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self._driver = FileField(
            around.theme,
            around.prompts,
            f"{name}.driver",
            _("UKey 驱动（PKCS#11 模块）"),
            _("驱动模块 (*.dll *.so *.dylib);;所有文件 (*)"),
            around.settings.current.token_driver,
            placeholder=_("由 UKey 厂商的驱动程序提供，问信息科"),
        )
        self._driver.edit.textEdited.connect(lambda _typed: self._driver.field.show_problem(""))
        column.addWidget(self._driver)
        column.addWidget(self._build_token(name))
        self._pin = line(f"{name}.pin", "PIN", secret=True)
        self._pin.textEdited.connect(lambda _typed: self._show_pin(""))
        self._pin_field = Field("PIN", self._pin)
        column.addWidget(self._pin_field)
        self._own_pad = text(_("这个 UKey 自带按键：确认后请在 UKey 上输入 PIN，这里不用输入。"), "strong", wrap=True)
        column.addWidget(self._own_pad)
        self._show_pin()
        self._ask_driver()

    def _build_token(self, name: str) -> Field:
        self._other = Button(_("换驱动…"), f"{name}.other-driver", "quiet", parent=self)
        self._other.clicked.connect(self._ask_driver)
        self._tokens = choice(f"{name}.token", "UKey", ())
        self._tokens.setPlaceholderText(_("请插好 UKey，再点“查找”"))
        self._tokens.currentIndexChanged.connect(lambda _row: self._show_pin())
        self._look = Button(_("查找"), f"{name}.look", parent=self).with_icon(self._around.theme, "search")
        self._look.setAccessibleName(_("查找 UKey"))
        self._look.clicked.connect(lambda: self.look(ask=True))
        inside = QWidget()
        row = QHBoxLayout(inside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._tokens, 1)
        row.addWidget(self._look)
        row.addWidget(self._other)
        self._token_field = Field("UKey", inside)
        self._token_field.caption.setBuddy(self._tokens)
        return self._token_field

    # --- looking --------------------------------------------------------------------------------------------------

    def _ask_driver(self) -> None:
        self._driver.setVisible(True)
        self._other.hide()
        self.looked.emit()

    def begin(self) -> None:
        """Look at once where the driver is known."""
        if self.driver:
            self.look()

    def look(self, *, ask: bool = False) -> None:
        """List the tokens that are plugged in now. ``ask``: whether an unknown driver is wanted; else it stays unloaded."""
        driver = self.driver
        if not driver:
            self._driver.field.show_problem(_("请选择 UKey 厂商的驱动模块。"))
            return
        self._look.setEnabled(False)

        def failed(error: Exception) -> None:
            self._failed(error)
            if ask and isinstance(error, DriverUnknown):
                self._confirm(error)

        self._around.tasks.submit(
            lambda _progress: self._around.program.tokens.plugged_in(driver), self._show, failed, owner=self
        )

    def _confirm(self, unknown: DriverUnknown) -> None:
        said = _(
            "驱动会在本程序中运行，并得到您输入的 PIN。请只确认信息科或 UKey 厂商提供的驱动。\n\n"
            "文件：{driver}\nSHA-256：{sha256}"
        ).format(driver=shown(unknown.driver), sha256=unknown.sha256)
        if not self._around.prompts.confirm(_("在本机使用这个 UKey 驱动？"), said, _("使用"), danger=True):
            return
        try:
            self._around.program.tokens.confirm(unknown.driver, unknown.sha256)
        except UnusableKey as problem:
            self._driver.field.show_problem(str(problem))
            return
        self._driver.field.show_problem("")
        self.look()

    def _show(self, found: Sequence[TokenInfo]) -> None:
        before = self.token
        self._look.setEnabled(True)
        self._around.settings.change(token_driver=self.driver)
        self._found = tuple(found)
        self._tokens.clear()
        for token in self._found:
            self._tokens.addItem(
                _("{label}（{maker} {serial}）").format(label=token.label, maker=token.maker, serial=token.serial)
            )
        same = (row for row, token in enumerate(self._found) if before is not None and token.serial == before.serial)
        self._tokens.setCurrentIndex(next(same, 0 if self._found else -1))
        # the driver works: it is out of the way until another is wanted
        self._driver.setVisible(not self._found)
        self._other.setVisible(bool(self._found))
        self._token_field.show_problem("" if self._found else _("没有找到 UKey。请插好后再点“查找”。"))
        self._show_pin()
        self.looked.emit()

    def _failed(self, error: Exception) -> None:
        self._look.setEnabled(True)
        self._found = ()
        self._tokens.clear()
        self._ask_driver()
        if isinstance(error, UnusableKey):
            self._driver.field.show_problem(str(error))
        else:
            self._driver.field.show_problem(_("驱动没有响应。请重新插拔 UKey 后再试。"))
            self._around.prompts.problem(_("驱动没有响应。请重新插拔 UKey 后再试。"), error)
        self.looked.emit()

    def _show_pin(self, wrong: str | None = None) -> None:
        self._wrong = self._wrong if wrong is None else wrong
        token = self.token
        own_pad = token is not None and token.own_pad
        self._own_pad.setVisible(own_pad)
        self._pin_field.setVisible(not own_pad)
        self._pin_field.show_problem(self._wrong or (pin_words(token.pin) if token is not None else ""))

    def focus(self) -> None:
        """Where the next thing is to be typed."""
        if self.token is None:
            self._driver.edit.setFocus()
        elif not self.token.own_pad:
            self._pin.setFocus()

    # --- what was given -------------------------------------------------------------------------------------------

    @property
    def driver(self) -> str:
        """The path of the driver."""
        return str(self._driver.path or "")

    @property
    def token(self) -> TokenInfo | None:
        """The chosen token."""
        row = self._tokens.currentIndex()
        return self._found[row] if 0 <= row < len(self._found) else None

    def given(self) -> tuple[TokenInfo, str] | None:
        """The token and its PIN ("" for one with its own pad); None while something is missing, which is then said."""
        token = self.token
        if token is None:
            self._token_field.show_problem(_("请插好 UKey，点“查找”后选择。"))
            return None
        if token.pin in _USELESS:
            self._pin_field.show_problem(pin_words(token.pin))
            return None
        if not token.own_pad and not self._pin.text():
            self._pin_field.show_problem(_("请输入 PIN。"))
            self._pin.setFocus()
            return None
        return token, "" if token.own_pad else self._pin.text()

    def wrong_pin(self, words: str) -> None:
        """Say so; the next listing tells how near the token is to locking."""
        self._pin.clear()
        self._show_pin(words)
        self.look()
        self._pin.setFocus()

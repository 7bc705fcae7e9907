"""What can go wrong with a token, in words: PIN wrong or locked, token missing, pulled out, full, write-protected."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from gongshu_desktop.services.office.signers import (
    PinLocked,
    PinState,
    TokenFull,
    TokenMissing,
    TokenProblem,
    WrongPin,
    pin_words,
)
from gongshu_desktop.wording import _


def pin_state(token: Any) -> PinState:
    """What the token's flags tell of its PIN."""
    import pkcs11  # noqa: PLC0415 - optional, see ``token``

    flag = pkcs11.TokenFlag
    for bit, state in (
        (flag.USER_PIN_LOCKED, PinState.LOCKED),
        (flag.USER_PIN_FINAL_TRY, PinState.FINAL_TRY),
        (flag.USER_PIN_COUNT_LOW, PinState.LOW),
    ):
        if token.flags & bit:
            return state
    return PinState.GOOD if token.flags & flag.USER_PIN_INITIALIZED else PinState.NOT_SET


def own_pad(token: Any) -> bool:
    """Whether the PIN is typed on the token itself."""
    import pkcs11  # noqa: PLC0415 - optional, see ``token``

    return bool(token.flags & pkcs11.TokenFlag.PROTECTED_AUTHENTICATION_PATH)


def refuse_locked(token: Any) -> None:
    """Raises PinLocked or TokenProblem when no PIN can open the token: before one is tried in vain."""
    state = pin_state(token)
    if state is PinState.LOCKED:
        raise PinLocked(pin_words(state))
    if state is PinState.NOT_SET:
        raise TokenProblem(pin_words(state))


@contextmanager
def in_words(token: Any | None) -> Iterator[None]:
    """Turns what PKCS#11 raises into what people can act on. ``token``: whose PIN was tried, if one was."""
    import pkcs11  # noqa: PLC0415 - optional, see ``token``

    try:
        yield
    except pkcs11.PinIncorrect as error:
        raise _wrong_pin(token) from error
    except pkcs11.PKCS11Error as error:
        raise _problem(error) from error


def _wrong_pin(token: Any | None) -> WrongPin | PinLocked:
    """Asks the token again how near it is to locking."""
    import pkcs11  # noqa: PLC0415 - optional, see ``token``

    state = PinState.LOW
    if token is not None:
        try:
            state = pin_state(token.slot.get_token())
        except pkcs11.PKCS11Error:
            state = PinState.LOW
    return PinLocked(pin_words(state)) if state is PinState.LOCKED else WrongPin(state)


def _problem(error: Exception) -> TokenProblem:
    import pkcs11  # noqa: PLC0415 - optional, see ``token``

    if isinstance(error, pkcs11.PinLocked):
        return PinLocked(pin_words(PinState.LOCKED))
    gone = (
        pkcs11.NoSuchToken,
        pkcs11.TokenNotPresent,
        pkcs11.TokenNotRecognised,
        pkcs11.DeviceRemoved,
        pkcs11.SlotIDInvalid,
        pkcs11.SessionHandleInvalid,
    )
    if isinstance(error, gone):
        return TokenMissing(_("UKey 没有插好或已被拔出。请插好后重试。"))
    if isinstance(error, pkcs11.DeviceMemory):
        return TokenFull(_("UKey 的空间已满，放不下新的密钥或证书。请用厂商的管理工具清理不用的证书。"))
    words = {
        pkcs11.PinLenRange: _("PIN 的长度不符合 UKey 的规定。"),
        pkcs11.PinInvalid: _("PIN 中有 UKey 不接受的字符。"),
        pkcs11.PinExpired: _("UKey 的 PIN 已过期，请先用厂商的管理工具修改。"),
        pkcs11.UserPinNotInitialized: pin_words(PinState.NOT_SET),
        pkcs11.TokenWriteProtected: _("UKey 处于写保护状态，不能生成密钥或安装证书。"),
        pkcs11.SessionReadOnly: _("UKey 处于写保护状态，不能生成密钥或安装证书。"),
        pkcs11.MechanismInvalid: _("这种 UKey 不支持本程序所用的算法（P-256）。"),
        pkcs11.FunctionCancelled: _("已在 UKey 上取消。"),
    }
    told = next((text for kind, text in words.items() if isinstance(error, kind)), None)
    return TokenProblem(
        told or _("UKey 出错（{code}）。请重新插拔后再试；仍出错的，请联系厂商。").format(code=type(error).__name__)
    )

"""Frozen dataclasses as plain JSON values and back, strictly: every key known, every value of its declared type."""

from collections.abc import Mapping
from dataclasses import MISSING, Field, field, fields, is_dataclass
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from gongshu_desktop.wording import _

T = TypeVar("T")


class UnexpectedValue(ValueError):
    """A JSON value that does not fit: says where it stands (a path such as "measures[2].claimed") and what was expected."""

    def __init__(self, place: str, expected: str) -> None:
        self.place, self.expected = place, expected
        super().__init__(_("{place}:应为{expected}。").format(place=place or _("最外层"), expected=expected))


def later(default: T) -> T:
    """A field that came later than its document: left out while it says nothing, so that older documents keep their digest."""
    made: T = field(default=default, metadata={"later": True})
    return made


def to_plain(value: Any) -> Any:
    """A dataclass of texts, whole numbers, flags, enums, tuples and dataclasses, as JSON values."""
    if is_dataclass(value):
        told = ((item.name, getattr(value, item.name)) for item in fields(value) if not _silent(item, value))
        return {name: to_plain(said) for name, said in told}
    if isinstance(value, tuple):
        return [to_plain(item) for item in value]
    return value.value if isinstance(value, Enum) else value


def _silent(item: Field[Any], value: Any) -> bool:
    return bool(item.metadata) and getattr(value, item.name) == item.default


def from_plain(type_: type[T], data: Any, *, format: str) -> T:
    """The dataclass that ``data`` stands for, whose "format" must be the one named. Raises UnexpectedValue."""
    if not isinstance(data, Mapping):
        raise UnexpectedValue("", _("对象"))
    if data.get("format") != format:
        raise UnexpectedValue("format", f"“{format}”")
    made: T = _record(type_, {key: value for key, value in data.items() if key != "format"}, "")
    return made


@cache
def _types(type_: type) -> dict[str, Any]:
    return get_type_hints(type_)


def _record(type_: Any, data: Any, place: str) -> Any:
    if not isinstance(data, Mapping):
        raise UnexpectedValue(place, _("对象"))
    types = _types(type_)
    for key in data:
        if key not in types:
            raise UnexpectedValue(_inside(place, str(key)), _("已知的键（可能由较新版本的程序制作，请升级本程序）"))
    for item in fields(type_):
        if item.name not in data and item.default is MISSING and item.default_factory is MISSING:
            raise UnexpectedValue(_inside(place, item.name), _("必填的值"))
    return type_(**{key: _value(types[key], value, _inside(place, key)) for key, value in data.items()})


def _inside(place: str, key: str) -> str:
    return f"{place}.{key}" if place else key


def _value(type_: Any, data: Any, place: str) -> Any:
    if get_origin(type_) is UnionType:
        return None if data is None else _value(_solid(type_), data, place)
    if get_origin(type_) is tuple:
        if not isinstance(data, list):
            raise UnexpectedValue(place, _("数组"))
        item = get_args(type_)[0]
        return tuple(_value(item, part, f"{place}[{index}]") for index, part in enumerate(data))
    if is_dataclass(type_):
        return _record(type_, data, place)
    if issubclass(type_, Enum):
        return _choice(type_, data, place)
    if type(data) is not type_:
        raise UnexpectedValue(place, {str: _("文字"), int: _("整数"), bool: _("是或否")}[type_])
    return data


def _solid(union: Any) -> Any:
    """The one type of ``X | None``."""
    return next(option for option in get_args(union) if option is not NoneType)


def _choice(type_: type[Enum], data: Any, place: str) -> Enum:
    try:
        return type_(data)
    except ValueError as error:
        options = "、".join(str(item.value) for item in type_)
        raise UnexpectedValue(place, _("以下之一:{options}").format(options=options)) from error

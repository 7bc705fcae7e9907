"""The window. Whatever imports Qt comes through here, so the guard for Python 3.11 stands before the first call."""

from gongshu_desktop.desktop.singletons import make_immortal

make_immortal()

"""Run before the program: on Linux, lets people type Chinese where the desktop uses fcitx.

Qt as packaged here speaks to IBus. fcitx5 answers to IBus's protocol as well, but the desktop names "fcitx" in QT_IM_MODULE,
for which a plugin would be needed that is built for one version of Qt. So that name becomes "ibus".
"""

import os

if os.environ.get("QT_IM_MODULE", "").lower() in {"fcitx", "fcitx5"}:
    os.environ["QT_IM_MODULE"] = "ibus"

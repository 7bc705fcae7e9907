"""Run before the program: Qt's platform without a screen, which the self-test uses, finds fonts where ours are.

On Windows that platform looks for them beside Qt and complains that there are none; the window itself uses those of the system.
"""

import os
import sys

os.environ.setdefault("QT_QPA_FONTDIR", os.path.join(sys._MEIPASS, "resources", "fonts"))  # noqa: PTH118 - before pathlib

"""A small policy file for tests of the loader: one paragraph, one measure, nothing wrong with it until a test says so."""

import hashlib

PARAGRAPH = "对软件投入超过10万元的企业,给予投入额20%、最高不超过50万元的资助。"
FRONT = """\
format = "gongshu-policy/1"
id = "small"
title = "小政策"
number = "小发〔2026〕1号"
issuer = "小区人民政府办公室"
issued = 2026-01-01
effective = 2026-02-01
text_digest = "{digest}"
counting_units = ["家", "人"]
"""
MEASURE = """\
id = "1"
title = "软件资助"
clause = "一"
payee = "企业"
quote = "对软件投入超过10万元的企业,给予投入额20%、最高不超过50万元的资助。"
amount = "资助额"

[fact."软件投入"]
kind = "money"
evidence = ["发票"]

[fact."面积"]
kind = "number"
unit = "㎡"

[fact."级别"]
kind = "choice"
options = ["低", "高"]

[fact."项目"]
[fact."项目".column]
"名称" = { kind = "text" }
"金额" = { kind = "money" }

[step]
"计算额" = "软件投入 × 20%"

[criterion."软件投入 > 10万元"]
phrase = "软件投入超过10万元"

[reading.cap]
phrase = "最高不超过50万元"
question = "按次还是按年?"
suggested = "once"
option.once = "按次"
option.year = "按年"
[reading.cap.step."资助额"]
once = "较小(计算额, 50万元)"
year = "较小(计算额, 50万元)"

[[example]]
name = "一百万元"
year = 2026
facts = { "软件投入" = 1000000 }
expect = { outcome = "eligible", amount = "200000.00" }
"""


def text_digest(*paragraphs: str) -> str:
    return "sha256:" + hashlib.sha256("".join(f"{line}\n" for line in paragraphs).encode()).hexdigest()


def document(
    measure: str = MEASURE, *more: str, front: str = FRONT, paragraph: str = PARAGRAPH, digest: str | None = None
) -> str:
    """The file: front matter, paragraph, the measure's block, further blocks as they are."""
    front = front.format(digest=digest or text_digest(paragraph))
    parts = [f"+++\n{front}+++\n", paragraph, f"```toml measure\n{measure}```", *more]
    return "\n\n".join(parts) + "\n"


def changed(old: str, new: str) -> str:
    """The measure's block with one place changed."""
    assert MEASURE.count(old) == 1, f"{old!r} stands {MEASURE.count(old)} times"
    return MEASURE.replace(old, new)

"""The handwriting in a signature's appearance: shown, small, and no way to put a seal or a cover over the text there."""

from io import BytesIO

import pikepdf
import pytest
from PIL import Image, ImageDraw

from gongshu_desktop.document.signatures.appearance import draw_appearance
from gongshu_desktop.document.signatures.handwriting import EDGE, handwriting
from gongshu_desktop.review.stage import Role
from gongshu_desktop.services.ports import SignatureVerdict, SigningRefused
from tests.document.base_pdf import base_pdf
from tests.document.office import NOW, OPINIONS, office
from tests.document.paper_pictures import png

Colour = tuple[int, int, int]
BLACK: Colour = (20, 20, 30)
BLUE: Colour = (30, 40, 150)
RED: Colour = (220, 30, 30)


def written(colour: Colour = BLACK, size: tuple[int, int] = (900, 400), width: int = 18) -> Image.Image:
    """Some strokes of a pen on a transparent ground."""
    picture = Image.new("RGBA", size, (255, 255, 255, 0))
    pen = ImageDraw.Draw(picture)
    across, down = size
    pen.line(
        [(across * 0.1, down * 0.7), (across * 0.3, down * 0.2), (across * 0.5, down * 0.8)], (*colour, 255), width
    )
    pen.line([(across * 0.4, down * 0.4), (across * 0.9, down * 0.5)], (*colour, 255), width)
    return picture


@pytest.mark.parametrize("colour", [BLACK, BLUE])
def test_it_is_cut_to_its_ink_and_made_small(colour: Colour) -> None:
    reduced = handwriting(png(written(colour)))
    assert max(reduced.size) == EDGE
    assert reduced.mode == "RGBA"
    assert reduced.getchannel("A").getextrema() == (0, 255)


def test_a_small_one_is_left_as_it_is() -> None:
    small = written(size=(120, 60), width=4)
    assert handwriting(png(small)).size < small.size


@pytest.mark.parametrize(
    ("picture", "words"),
    [
        (b"", "PNG"),
        (b"nonsense", "PNG"),
        (png(written())[:300], "PNG"),
        (png(Image.new("RGB", (300, 100), "white")), "不透明"),
        (png(Image.new("RGBA", (300, 100), (0, 0, 0, 255))), "不透明"),
        (png(Image.new("RGBA", (300, 100), (0, 0, 0, 0))), "空白"),
        (png(written(RED)), "印章"),
        (png(Image.new("LA", (4001, 10))), "4001×10"),
        (bytes(2 * 1024 * 1024 + 1), "2 MB"),
    ],
    ids=range(9),
)
def test_what_is_no_handwriting_is_refused(picture: bytes, words: str) -> None:
    with pytest.raises(SigningRefused, match=words):
        handwriting(picture)


def test_a_jpeg_is_refused() -> None:
    out = BytesIO()
    Image.new("RGB", (300, 100), "white").save(out, "JPEG")
    with pytest.raises(SigningRefused, match="PNG"):
        handwriting(out.getvalue())


@pytest.mark.parametrize("size", [(147, 74), (150, 80), (60, 30), (400, 12)])
def test_it_stands_in_boxes_of_any_size(size: tuple[float, float]) -> None:
    page = draw_appearance(size, name="欧阳明远", opinion="同意。" * 60, at=NOW, picture=png(written()))
    with pikepdf.open(BytesIO(page)) as pdf:
        assert len(pdf.pages) == 1


def test_a_signature_with_handwriting_is_as_good_and_not_much_larger() -> None:
    desk = office()
    sizes = []
    for picture in (b"", png(written(BLUE))):
        memo = desk.signing.sign(
            base_pdf(),
            Role.EXAMINER,
            desk.key(Role.EXAMINER),
            opinion=OPINIONS[Role.EXAMINER],
            at=NOW,
            trust=desk.trust,
            picture=picture,
        )
        assert desk.signing.check(memo, desk.trust).verdict is SignatureVerdict.INTACT
        sizes.append(len(memo))
    assert 500 < sizes[1] - sizes[0] < 40_000


def test_the_other_two_sign_over_it() -> None:
    desk, memo = office(), base_pdf()
    for role in Role:
        memo = desk.signing.sign(
            memo, role, desk.key(role), opinion=OPINIONS[role], at=NOW, trust=desk.trust, picture=png(written())
        )
    report = desk.signing.check(memo, desk.trust)
    assert report.verdict is SignatureVerdict.INTACT
    assert report.complete

"""The code on a slip, read back from paper: as a scanner sees it at 200 dpi, and as a phone's photograph has it."""

from __future__ import annotations

import io

import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageDraw, ImageFilter

from clinic_app.printing.paper import A4, A5, Paper
from clinic_app.printing.qr import carrier_code
from clinic_app.printing.referral import referral_pdf
from clinic_app.protocol import package, signing, slip_pack
from clinic_app.protocol.slip_pack import MOST_DIGITS, SlipPack
from tests.printing.reading import SLIP

FULL = "".join(chr(0x4E00 + 37 * place) for place in range(400))
"""Words that no packing makes shorter: the code is as large as one may be."""
FIELDS = {"slip_no": SLIP.number, "direction": "up", "urgency": "urgent", "to_org": "H1", "patient_name": "欧阳䶮𬎆",
          "sex": "2", "birth_date": "1959-03-02", "age": "67", "village_code": "990101001001",
          "present_illness": FULL}  # fmt: skip
PACK = SlipPack(
    "01a2105f-e8a5-7005-96f1-21f522694435", "01a2105f-e8a5-7006-96f1-21f522694436",
    "01a2105f-e8a5-7007-96f1-21f522694437", "0195f0c0-1111-7abc-8def-0123456789ab", "0012abcd", FIELDS,
)  # fmt: skip
DEVICE, DEVICE_PUBLIC = signing.new_key_pair()
COUNTY, COUNTY_PUBLIC = package.new_sealing_pair()


def carried() -> str:
    text = slip_pack.write(PACK, device_number=12, to=COUNTY_PUBLIC, signed_by=DEVICE)
    assert MOST_DIGITS - 4 <= len(text) <= MOST_DIGITS
    return text


def page(paper: Paper, text: str, dots: int) -> Image.Image:
    """The slip as `dots` an inch, grey."""
    with pypdfium2.PdfDocument(referral_pdf(SLIP, paper=paper, carrier=text)) as document:
        picture: Image.Image = document[0].render(scale=dots / 72).to_pil().convert("L")
        return picture


def codes(picture: Image.Image) -> list[str]:
    return [each.text for each in zxingcpp.read_barcodes(picture) if each.format == zxingcpp.BarcodeFormat.QRCode]


def photographed(picture: Image.Image) -> Image.Image:
    """Held at an angle in one hand: perspective, turned by 8 degrees, half in shadow, unsteady, grainy, JPEG."""
    width, height = picture.size
    table = Image.new("L", (int(width * 1.3), int(height * 1.3)), 96)
    table.paste(picture, (int(width * 0.15), int(height * 0.15)))
    turned = table.rotate(8, Image.Resampling.BICUBIC, fillcolor=96)
    wide, high = turned.size
    corners = (wide * 0.06, high * 0.02, -wide * 0.05, high * 1.03, wide * 1.06, high * 0.97, wide * 0.97, -high * 0.03)
    bent = turned.transform(turned.size, Image.Transform.QUAD, corners, Image.Resampling.BICUBIC, fillcolor=96)
    shadow = Image.linear_gradient("L").resize(bent.size).point(lambda level: 150 + level * 100 // 255)
    lit = Image.composite(bent, Image.new("L", bent.size, 40), shadow)
    unsteady = lit.filter(ImageFilter.GaussianBlur(1.1))
    grainy = Image.blend(unsteady, Image.effect_noise(bent.size, 70), 0.14)
    packed = io.BytesIO()
    grainy.save(packed, "JPEG", quality=55)
    return Image.open(io.BytesIO(packed.getvalue()))


@pytest.mark.parametrize("paper", [A4, A5], ids=["a4", "a5"])
def test_the_largest_code_is_read_at_200_dpi_and_opens_as_it_was_written(paper: Paper) -> None:
    text = carried()
    code = carrier_code(paper, text)
    assert code is not None
    assert code.side >= 20.0
    (read,) = codes(page(paper, text, 200))
    sealed = slip_pack.read(read)
    slip_pack.verify(sealed, DEVICE_PUBLIC)
    opened = slip_pack.open_pack(sealed, COUNTY)
    assert (opened.referral_id, opened.fields["patient_name"]) == (PACK.referral_id, "欧阳䶮𬎆")


@pytest.mark.parametrize("paper", [A4, A5], ids=["a4", "a5"])
def test_a_photograph_by_hand_is_read_too(paper: Paper) -> None:
    text = carried()
    assert codes(photographed(page(paper, text, 260))) == [text]


def test_a_stain_and_a_fold_across_the_code_do_not_end_it() -> None:
    text = carried()
    picture = page(A4, text, 200)
    where = next(each.position for each in zxingcpp.read_barcodes(picture) if each.text == text)
    left, top, right, bottom = where.top_left.x, where.top_left.y, where.bottom_right.x, where.bottom_right.y
    side = right - left
    drawn = ImageDraw.Draw(picture)
    spot = (left + side * 0.55, top + side * 0.5, left + side * 0.71, top + side * 0.66)
    drawn.ellipse(spot, fill=90)
    drawn.line((left, top + side * 0.4, right, top + side * 0.42), fill=255, width=2)
    assert bottom > top
    assert codes(picture) == [text]

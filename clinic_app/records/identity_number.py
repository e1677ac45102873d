"""Chinese resident identity numbers by our own rule: 15 or 18 digits, date, check digit, sex.

The area code never refuses a number: codes are abolished and re-issued, people keep theirs (GB 11643-1999).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"


@dataclass(frozen=True)
class IdentityNumber:
    """What a good number says. `number` is always the 18-character form."""

    number: str
    birth_date: date
    sex: str


def normalise(text: str) -> str:
    """Full-width digits, spaces, dashes and a lower-case x, as people type them, made plain."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(character for character in plain if character not in " -\t·").upper()


def check_character(first_seventeen: str) -> str:
    """The 18th character of a number (ISO 7064 MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(first_seventeen, _WEIGHTS, strict=True))
    return _CHECK[total % 11]


def parse(text: str) -> IdentityNumber:
    """The meaning of an identity number.

    Raises ValueError with a Chinese sentence for a person when it cannot be one.
    """
    number = normalise(text)
    if len(number) == 15 and number.isascii() and number.isdigit():
        body = number[:6] + "19" + number[6:]
        number = body + check_character(body)
    if len(number) != 18 or not number.isascii() or not number[:17].isdigit():
        raise ValueError("身份证号应为18位（末位可为X）或15位数字")
    if number[17] != check_character(number[:17]):
        raise ValueError("身份证号校验位不对，有一位可能抄错")
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise ValueError("身份证号里的出生日期不存在") from None
    return IdentityNumber(number, born, "1" if int(number[16]) % 2 else "2")


def disagreements(number: str, birth_date: str | None, sex: str | None) -> list[tuple[str, str]]:
    """Where a number contradicts the birth date or sex on the form: `[(field, sentence), …]`."""
    try:
        said = parse(number)
    except ValueError as error:
        return [("id_no", str(error))]
    found = []
    if birth_date and birth_date != said.birth_date.isoformat():
        found.append(("birth_date", f"出生日期与身份证号不一致（身份证号为{said.birth_date.isoformat()}）"))
    if sex in ("1", "2") and sex != said.sex:
        found.append(("sex", f"性别与身份证号不一致（身份证号为{'男' if said.sex == '1' else '女'}）"))
    return found

"""A photo or PDF that belongs to a visit or a referral. The record names the content by its hash; the bytes travel in
the blob lane and may come later."""

from __future__ import annotations

import re

from clinic_app.records import content, field
from clinic_app.records.field import Context, FieldError, Merge, Option, Record, RecordType, Values

MEDIA = (Option(content.JPEG, "照片"), Option(content.PNG, "图片"), Option(content.PDF, "PDF"))
MOST_BYTES = content.MOST_BYTES
PARENT = {"visit_attachment": "visit", "referral_attachment": "referral"}
"""What each kind of attachment belongs to."""
TYPE_OF = {parent: name for name, parent in PARENT.items()}
FINGERPRINT = re.compile(r"[0-9a-f]{64}")


def check_fingerprint(values: Values, context: Context) -> list[FieldError]:
    """The content is named by a whole SHA-256."""
    if FINGERPRINT.fullmatch(str(values.get("sha256") or "")):
        return []
    return [FieldError("sha256", "内容指纹应为64位十六进制数字")]


class _Content:
    """What every attachment says of its bytes."""

    sha256 = field.text("内容指纹", required=True, index=True, max_length=64)
    media_type = field.code("类型", MEDIA, required=True)
    size = field.whole("大小", 1, MOST_BYTES, unit="字节", required=True)
    title = field.text("说明", max_length=100)


class VisitAttachment(_Content, Record):
    """A photo or PDF of a visit."""

    __tablename__ = "visit_attachment"
    declaration = RecordType("visit_attachment", "随访附件", Merge.EVENT, rules=(check_fingerprint,))
    visit_id = field.reference("visit", "随访", required=True, parent=True)


class ReferralAttachment(_Content, Record):
    """A photo or PDF of a referral; the receiving hospital gets it too."""

    __tablename__ = "referral_attachment"
    declaration = RecordType("referral_attachment", "转诊附件", Merge.EVENT, rules=(check_fingerprint,))
    referral_id = field.reference("referral", "转诊单", required=True, parent=True)

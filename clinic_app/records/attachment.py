"""A photo or PDF that belongs to a visit or a referral. The record names the content by its hash; the bytes travel in
the blob lane and may come later."""

from __future__ import annotations

from clinic_app.records import field
from clinic_app.records.field import Merge, Option, Record, RecordType

MEDIA = (Option("image/jpeg", "照片"), Option("image/png", "图片"), Option("application/pdf", "PDF"))
MOST_BYTES = 8 << 20


class _Content:
    """What every attachment says of its bytes."""

    sha256 = field.text("内容指纹", required=True, index=True, max_length=64)
    media_type = field.code("类型", MEDIA, required=True)
    size = field.whole("大小", 1, MOST_BYTES, unit="字节", required=True)
    title = field.text("说明", max_length=100)


class VisitAttachment(_Content, Record):
    """A photo or PDF of a visit."""

    __tablename__ = "visit_attachment"
    declaration = RecordType("visit_attachment", "随访附件", Merge.EVENT)
    visit_id = field.reference("visit", "随访", required=True, parent=True)


class ReferralAttachment(_Content, Record):
    """A photo or PDF of a referral; the receiving hospital gets it too."""

    __tablename__ = "referral_attachment"
    declaration = RecordType("referral_attachment", "转诊附件", Merge.EVENT)
    referral_id = field.reference("referral", "转诊单", required=True, parent=True)

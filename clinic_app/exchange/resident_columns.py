"""The column names that other programs give to what we know of residents, and the words in their cells."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from clinic_app.records.identity_number import normalise
from clinic_app.records.resident import DRUG_ALLERGY, PAST_DISEASE

# Our key → the names that stand over the column. Keys with a dot are not fields of the resident.
HEADERS: Mapping[str, tuple[str, ...]] = {
    "name": ("姓名", "患者姓名", "居民姓名", "本人姓名", "名字"),
    "sex": ("性别", "性别代码"),
    "birth_date": ("出生日期", "出生年月日", "生日", "出生年月"),
    "id_no": (
        "身份证号",
        "身份证号码",
        "身份证",
        "证件号码",
        "证件号",
        "公民身份号码",
        "居民身份证号",
        "居民身份证号码",
    ),
    "id_type": ("证件类型", "证件类别"),
    "phone": ("电话", "联系电话", "本人电话", "手机", "手机号", "手机号码", "电话号码", "联系方式"),
    "village_code": ("村代码", "村编码", "行政区划代码", "行政村代码", "村委会代码"),
    "place.village": ("村", "村名", "村名称", "行政村", "所属村", "村居", "村委会"),
    "place.group": ("组", "村民小组", "小组", "组别", "自然村", "村组"),
    "place.house_no": ("门牌号", "门牌", "门牌号码"),
    "place.household": ("户号", "家庭编号", "户编号", "家庭户号", "户籍编号"),
    "place.head": ("户主", "户主姓名"),
    "place.phone": ("家庭电话",),
    "relation_to_head": ("与户主关系", "户主关系", "家庭关系"),
    "current_address": ("现住址", "住址", "家庭住址", "家庭地址", "现住地址", "地址", "居住地址"),
    "registered_address": ("户籍地址", "户口地址"),
    "ethnicity": ("民族",),
    "record_no": ("健康档案编号", "档案编号", "档案号", "健康档案号"),
    "filing_date": ("建档日期",),
    "responsible_doctor": ("责任医生",),
    "work_unit": ("工作单位",),
    "contact_name": ("联系人", "联系人姓名"),
    "contact_phone": ("联系人电话",),
    "marital": ("婚姻状况", "婚姻"),
    "education": ("文化程度", "学历"),
    "abo": ("血型", "ABO血型", "血型ABO"),
    "rh": ("RH血型", "血型RH", "RH", "Rh血型", "Rh"),
    "rh.negative": ("RH阴性", "Rh阴性"),
    "occupation": ("职业",),
    "payment": ("医疗费用支付方式", "支付方式", "医疗付费方式", "付费方式"),
    "exposure": ("暴露史",),
    "disability": ("残疾情况", "残疾"),
    "kitchen_vent": ("厨房排风设施", "厨房排风"),
    "fuel": ("燃料类型", "燃料"),
    "water": ("饮水",),
    "toilet": ("厕所",),
    "livestock": ("禽畜栏",),
    "filing_org": ("建档单位", "建档机构"),
    "filing_person": ("建档人",),
    "residence_type": ("常住类型",),
    "programme.hypertension": ("高血压", "是否高血压", "高血压患者", "高血压管理"),
    "programme.diabetes": ("糖尿病", "2型糖尿病", "是否糖尿病", "糖尿病患者", "糖尿病管理"),
    "past_disease": ("既往史", "既往病史", "既往疾病", "疾病史", "慢病", "慢性病"),
    "drug_allergy": ("药物过敏史", "过敏史", "药物过敏"),
}  # fmt: skip
LABEL = {key: names[0] for key, names in HEADERS.items()}
_RELATION = {
    "1": ("户主", "本人", "本人或户主", "户主本人"),
    "2": ("配偶", "妻", "妻子", "夫", "丈夫", "之妻", "之夫", "老婆", "爱人"),
    "3": ("子", "女", "儿子", "女儿", "子女", "长子", "次子", "三子", "长女", "次女", "三女", "独生子", "独生女",
          "养子", "养女", "儿媳", "女婿"),
    "4": ("孙", "孙子", "孙女", "孙子女", "外孙", "外孙子", "外孙女", "孙子、孙女或外孙子、外孙女"),
    "5": ("父", "母", "父亲", "母亲", "父母", "岳父", "岳母", "公公", "婆婆"),
    "6": ("祖父", "祖母", "祖父母", "爷爷", "奶奶", "外祖父", "外祖母"),
    "7": ("兄", "弟", "姐", "妹", "哥哥", "弟弟", "姐姐", "妹妹", "兄弟", "姐妹", "兄弟姐妹"),
}  # fmt: skip
_SEX = {"男性": "1", "女性": "2", "m": "1", "f": "2", "male": "1", "female": "2", "1男": "1", "2女": "2"}
_YES = frozenset({"是", "有", "1", "√", "✓", "✔", "☑", "■", "y", "yes", "true", "对", "患病", "已管理", "在管"})
_NO = frozenset({"", "否", "无", "0", "×", "x", "✗", "□", "n", "no", "false", "未", "没有", "-", "/", "2"})
_ALIAS = {
    "慢阻肺": "5",
    "脑中风": "7",
    "中风": "7",
    "卒中": "7",
    "精神病": "8",
    "肺结核": "9",
    "2型糖尿病": "3",
}
_PARTS = re.compile(r"[、,，;；/|\s]+")


def key_of(header: str) -> str | None:
    """Our key for a column name; None for a column that we do not know."""
    plain = unicodedata.normalize("NFKC", header)
    plain = re.sub(r"[(\[【].*?[)\]】]|[\s*:：]", "", plain)
    return _KEY_OF.get(plain) or _KEY_OF.get(plain.upper())


_KEY_OF = {name: key for key, names in HEADERS.items() for name in names}


def relation(cell: str) -> str:
    """The printed code of a kinship word; what is not listed there is 8 其他."""
    if len(cell) == 1 and cell in "12345678":
        return cell
    return next((code for code, words in _RELATION.items() if cell in words), "8")


def sex(cell: str) -> str:
    """A sex in other programs' words as our words or code."""
    return _SEX.get(unicodedata.normalize("NFKC", cell).lower().replace(" ", "").replace(".", ""), cell)


def rh_of_negative(cell: str) -> str | None:
    """The form's code for an answer to the older question “RH阴性”; None for a code, which only an edition explains."""
    return {"否": "2", "是": "1", "不详": "3"}.get(cell)


def ethnicity(cell: str) -> dict[str, str]:
    """The form's code and, for a minority, its name."""
    if cell in ("汉", "汉族", "01", "1"):
        return {"ethnicity": "01"}
    return {"ethnicity": "99"} if cell in ("99", "少数民族") else {"ethnicity": "99", "ethnicity_other": cell}


def yes(cell: str) -> bool | None:
    """Whether a cell says yes; None when it says neither yes nor no."""
    plain = unicodedata.normalize("NFKC", cell).strip().lower()
    return True if plain in _YES else False if plain in _NO else None


def diseases(cell: str) -> tuple[list[str], str]:
    """Codes of the form's disease list and the words that are not on it."""
    return _listed(cell, {option.label: option.code for option in PAST_DISEASE} | _ALIAS, PAST_DISEASE[-1].code)


def allergies(cell: str) -> tuple[list[str], str]:
    """Codes of the form's drug list and the words that are not on it."""
    known = {option.label: option.code for option in DRUG_ALLERGY}
    return _listed(cell, known | {"磺胺类": "3", "青霉素类": "2"}, DRUG_ALLERGY[-1].code)


def _listed(cell: str, known: Mapping[str, str], other: str) -> tuple[list[str], str]:
    parts = [part for part in _PARTS.split(cell) if part]
    codes = {known[part] for part in parts if part in known}
    codes |= {part for part in parts if part in known.values()}
    words = [part for part in parts if part not in known and part not in known.values()]
    # 无 beside a disease is a slip of the pen; the disease counts.
    found = (codes | {other} if words else codes) - ({"1"} if codes - {"1"} or words else set())
    return sorted(found, key=int), "、".join(words)


def looks_cut(cell: str) -> bool:
    """Whether an identity number has lost its last digits in a spreadsheet (1.23457E+17, or zeros at the end)."""
    plain = normalise(cell)
    return bool(re.fullmatch(r"\d(\.\d+)?E\+?\d{2}", plain)) or (len(plain) == 18 and plain.endswith("000"))

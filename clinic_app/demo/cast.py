"""The families of the practice county that have a story: who they are. What happened to them is in stories.py."""

from __future__ import annotations

from dataclasses import dataclass

MALE, FEMALE = "1", "2"
HEAD, SPOUSE, CHILD, GRANDCHILD, PARENT = "1", "2", "3", "4", "5"


@dataclass(frozen=True)
class Role:
    """A person to be. `story` is a key of STORIES; a role without a name gets the next made-up one."""

    sex: str
    age: int
    relation: str
    programmes: tuple[str, ...] = ()
    story: str = ""
    name: str = ""
    registered_days: int = 0
    allergy: bool = False


FAMILIES: tuple[tuple[str, str, tuple[Role, ...]], ...] = (
    (
        "一组",
        "1号",
        (
            Role(MALE, 72, HEAD, ("hypertension", "diabetes"), "three at once", "䶮某甲", 1200, allergy=True),
            Role(FEMALE, 70, SPOUSE, ("hypertension",), "uncontrolled twice", "李某𬎆", 900),
        ),
    ),
    (
        "一组",
        "2号",
        (
            Role(FEMALE, 67, HEAD, ("hypertension",), "crisis", "王某㛃", 700),
            Role(MALE, 15, GRANDCHILD),
        ),
    ),
    (
        "二组",
        "3号",
        (
            Role(FEMALE, 66, HEAD, (), "guardian", "丁某甲寅"),
            Role(MALE, 45, CHILD, ("mental",), "mental", "张某𠅤", 1500),
        ),
    ),
    (
        "二组",
        "4号",
        (
            Role(MALE, 38, HEAD, ("tuberculosis",), "fifth month", "钱某丙辰", 184),
            Role(FEMALE, 36, SPOUSE),
            Role(MALE, 8, CHILD),
        ),
    ),
    (
        "二组",
        "5号",
        (
            Role(MALE, 52, HEAD),
            Role(FEMALE, 50, SPOUSE),
            Role(MALE, 24, CHILD, ("tuberculosis",), "", "孙某丁巳", 1),
        ),
    ),
    (
        "三组",
        "6号",
        (
            Role(MALE, 70, HEAD, ("hypertension", "copd"), "not reached", "郑某戊午", 1000),
            Role(FEMALE, 68, SPOUSE, (), "examined"),
        ),
    ),
    (
        "三组",
        "7号",
        (
            Role(FEMALE, 58, HEAD, ("diabetes",), "medicines", "冯某己未", 800),
            Role(MALE, 61, SPOUSE, ("hypertension",), "controlled", "卫某庚申", 1100),
        ),
    ),
    ("三组", "8号", (Role(FEMALE, 64, HEAD, ("hypertension",), "returned", "蒋某辛酉", 600),)),
    ("三组", "9号", (Role(MALE, 75, HEAD, ("hypertension", "diabetes"), "discharged", "沈某壬戌", 1300),)),
)

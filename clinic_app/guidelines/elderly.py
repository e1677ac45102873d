"""The elderly: the sum and the grade of the five self-care questions (form 4.10), seen once a year (E-01..E-06)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from clinic_app.guidelines.answers import Answers
from clinic_app.guidelines.finding import Finding
from clinic_app.guidelines.judgement import Judgement
from clinic_app.guidelines.reasons import Reasons
from clinic_app.guidelines.rule_book import RuleBook
from clinic_app.guidelines.rule_table import Gaps, Table, programme_header

SENTENCES: Gaps = {
    "too_young": frozenset({"age", "limit"}),
    "score": frozenset({"score", "grade"}),
    "home_service": frozenset({"grade"}),
    "unknown_score": frozenset({"label", "code"}),
    "value_missing": frozenset({"label"}),
    "next_yearly": frozenset({"days"}),
}
INTERVALS = ("yearly_days", "first_visit_days")


@dataclass(frozen=True)
class Grade:
    """A band of the total, from `score_from` up to the next band."""

    code: str
    words: str
    score_from: int


@dataclass(frozen=True, kw_only=True)
class ElderlyBook(RuleBook):
    """The printed scores of each question and the bands of their sum."""

    age_from: int
    scores: Mapping[str, tuple[int, ...]]
    grades: tuple[Grade, ...]
    home_service_score_from: int

    def judge(self, finding: Finding, reasons: Reasons) -> Judgement:
        """Total and grade, only when all five questions are answered; the next assessment in a year."""
        if finding.age is not None and finding.age < self.age_from:
            reasons.add("too_young", age=finding.age, limit=self.age_from)
        score = _score(self, Answers(finding.answers), reasons)
        grade = None if score is None else self.grade(score)
        if grade is not None:
            reasons.add("score", score=score, grade=grade.words)
            if grade.score_from >= self.home_service_score_from:
                reasons.add("home_service", grade=grade.words)
        days = self.days("yearly_days")
        reasons.add("next_yearly", days=days)
        values = {"self_care_score": score, "self_care_grade": None if grade is None else grade.code}
        return Judgement(interval_days=days, values=values)

    def followup_days(self, classification: int | None) -> int:
        """Once a year."""
        return self.days("yearly_days")

    def grade(self, score: int) -> Grade:
        """The band of a total from 0 on."""
        return [grade for grade in self.grades if grade.score_from <= score][-1]


def _score(book: ElderlyBook, answers: Answers, reasons: Reasons) -> int | None:
    given = {key: answers.whole(key) for key in book.scores}
    for key, value in given.items():
        if value is not None and value not in book.scores[key]:
            reasons.add("unknown_score", label=book.labels[key], code=value)
    known = [value for key, value in given.items() if value is not None and value in book.scores[key]]
    missing = [book.labels[key] for key in book.scores if not answers.code(key)]
    if missing:
        reasons.add("value_missing", label="、".join(missing))
    return sum(known) if len(known) == len(book.scores) else None


def read_elderly_book(table: Table) -> ElderlyBook:
    """The book of one file. Raises RuleFileError."""
    self_care = table.table("self_care")
    grades = self_care.by_code(
        "grades", lambda each: Grade(each.text("code"), each.text("words"), each.whole("score_from"))
    )
    book = ElderlyBook(
        **programme_header(table, SENTENCES, INTERVALS),
        age_from=table.table("target_group").whole("age_from"),
        scores=self_care.mapping("scores", Table.wholes),
        grades=tuple(grades.values()),
        home_service_score_from=self_care.whole("home_service_score_from"),
    )
    _check_book(book, table)
    return book


def _check_book(book: ElderlyBook, table: Table) -> None:
    begins = [grade.score_from for grade in book.grades]
    if begins[0] != 0 or begins != sorted(set(begins)):
        raise table.refuse("grades", "do not begin at 0 and rise")
    if book.home_service_score_from not in begins:
        raise table.refuse("home_service_score_from", "does not begin a grade")
    if any(not scores for scores in book.scores.values()):
        raise table.refuse("scores", "lack the scores of a question")
    highest = sum(max(scores) for scores in book.scores.values())
    if begins[-1] > highest:
        raise table.refuse("grades", f"rise above {highest}, the highest total")
    if not book.scores.keys() <= book.labels.keys():
        raise table.refuse("labels", "do not name every question")

"""Counters over people: files, the elderly, programmes, contracts, households, and what came of each contact.

What each counts is said in words in the definitions' file. A verdict counts as it was saved.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from clinic_app.guidelines.indicator_case import Case, is_done
from clinic_app.guidelines.indicator_facts import Person, VisitFact

HOME = "2"
LOST = "5"
ABSENT, REFUSED = ("2", "4"), "3"
NO_DISABILITY = "1"
COURSE_COMPLETED = "1"
KEY_PROGRAMMES = frozenset({"hypertension", "diabetes", "mental", "tuberculosis", "copd"})
REACHED, ATTEMPT_REFUSED = "1", "5"


def _files(case: Case) -> None:
    rate, use, complete = (case.tallies[key] for key in ("file_rate", "file_use", "file_complete"))
    active = _active(case)
    asked = {each.resident_id for each in case.facts.get("allergy", ())}
    asked &= {each.resident_id for each in case.facts.get("diagnosis", ())}
    known = {case.people.by_file[each].id for each in asked if each in case.people.by_file}
    for person in case.people.here:
        rate.add(person.place, person.id, True)
        use.add(person.place, person.id, person.id in active)
        complete.add(person.place, person.id, person.id in known and _is_filled(person))


def _is_filled(person: Person) -> bool:
    fact = person.fact
    return bool(
        fact.id_no
        and (fact.current_address or fact.registered_address)
        and (fact.phone or fact.contact_phone)
        and fact.filing_date
        and fact.responsible_doctor
    )


def _active(case: Case) -> set[str]:
    """People with anything done for them within the look back."""
    since, until = case.period.before(case.limits.dynamic_days), case.period.until
    found = {
        person.id
        for person in case.people.here
        if any(since <= each.visit_date <= until and is_done(each) for each in person.visits)
    }
    for kind, name in (
        ("encounter", "encounter_date"),
        ("consultation", "consult_date"),
        ("referral", "referral_date"),
    ):
        for each in case.facts.get(kind, ()):
            person = case.people.by_file.get(each.resident_id)
            if person is not None and since <= (getattr(each, name) or "") <= until:
                found.add(person.id)
    return found


def _elderly(case: Case) -> None:
    exams = case.by_visit("health_examination")
    latest = case.period.born_by(case.limits.elderly_age)
    for person in case.people.here:
        if (person.fact.birth_date or "9") > latest:
            continue
        cared = any(_is_cared_for(exams.get(each.id)) for each in person.current if is_done(each))
        case.tallies["elderly_managed_on_file"].add(person.place, person.id, cared)
        case.tallies["elderly_managed"].add(person.place, person.id, cared)


def _is_cared_for(exam: Any) -> bool:
    """Examined, judged and advised."""
    return exam is not None and bool(exam.evaluation and (exam.guidance or exam.risk_control))


def _hypertension(case: Case) -> None:
    _chronic(case, "hypertension", lambda visit, section: visit.sbp is not None and visit.dbp is not None)


def _diabetes(case: Case) -> None:
    _chronic(case, "diabetes", lambda visit, section: section.fbg is not None)


def _chronic(case: Case, programme: str, is_measured: Callable[[VisitFact, Any], bool]) -> None:
    """Managed at all, by the rules, and on both targets at the last follow-up."""
    sections = case.by_visit(f"{programme}_followup")
    for person in case.managed(programme):
        case.tallies[f"{programme}_coverage"].add(person.place, person.id, True)
        visits = person.current
        complete = [
            each
            for each in visits
            if (section := sections.get(each.id)) is not None
            and case.is_face_to_face(each)
            and section.classification
            and section.next_visit_date
            and is_measured(each, section)
        ]
        standard = len(complete) >= case.needed and case.was_examined(person)
        case.tallies[f"{programme}_standard"].add(person.place, person.id, standard)
        last = next((each for each in reversed(visits) if each.outcome == LOST or each.id in sections), None)
        verdict = sections.get(last.id) if last is not None and last.outcome != LOST else None
        control = case.tallies[f"{programme}_control"]
        control.add(person.place, person.id, verdict is not None and verdict.meets_assessment_target)
        clinical = case.tallies[f"{programme}_control_clinical"]
        clinical.add(person.place, person.id, verdict is not None and verdict.meets_clinical_target)


def _mental(case: Case) -> None:
    sections = case.by_visit("mental_followup")
    for person in case.managed("mental"):
        judged = [each for each in person.current if each.id in sections and is_done(each)]
        assessed = all(sections[each.id].risk_level is not None for each in judged)
        standard = len(judged) >= case.needed and assessed
        case.tallies["mental_standard"].add(person.place, person.id, standard)


def _tuberculosis(case: Case) -> None:
    firsts, sections = case.by_visit("tuberculosis_first_visit"), case.by_visit("tuberculosis_followup")
    everybody = [*case.people.here, *case.people.gone]
    for person in everybody:
        registered = person.programmes.get("tuberculosis")
        if registered is not None and case.period.holds(registered):
            seen = any((each.id in firsts or each.id in sections) and is_done(each) for each in person.visits)
            case.tallies["tuberculosis_managed"].add(person.place, person.id, seen)
        ended = [sections[each.id] for each in person.visits if each.id in sections]
        ended = [each for each in ended if each.stop_reason == COURSE_COMPLETED and case.period.holds(each.stop_date)]
        if ended:
            case.tallies["tuberculosis_doses"].add(person.place, person.id, _is_regular(case, ended[-1]))


def _is_regular(case: Case, closed: Any) -> bool:
    """Doses taken of doses due, at least 90 % (T-09)."""
    due, done = closed.doses_due, closed.doses_done
    return bool(due) and done is not None and done * 100 >= due * case.limits.dose_percent


def _copd(case: Case) -> None:
    sections = case.by_visit("copd_followup")
    for person in case.managed("copd"):
        case.tallies["copd_managed"].add(person.place, person.id, True)
        followed = any(each.id in sections and is_done(each) for each in person.current)
        case.tallies["copd_followed"].add(person.place, person.id, followed)


def _contracts(case: Case) -> None:
    signed = _contracts_of(case)
    until = case.period.until
    old, child = (case.period.born_by(age) for age in (case.limits.elderly_age, case.limits.child_below_age))
    for person in case.people.here:
        contracts = signed.get(person.id, [])
        valid = [each for each in contracts if _is_in_force(each, until, until)]
        if valid:
            case.tallies["contract_coverage"].add(person.place, person.id, True)
            case.tallies["contract_checked"].add(person.place, person.id, any(each.signature_checked for each in valid))
            paid = any(each.fee and float(each.fee) > 0 for each in valid)
            case.tallies["contract_paid"].add(person.place, person.id, paid)
        if _is_of_key_group(person, old, child):
            case.tallies["contract_key_groups"].add(person.place, person.id, valid)
        _fulfilled(case, person, contracts)
        _renewed(case, person, contracts)


def _contracts_of(case: Case) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for each in sorted(case.facts.get("contract", ()), key=lambda contract: (contract.starts_on or "", contract.id)):
        person = case.people.by_file.get(each.resident_id)
        if person is not None:
            found[person.id].append(each)
    return found


def _is_in_force(contract: Any, first: str, last: str) -> bool:
    """Between its two days and not ended, on any day from `first` to `last`."""
    ends = min(contract.ends_on or "9999", contract.terminated_on or "9999")
    return bool((contract.starts_on or "9999") <= last and ends >= first)


def _is_of_key_group(person: Person, old: str, child: str) -> bool:
    """Born up to `old` or after `child`, under management, or disabled."""
    born = person.fact.birth_date or ""
    if (born and born <= old) or born > child:
        return True
    disabled = bool(person.fact.disability) and bool(set(person.fact.disability or ()) - {NO_DISABILITY})
    return disabled or (bool(person.programmes) and bool(KEY_PROGRAMMES & person.programmes.keys()))


def _fulfilled(case: Case, person: Person, contracts: Iterable[Any]) -> None:
    promised = done = 0
    for each in contracts:
        if _is_in_force(each, case.period.first, case.period.until):
            items = set(each.packages or ())
            promised += len(items)
            done += len(items & case.services.get(each.id, set()))
    if promised:
        case.tallies["contract_fulfilled"].add(person.place, person.id, done == promised)
        case.tallies["contract_fulfilled"].add_amount(person.place, done, promised)


def _renewed(case: Case, person: Person, contracts: list[Any]) -> None:
    ended = [each for each in contracts if case.period.holds(each.ends_on)]
    if ended:
        last = max(each.ends_on for each in ended)
        renewed = any((each.ends_on or "9999") > last and (each.starts_on or "") > "" for each in contracts)
        case.tallies["contract_renewed"].add(person.place, person.id, renewed)


def _households(case: Case) -> None:
    known = {each.id: each for each in case.facts.get("household", ())}
    families: dict[str, list[Person]] = defaultdict(list)
    for person in case.people.here:
        if person.fact.household_id in known:
            families[str(person.fact.household_id)].append(person)
    for household_id, members in families.items():
        seen = any(each.visit_mode == HOME and is_done(each) for member in members for each in member.current)
        first = min(members, key=lambda each: each.id)
        place = first.place._replace(village=known[household_id].village_code or first.place.village)
        case.tallies["household_coverage"].add(place, household_id, seen)


def _contacts(case: Case) -> None:
    done, absent, refused, lost = (case.tallies[f"contacts_{name}"] for name in ("done", "absent", "refused", "lost"))
    for person in (*case.people.here, *case.people.gone):
        if person.left_on and case.period.holds(person.left_on):
            case.tallies["people_gone"].add(person.place, person.id, True)
        for each in person.current:
            done.add(person.place, each.id, is_done(each))
            absent.add(person.place, each.id, each.outcome in ABSENT)
            refused.add(person.place, each.id, each.outcome == REFUSED)
            lost.add(person.place, each.id, each.outcome == LOST)
    for attempt in case.facts.get("contact_attempt", ()):
        found = case.people.by_file.get(attempt.resident_id)
        if found is not None and case.period.holds(attempt.attempted_on):
            case.tallies["attempts_reached"].add(found.place, attempt.id, attempt.result == REACHED)
            case.tallies["attempts_refused"].add(found.place, attempt.id, attempt.result == ATTEMPT_REFUSED)


PEOPLE_COUNTERS: tuple[Callable[[Case], None], ...] = (
    _files, _elderly, _hypertension, _diabetes, _mental, _tuberculosis, _copd, _contracts, _households, _contacts,
)  # fmt: skip

"""What a release is made of: every dependency locked with hashes, under a free licence, in the bill of materials."""

from __future__ import annotations

import json
import tomllib

import pytest
from packaging.requirements import Requirement

from tests.supply import lock
from tests.supply.holes import read_answer
from tests.supply.licences import is_free, licences
from tests.supply.lock import NAMES, ROOT, LockProblem, canonical, read_lock
from tests.supply.sbom import bill, bill_text


def wanted(name: str) -> list[Requirement]:
    """What pyproject.toml asks for in a release of that kind."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = project["dependencies"] + (project["optional-dependencies"]["county"] if name == "county" else [])
    return [Requirement(each) for each in lines]


@pytest.mark.parametrize("name", NAMES)
def test_every_dependency_is_locked_in_a_version_that_is_allowed_with_the_hash_of_each_file(name: str) -> None:
    locked = {each.name: each for each in read_lock(name)}
    for requirement in wanted(name):
        found = locked[canonical(requirement.name)]
        assert requirement.specifier.contains(found.version, prereleases=True), found
    brought = {each.name for each in locked.values()} | {lock.OURS}
    for each in locked.values():
        assert each.hashes, each.name
        assert set(each.wanted_by) <= brought, each.name


def test_every_package_of_a_release_is_under_a_free_licence_and_the_table_has_no_other() -> None:
    table = licences()
    assert {each.name for name in NAMES for each in read_lock(name)} == set(table)
    assert [name for name, licence in table.items() if not is_free(licence)] == []
    assert is_free("Apache-2.0 OR LicenseRef-Proprietary")
    assert not is_free("MIT AND LicenseRef-Proprietary")


@pytest.mark.parametrize("name", NAMES)
def test_the_bill_of_materials_names_each_package_with_hashes_licence_and_who_needs_it(name: str) -> None:
    made, locked = bill(name), read_lock(name)
    assert [each["name"] for each in made["components"]] == [each.name for each in locked]
    refs = {each["bom-ref"] for each in made["components"]} | {lock.OURS}
    needed = {each["ref"]: each["dependsOn"] for each in made["dependencies"]}
    assert set(needed) == refs
    assert {each for several in needed.values() for each in several} == refs - {lock.OURS}
    assert len(needed[lock.OURS]) == len({canonical(each.name) for each in wanted(name)})
    assert json.loads(bill_text(name)) == made == bill(name)


def test_a_line_that_is_no_pinned_package_with_hashes_is_refused(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("locks")
    monkeypatch.setattr(lock, "LOCKS", folder)
    for line in ("requests>=2", "requests==2.32.0", "requests==2.32.0 \\\n    --hash=md5:00", "-e ."):
        (folder / "laptop.txt").write_text(f"# head\n{line}\n", encoding="utf-8")
        with pytest.raises(LockProblem):
            read_lock("laptop")


def test_an_index_that_knows_nothing_is_no_clean_bill() -> None:
    hole = {"id": "X-1", "fix_versions": ["2.0"]}
    known = {"dependencies": [{"name": "a", "version": "1.0", "vulns": [hole]}, {"name": "b", "version": "1"}]}
    assert read_answer(json.dumps(known)).holes == ("X-1 a 1.0, mended in 2.0",)
    nothing = {"dependencies": [{"name": "a", "version": "1.0", "skip_reason": "not found"}]}
    assert read_answer(json.dumps(nothing)).why_not == "the index of this machine carries no advisories"
    assert read_answer("").why_not == "the index did not answer"

"""The bill of materials of a release (CycloneDX 1.6, JSON), made from its lock: same lock, same bytes."""

from __future__ import annotations

import hashlib
import json
import uuid
from typing import Any

from clinic_app import __version__
from tests.supply.licences import licences
from tests.supply.lock import OURS, Locked, lock_path, read_lock


def bill(name: str) -> dict[str, Any]:
    """The bill of the lock `name`. `hashes` of a component are those of every file that may be installed for it."""
    packages, known = read_lock(name), licences()
    number = uuid.uuid5(uuid.NAMESPACE_URL, f"{__version__}:{hashlib.sha256(lock_path(name).read_bytes()).hexdigest()}")
    ours = {
        "type": "application",
        "bom-ref": OURS,
        "name": OURS,
        "version": __version__,
        "licenses": [{"expression": "Apache-2.0"}],
    }
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{number}",
        "version": 1,
        "metadata": {"component": ours, "properties": [{"name": "lock", "value": lock_path(name).name}]},
        "components": [_component(each, known[each.name]) for each in packages],
        "dependencies": _dependencies(packages),
    }


def bill_text(name: str) -> str:
    """The bill as it lies beside a release."""
    return json.dumps(bill(name), ensure_ascii=False, indent=1) + "\n"


def purl(package: Locked) -> str:
    """The package URL (purl): what scanners know a package by."""
    return f"pkg:pypi/{package.name}@{package.version.replace('!', '%21')}"


def _component(package: Locked, licence: str) -> dict[str, Any]:
    component: dict[str, Any] = {
        "type": "library",
        "bom-ref": purl(package),
        "name": package.name,
        "version": package.version,
        "purl": purl(package),
        "licenses": [{"expression": licence}],
        "hashes": [{"alg": "SHA-256", "content": each} for each in package.hashes],
    }
    if package.marker:
        component["properties"] = [{"name": "installed where", "value": package.marker}]
    return component


def _dependencies(packages: tuple[Locked, ...]) -> list[dict[str, Any]]:
    """Who needs whom, ours first."""
    refs = {each.name: purl(each) for each in packages} | {OURS: OURS}
    return [
        {"ref": ref, "dependsOn": sorted(refs[each.name] for each in packages if name in each.wanted_by)}
        for name, ref in sorted(refs.items(), key=lambda pair: (pair[0] != OURS, pair[0]))
    ]

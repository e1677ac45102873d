"""Where things live: shipped resources, the user's data folder, the per-user secrets folder."""

from __future__ import annotations

import sys
from pathlib import Path

import platformdirs

APPLICATION = "clinic_app"
PRACTICE_SUFFIX = "-practice"
PRACTICE_CLINIC = "clinic"


def _program_folder() -> Path:
    """Where `resources` and `migrations` lie: frozen, installed, or in the repository."""
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen:
        return Path(frozen)
    package = Path(__file__).resolve().parent
    return package if (package / "resources").is_dir() else package.parent


def resources_folder() -> Path:
    """Fonts, rule files, icons and translations, beside the program whether frozen or not."""
    return _program_folder() / "resources"


def migrations_folder() -> Path:
    """The Alembic scripts of the client and of the county server."""
    return _program_folder() / "migrations"


def default_data_folder() -> Path:
    """The platform's per-user data folder."""
    return Path(platformdirs.user_data_dir(APPLICATION, appauthor=False))


def secrets_folder() -> Path:
    """Per-user folder for device secrets where the system has no key store; never inside the data folder,
    so that a copied data folder alone cannot be opened."""
    return Path(platformdirs.user_config_dir(APPLICATION, appauthor=False)) / "devices"


def practice_room(data: Path) -> Path:
    """The folder of everything that belongs to practising beside a data folder; never inside it."""
    whole = data.absolute()
    return whole.with_name(whole.name + PRACTICE_SUFFIX)


def practice_folder(data: Path) -> Path:
    """Where the practice data of a data folder lie."""
    return practice_room(data) / PRACTICE_CLINIC

"""A command loads what it needs: nobody waits for the rooms of another command."""

from __future__ import annotations

import subprocess
import sys

import pytest

from clinic_app.cli.main import COMMANDS, Command, build_parser

DRAWING = ("reportlab", "clinic_app.printing", "clinic_app.paper", "PIL", "PySide6")
LINE = ("requests", "urllib3", "clinic_app.sync.session")
KEYS = ("cryptography", "keyring", "argon2", "clinic_app.store.database")
MIGRATION = ("alembic",)
FILES = ("openpyxl", "zstandard")
COUNTY = ("psycopg", "starlette", "uvicorn", "clinic_app.county")


@pytest.mark.parametrize(
    ("words", "unwanted"),
    [
        (["--help"], (*DRAWING, *LINE, *KEYS, *MIGRATION, *FILES, *COUNTY, "sqlalchemy", "clinic_app.records")),
        (["fields", "household"], (*DRAWING, *LINE, *KEYS, *MIGRATION, *FILES, *COUNTY, "sqlalchemy.orm", "pypinyin")),
        (["records", "put", "--help"], (*DRAWING, *LINE, *MIGRATION, *COUNTY, "openpyxl", "sqlalchemy.orm")),
        (["search", "--help"], (*DRAWING, *LINE, *MIGRATION, *COUNTY, "openpyxl", "sqlalchemy.orm")),
        (["sync", "--help"], (*DRAWING, *MIGRATION, *COUNTY, "openpyxl", "sqlalchemy.orm")),
    ],
    ids=lambda each: each[0] if isinstance(each, list) else "",
)
def test_a_command_does_not_load_what_only_others_need(words: list[str], unwanted: tuple[str, ...]) -> None:
    program = (
        "import sys\n"
        "from clinic_app.cli.main import main\n"
        "try:\n"
        "    main(sys.argv[1:])\n"
        "finally:\n"
        "    print('loaded', *sys.modules, file=sys.stderr)\n"
    )
    said = subprocess.run([sys.executable, "-c", program, *words], capture_output=True, text=True, check=True).stderr
    loaded = said.split()
    assert loaded[0] == "loaded"
    assert [name for name in unwanted if name in loaded] == []


@pytest.mark.parametrize("command", COMMANDS, ids=lambda each: each.name)
def test_every_command_says_how_it_is_written(command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        build_parser().parse_args([command.name, "--help"])
    assert left.value.code == 0
    assert f"clinic-app {command.name}" in capsys.readouterr().out

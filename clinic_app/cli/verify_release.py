"""`verify-release`: whether a folder is a release as it was signed, before anything of it is installed."""

from __future__ import annotations

import argparse
from pathlib import Path

from clinic_app import __version__
from clinic_app.cli.session import CommandProblem, print_json
from clinic_app.clock import SystemClock
from clinic_app.release import ReleaseProblem, read_public_key, verify_release


def add_options(parser: argparse.ArgumentParser) -> None:
    """The folder, and the key that came another way."""
    parser.add_argument("folder", metavar="DIR", type=Path, help="发布的文件夹")
    parser.add_argument("--key", metavar="FILE", type=Path, required=True, help="发布公钥（PEM），从县里另外拿到的")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Say that it is, or why not."""
    try:
        release = verify_release(arguments.folder, read_public_key(arguments.key), __version__, SystemClock().today())
    except ReleaseProblem as problem:
        raise CommandProblem(str(problem)) from None
    except OSError:
        raise CommandProblem(f"文件夹读不出来：{arguments.folder}，没有核对") from None
    if arguments.json:
        print_json({"version": release.version, "files": len(release.files), "expires_on": str(release.expires_on)})
    else:
        print(f"签名和{len(release.files)}个文件都对：版本{release.version}，{release.made_on}发布，可以安装")
    return 0

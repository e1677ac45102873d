"""`clinic-app`: the desktop window, and every headless job."""

from __future__ import annotations

import sys

from clinic_app.cli.main import main

if __name__ == "__main__":
    sys.exit(main())

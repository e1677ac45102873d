"""`clinic-app` in a process of its own, whose gallery takes a few pages in every size and the others in one.

The tour of somebody who asks for it takes everything; of a test that takes three times as long and says nothing more.
"""

from __future__ import annotations

import sys
from functools import partial

from clinic_app.__main__ import main
from clinic_app.demo import tour
from clinic_app.demo.gallery import Gallery

SAMPLE = frozenset({"work", "resident", "visit", "referrals", "slip"})
"""A list, a person, a form, two panes, and a page of the desk that receives."""

if __name__ == "__main__":
    vars(tour)["Gallery"] = partial(Gallery, sample=SAMPLE)
    sys.exit(main())

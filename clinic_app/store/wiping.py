"""What a closed file leaves in memory: freed memory is overwritten while it closes, and goes back to the system.

The C library of Linux does that for as long as it is asked to. Elsewhere SQLCipher does; it cannot be told to stop, and
on Linux whatever the process opened afterwards was several times slower (decisions/0032).
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

M_PERTURB = -6
"""glibc's own name for the byte that memory is filled with when it is freed."""
FILLED = 0xA5


@contextmanager
def wiping(otherwise: Callable[[], None]) -> Iterator[None]:
    """What is freed in this block is overwritten. `otherwise` asks SQLCipher, where the C library cannot."""
    library = ctypes.CDLL(None) if sys.platform == "linux" else None
    if library is None or not (hasattr(library, "mallopt") and hasattr(library, "malloc_trim")):
        otherwise()
        yield
        return
    library.mallopt(M_PERTURB, FILLED)
    try:
        yield
    finally:
        library.mallopt(M_PERTURB, 0)
        library.malloc_trim(0)

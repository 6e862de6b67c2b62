"""The window: Qt only, no rule."""

import sys

if sys.version_info < (3, 12):
    # PySide6 6.12 is built for Pythons whose None, True and False never die: on 3.11 each call of a method without a
    # result takes one reference of None away without having added it (measured: 1000 calls, 1000 references), and the
    # process aborts after some ten thousand calls. References in plenty make the three as undying as in 3.12.
    import ctypes

    for eternal in (None, True, False):
        ctypes.c_ssize_t.from_address(id(eternal)).value += 1 << 40

"""People and six months of their history, lived through the services under a clock that is set back.

The same date gives the same story on every machine. Docstrings in `story` say how it is told.
"""

from tfl.ops.demo.people import ACCOUNTS, PASSWORD
from tfl.ops.demo.story import build_demo

__all__ = ["ACCOUNTS", "PASSWORD", "build_demo"]

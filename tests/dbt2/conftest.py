"""The project's modules that these tests share with the others."""

import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
sys.path += [str(PROJECT / "tests" / "python")]

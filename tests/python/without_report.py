"""Publishing marts too small for a report: what takes its place, here and in other processes."""

from __future__ import annotations

# for the start of a script that publishes in a process of its own
SCRIPT = """
import contextlib
import trust_value.report
trust_value.report.render_report = lambda *_: None
trust_value.report.Drawing = contextlib.nullcontext
"""

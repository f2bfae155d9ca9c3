"""The thin wrapper around the dbt project: lands published returns, builds, publishes, reports.

No figure is computed here; every calculation is a model or a query.
"""

__version__ = "0.1.0"

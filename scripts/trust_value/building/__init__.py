"""Run `dbt build` on what has changed."""

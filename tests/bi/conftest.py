"""Apache Superset in this process, its own database in a temporary folder, no network."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
SERVED = Path(os.environ.get("TRUST_VALUE_SERVED", PROJECT / "serve" / "current"))
PASSWORD = "only-in-this-test"
CONFIG = """
SECRET_KEY = "only in this test, never of use to anyone"
SQLALCHEMY_DATABASE_URI = "sqlite:///{folder}/superset.db"
WTF_CSRF_ENABLED = False
TALISMAN_ENABLED = False
RATELIMIT_ENABLED = False
FAB_ADD_SECURITY_API = True
"""


@pytest.fixture(scope="session")
def served_file() -> Path:
    """The served DuckDB file, by the path that a BI tool is given."""
    path = SERVED / "trust_value.duckdb"
    if not path.is_file():
        pytest.fail(f"nothing is served at {path}: run `make run`")
    return path


@pytest.fixture(scope="session")
def superset(tmp_path_factory: pytest.TempPathFactory):
    """A client of a new Superset, logged in as its administrator."""
    folder = tmp_path_factory.mktemp("superset")
    config = folder / "superset_config.py"
    config.write_text(CONFIG.format(folder=folder))
    os.environ["SUPERSET_CONFIG_PATH"] = str(config)
    os.environ["SUPERSET_HOME"] = str(folder)
    from superset.app import create_app

    app = create_app()
    with app.app_context():
        from flask_migrate import upgrade
        from superset.extensions import appbuilder

        upgrade(directory=str(Path(app.root_path) / "migrations"))
        appbuilder.add_permissions(update_perms=True)
        manager = appbuilder.sm
        manager.sync_role_definitions()
        role = manager.find_role("Admin")
        manager.add_user("analyst", "An", "Analyst", "analyst@localhost", role, password=PASSWORD)
    # outside that context, so that each request is its own, as from a browser
    client = app.test_client()
    user = {"username": "analyst", "password": PASSWORD, "provider": "db", "refresh": False}
    answer = client.post("/api/v1/security/login", json=user)
    assert answer.status_code == 200, answer.text
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {answer.json['access_token']}"
    return client

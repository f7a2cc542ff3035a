"""Settings of the test suite: the real settings on a throw-away home.

SQLite by default; PostgreSQL where TAWTHIQ_TEST_DATABASE holds the URL of a server.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from tawthiq.config.home import create_home, load_home

_folder = Path(tempfile.mkdtemp(prefix="tawthiq-tests-"))
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["TAWTHIQ_HOME"] = str(_folder / "home")
create_home(_folder / "home", organisation="Tests", zone="Asia/Damascus", counting_rule="snhr-2019")

from tawthiq.config.settings import *  # noqa: E402, F403  settings read the home made above
from tawthiq.config.settings import database_settings  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if url := os.environ.get("TAWTHIQ_TEST_DATABASE"):
    _toml = _folder / "home" / "tawthiq.toml"
    _toml.write_text(_toml.read_text().replace('database = "sqlite"', f'database = "{url}"'))
DATABASES = {
    "default": {
        **database_settings(load_home(_folder / "home")),
        "TEST": {"NAME": None if url else str(_folder / "test.sqlite3"), "MIGRATE": True},
    }
}

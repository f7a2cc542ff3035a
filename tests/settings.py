"""Settings of the test suite: the real settings on a throw-away home, on the database that the run asks for."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from tawthiq.config.home import create_home

_folder = Path(tempfile.mkdtemp(prefix="tawthiq-tests-"))
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["TAWTHIQ_HOME"] = str(_folder / "home")
create_home(_folder / "home", organisation="Tests", zone="Asia/Damascus", counting_rule="snhr-2019")

from tawthiq.config.settings import *  # noqa: E402, F403  settings read the home made above

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

"""Settings of the test suite: the real settings on a throw-away home, on the database that the run asks for."""

import os
import tempfile

os.environ.setdefault("TAWTHIQ_HOME", tempfile.mkdtemp(prefix="tawthiq-tests-"))

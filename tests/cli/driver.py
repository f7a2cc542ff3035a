"""Run many commands on one home in one process: loading everything for each takes far longer than the command.

Reads a list of argument lists as JSON, writes a list of [exit code, standard output, standard error].
"""

import contextlib
import io
import json
import sys

from tawthiq.cli import run

if __name__ == "__main__":
    done = []
    for arguments in json.load(sys.stdin):
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = run(arguments)
        done.append([code, out.getvalue(), err.getvalue()])
    json.dump(done, sys.stdout)

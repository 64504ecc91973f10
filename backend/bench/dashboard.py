"""The dashboard in front of Argus, as `make up` serves it: the production build in a process of its own."""

import http.client
import os
import shutil
import subprocess
import time
from pathlib import Path
from typing import Self

from bench.argus_process import BACKEND, ArgusError, ArgusProcess

FRONTEND = BACKEND.parent / "frontend"
SERVER = FRONTEND / ".next" / "standalone" / "server.js"
READY_SECONDS = 60.0


class Dashboard:
    """Runs while its block does. Raises ArgusError where it is not built or does not answer."""

    def __init__(self, argus: ArgusProcess) -> None:
        self.port = argus.dashboard_port
        self.url = f"http://localhost:{self.port}"
        self._log: Path = argus.folder / "dashboard.log"
        self._environ = {
            "PATH": os.environ.get("PATH", os.defpath),
            "HOSTNAME": "127.0.0.1",
            "PORT": str(self.port),
            "ARGUS_API_URL": argus.url,
            "NODE_ENV": "production",
        }

    def __enter__(self) -> Self:
        if not SERVER.exists():
            raise ArgusError("the dashboard is not built: run `npm run build` in frontend")
        with self._log.open("wb") as log:
            command = [shutil.which("node") or "node", str(SERVER)]
            self._process = subprocess.Popen(command, cwd=FRONTEND, env=self._environ, stdout=log, stderr=log)
        try:
            self._await()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(self, *_exception: object) -> None:
        self._stop()

    def _await(self) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise ArgusError(f"the dashboard did not come up; see {self._log}")
            time.sleep(0.05)

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/login")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def _stop(self) -> None:
        self._process.terminate()
        self._process.wait()

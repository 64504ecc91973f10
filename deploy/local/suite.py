"""`make test`, `make test-quick` and `make test-long`: every runner, then a few lines that sum them up."""

import os
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from local.build import build_frontend
from local.counts import Counts, from_junit, from_playwright, from_vitest
from local.install import install_backend, install_frontend
from local.places import BACKEND, FRONTEND, PYTHON
from local.prerequisites import require_node
from local.processes import run
from local.terminal import Step, say
from local.tools import ensure_browser, ensure_postgresql, ensure_sandbox_binaries

OWN_SETTINGS = ("ARGUS_", "DATABASE_URL", "JWT_SECRET", "ENCRYPTION_KEY", "KUBECONFIG")
KEPT = ("ARGUS_CHROMIUM",)
# The soak takes fifty minutes, and its cluster has to be made, on a slow machine too.
LONG_TEST_SECONDS = 4500
BROWSER_FAULTS = ("e2e/recovery.spec.ts", "e2e/outage.spec.ts")


class Tally:
    """What each runner reported, and whether all of them ended well."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.rows: list[tuple[str, Counts]] = []
        self.well = True

    def add(self, name: str, counts: Counts, code: int) -> None:
        """Note a runner's counts; a bad exit code without a failed test is bad too."""
        self.rows.append((name, counts))
        self.well = self.well and code == 0 and counts.failed == 0

    def close(self) -> int:
        """Print the summary and return the exit code."""
        say("")
        for name, counts in self.rows:
            say(f"{name:<22}{counts}")
        say(f"{'time':<22}{time.monotonic() - self.began:.0f} s")
        total = sum((counts for _, counts in self.rows), Counts())
        for name in total.names:
            say(f"failed: {name}")
        say("all went well" if self.well else "something went wrong: see above")
        say(str(total))
        return 0 if self.well else 1


def everything() -> int:
    """Every test there is; installs what it lacks."""
    install()
    browser = install_sandbox()
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="argus-test-") as folder:
        reports = Path(folder)
        backend_tests(tally, reports, [])
        component_tests(tally, reports)
        if (FRONTEND / "playwright.config.ts").exists():
            browser_tests(tally, reports, browser)
    return tally.close()


def quick() -> int:
    """What needs no cluster, no browser and no build."""
    install()
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="argus-test-") as folder:
        backend_tests(tally, Path(folder), ["-m", "not cluster"])
        component_tests(tally, Path(folder))
    return tally.close()


def long() -> int:
    """The tests of faults, as often, as many and as long as Argus promises to bear; four hours and more."""
    install()
    browser = install_sandbox()
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="argus-test-") as folder:
        patience = (f"timeout={LONG_TEST_SECONDS}", "-o", f"faulthandler_timeout={LONG_TEST_SECONDS + 300}")
        backend_tests(tally, Path(folder), ["tests/faults", "tests/contract", "--long", "-v", "-o", *patience])
        browser_tests(tally, Path(folder), {**browser, "ARGUS_LONG": "1"}, BROWSER_FAULTS)
    return tally.close()


def install() -> None:
    """What every test needs."""
    forget_settings()
    require_node()
    install_backend(development=True)
    install_frontend()


def install_sandbox() -> dict[str, str]:
    """What the tests on real parts need; returns the settings by which they find the browser."""
    ensure_postgresql()
    browser = ensure_browser()
    ensure_sandbox_binaries()
    return browser


def forget_settings() -> None:
    """The tests set up their own Argus: this person's settings must not reach them."""
    for name in list(os.environ):
        if name.startswith(OWN_SETTINGS) and name not in KEPT:
            del os.environ[name]


def backend_tests(tally: Tally, reports: Path, options: Sequence[str]) -> None:
    """pytest over backend/tests and the plugins."""
    with Step("testing the backend (pytest)"):
        report = reports / "pytest.xml"
        code = run([PYTHON, "-m", "pytest", "-q", f"--junitxml={report}", *options], BACKEND)
    tally.add("backend (pytest)", from_junit(report), code)


def component_tests(tally: Tally, reports: Path) -> None:
    """vitest over the frontend's components."""
    with Step("testing the components (vitest)"):
        report = reports / "vitest.json"
        options = ["--reporter=default", "--reporter=json", f"--outputFile.json={report}"]
        code = _npx(["vitest", "run", *options], {})
    tally.add("components (vitest)", from_vitest(report), code)


def browser_tests(tally: Tally, reports: Path, browser: Mapping[str, str], specs: Sequence[str] = ()) -> None:
    """Playwright against the real stack, on the production build; all specs or some."""
    build_frontend()
    with Step("testing in the browser (Playwright)"):
        report = reports / "playwright.json"
        settings = {**browser, "PLAYWRIGHT_JSON_OUTPUT_NAME": str(report), "ARGUS_PYTHON": str(PYTHON)}
        code = _npx(["playwright", "test", "--reporter=list,json", *specs], settings)
    tally.add("browser (Playwright)", from_playwright(report), code)


def _npx(command: Sequence[str], extra: Mapping[str, str]) -> int:
    return run(["npx", "--no-install", *command], FRONTEND, extra)

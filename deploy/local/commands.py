"""The commands that the Makefile calls."""

from collections.abc import Callable, Sequence

from local.terminal import Stop, complain


def _up(_arguments: Sequence[str]) -> int:
    from local.up import up

    return up(reload=False)


def _dev(_arguments: Sequence[str]) -> int:
    from local.up import up

    return up(reload=True)


def _test(_arguments: Sequence[str]) -> int:
    from local.suite import everything

    return everything()


def _test_quick(_arguments: Sequence[str]) -> int:
    from local.suite import quick

    return quick()


def _test_long(_arguments: Sequence[str]) -> int:
    from local.suite import long

    return long()


def _check(_arguments: Sequence[str]) -> int:
    from local.check import check

    return check()


def _contract(_arguments: Sequence[str]) -> int:
    from local.contract import write

    return write()


def _argus(arguments: Sequence[str]) -> int:
    from local.install import install_backend
    from local.places import ROOT, VENV_BIN
    from local.processes import run

    install_backend(development=False)
    return run([VENV_BIN / "argus", *arguments], ROOT)


def _bench(arguments: Sequence[str]) -> int:
    from local.bench import bench

    return bench(arguments)


def _install(arguments: Sequence[str]) -> int:
    from local.install import install_backend, install_frontend
    from local.prerequisites import require_node

    if "frontend" in arguments:
        require_node()
        install_frontend()
    if "backend" in arguments:
        install_backend(development="--dev" in arguments)
    return 0


def _clean(_arguments: Sequence[str]) -> int:
    from local.clean import clean

    return clean()


COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "up": _up,
    "dev": _dev,
    "test": _test,
    "test-quick": _test_quick,
    "test-long": _test_long,
    "check": _check,
    "contract": _contract,
    "argus": _argus,
    "bench": _bench,
    "install": _install,
    "clean": _clean,
}


def main(arguments: Sequence[str]) -> int:
    """Run one command; returns the exit code. Whatever the person can mend is one line, not a traceback."""
    if not arguments or arguments[0] not in COMMANDS:
        complain(f"say what to do: {', '.join(COMMANDS)}")
        return 2
    try:
        return COMMANDS[arguments[0]](arguments[1:])
    except Stop as stop:
        complain(str(stop))
        return 1
    except KeyboardInterrupt:
        complain("stopped")
        return 130

"""What an operator may set. This module is the only reader of the environment."""

import os
import re
import secrets
from collections.abc import Callable, Mapping
from ipaddress import IPv4Network, IPv6Network, ip_network
from math import inf
from pathlib import Path
from typing import Any, Literal, cast

import msgspec

Network = IPv4Network | IPv6Network
MIN_SECRET_LENGTH = 32
DISTINCT_CHARACTERS = 8
PLACEHOLDERS = re.compile(
    "change[-_ ]?(me|this|it)|replace[-_ ]?(me|this|it)|placeholder|password|development|secret|default|argus"
)


class SettingsError(Exception):
    """A setting is missing or unusable; the message names it and says what to do."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Every setting, with its environment variable in `VARIABLES`."""

    home: Path
    environment: Literal["development", "production"] = "development"
    database_url: str
    jwt_secret: str
    encryption_keys: tuple[str, ...]
    host: str = "127.0.0.1"
    api_port: int = 8080
    port: int = 3000
    origins: frozenset[str] = frozenset()
    admin_email: str = "admin@argus.local"
    admin_password: str | None = None
    log_level: str = "INFO"
    log_format: Literal["json", "console"] = "json"
    allowed_networks: tuple[Network, ...] = ()
    denied_networks: tuple[Network, ...] = ()
    exec_plugins: frozenset[str] = frozenset()
    kubeconfig_paths: tuple[Path, ...] = ()
    import_contexts: Literal["auto", "never"] = "auto"
    sandbox: Literal["auto", "always", "never"] = "auto"
    trusted_proxies: tuple[Network, ...] = ()
    watch_idle_seconds: float = 300.0
    probe_interval_seconds: float = 15.0
    metrics_token: str | None = None

    @property
    def development(self) -> bool:
        return self.environment == "development"


VARIABLES: dict[str, str] = {
    "home": "ARGUS_HOME",
    "environment": "ARGUS_ENV",
    "database_url": "DATABASE_URL",
    "jwt_secret": "JWT_SECRET",
    "encryption_keys": "ENCRYPTION_KEY",
    "host": "ARGUS_HOST",
    "api_port": "ARGUS_API_PORT",
    "port": "ARGUS_PORT",
    "origins": "ARGUS_ORIGINS",
    "admin_email": "ARGUS_ADMIN_EMAIL",
    "admin_password": "ARGUS_ADMIN_PASSWORD",
    "log_level": "ARGUS_LOG_LEVEL",
    "log_format": "ARGUS_LOG_FORMAT",
    "allowed_networks": "ARGUS_ALLOWED_NETWORKS",
    "denied_networks": "ARGUS_DENIED_NETWORKS",
    "exec_plugins": "ARGUS_EXEC_PLUGINS",
    "kubeconfig_paths": "KUBECONFIG",
    "import_contexts": "ARGUS_IMPORT",
    "sandbox": "ARGUS_SANDBOX",
    "trusted_proxies": "ARGUS_TRUSTED_PROXIES",
    "watch_idle_seconds": "ARGUS_WATCH_IDLE_SECONDS",
    "probe_interval_seconds": "ARGUS_PROBE_INTERVAL_SECONDS",
    "metrics_token": "ARGUS_METRICS_TOKEN",
}


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings; in development, missing secrets are made and kept under `home`.

    Raises SettingsError naming the variable that cannot be used.
    """
    env = os.environ if environ is None else environ
    given = {field: env[name].strip() for field, name in VARIABLES.items() if env.get(name, "").strip()}
    home = Path(given.pop("home", "~/.argus")).expanduser().resolve()
    values: dict[str, object] = {"home": home}
    for field, text in given.items():
        try:
            values[field] = _PARSERS.get(field, str)(text)
        except ValueError as error:
            raise SettingsError(f"{VARIABLES[field]}: {error}") from None
    development = values.get("environment", "development") == "development"
    values.setdefault("database_url", f"sqlite+aiosqlite:///{home / 'argus.db'}")
    values["database_url"] = _async_url(str(values["database_url"]))
    values["jwt_secret"] = _secret(given.get("jwt_secret", ""), "JWT_SECRET", home, development)
    keys = _parts(given.get("encryption_keys", "")) or ("",)
    values["encryption_keys"] = tuple(_secret(key, "ENCRYPTION_KEY", home, development) for key in keys)
    if "metrics_token" in given:
        values["metrics_token"] = _secret(given["metrics_token"], "ARGUS_METRICS_TOKEN", home, development)
    values.setdefault("kubeconfig_paths", _paths("~/.kube/config"))
    if "origins" not in values:
        port = values.get("port", 3000)
        values["origins"] = frozenset({f"http://localhost:{port}", f"http://127.0.0.1:{port}"})
    return Settings(**cast(dict[str, Any], values))


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _networks(text: str) -> tuple[Network, ...]:
    return tuple(ip_network(part) for part in _parts(text))


def _names(text: str) -> frozenset[str]:
    return frozenset(part.rstrip("/") for part in _parts(text))


def _one_of(*choices: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text not in choices:
            raise ValueError(f"{text!r} is not known; use {' or '.join(choices)}")
        return text

    return parse


def _paths(text: str) -> tuple[Path, ...]:
    return tuple(Path(part).expanduser().absolute() for part in text.split(os.pathsep) if part)


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise ValueError(f"{text} is not a port; give a number from 1 to 65535")
    return int(text)


def _positive(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number < inf:
        raise ValueError(f"{text} is not a time; give seconds, more than 0")
    return number


_PARSERS: dict[str, Callable[[str], object]] = {
    "environment": _one_of("development", "production"),
    "log_level": _one_of("DEBUG", "INFO", "WARNING", "ERROR"),
    "log_format": _one_of("json", "console"),
    "import_contexts": _one_of("auto", "never"),
    "sandbox": _one_of("auto", "always", "never"),
    "api_port": _port,
    "port": _port,
    "origins": _names,
    "allowed_networks": _networks,
    "denied_networks": _networks,
    "trusted_proxies": _networks,
    "exec_plugins": _names,
    "kubeconfig_paths": _paths,
    "watch_idle_seconds": _positive,
    "probe_interval_seconds": _positive,
}


def _async_url(url: str) -> str:
    scheme, separator, rest = url.partition("://")
    if not separator:
        raise SettingsError("DATABASE_URL: not a URL; use postgresql://user:password@host/name or sqlite:///path")
    drivers = {"postgres": "postgresql+asyncpg", "postgresql": "postgresql+asyncpg", "sqlite": "sqlite+aiosqlite"}
    scheme = drivers.get(scheme, scheme)
    if scheme not in drivers.values():
        raise SettingsError(f"DATABASE_URL: {scheme} is not supported; use postgresql:// or sqlite:///")
    return f"{scheme}://{rest}"


def _secret(given: str, variable: str, home: Path, development: bool) -> str:
    """A strong secret: the one given, or in development one kept in `home` with mode 0600."""
    if given:
        if _weak(given) and not development:
            raise SettingsError(
                f"{variable}: too weak; use {MIN_SECRET_LENGTH} or more random characters: `openssl rand -hex 32`"
            )
        return given
    if not development:
        raise SettingsError(f"{variable}: not set; outside development Argus does not make secrets up")
    kept = home / variable.lower()
    if not kept.exists():
        try:
            home.mkdir(parents=True, exist_ok=True, mode=0o700)
            descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise SettingsError(f"ARGUS_HOME: {home} cannot be written to: {error.strerror}") from error
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(32))
    return kept.read_text().strip()


def _weak(secret: str) -> bool:
    """Short, of few characters, one text again and again, or little more than words that stand in for a secret."""
    rest = PLACEHOLDERS.sub("", secret.lower())
    repeats = any(secret.startswith(secret[start:]) for start in range(1, len(secret) // 2 + 1))
    few = len(set(rest)) < DISTINCT_CHARACTERS or len(rest) < MIN_SECRET_LENGTH // 2
    return repeats or few or len(secret) < MIN_SECRET_LENGTH

"""What an operator may set, and how Argus refuses what it cannot use."""

import secrets
import stat
from pathlib import Path

import pytest

from argus.settings import Settings, SettingsError, load

STRONG = "0123456789abcdefghijklmnopqrstuv"


def development(home: Path, **more: str) -> Settings:
    return load({"ARGUS_HOME": str(home), **more})


def production(home: Path, **more: str) -> Settings:
    given = {"ARGUS_ENV": "production", "JWT_SECRET": STRONG, "ENCRYPTION_KEY": STRONG[::-1]}
    return development(home, **(given | more))


def test_development_makes_secrets_once_and_keeps_them_private(tmp_path: Path) -> None:
    first, second = development(tmp_path), development(tmp_path)
    assert first.jwt_secret == second.jwt_secret
    assert first.encryption_keys == second.encryption_keys
    assert first.jwt_secret != first.encryption_keys[0]
    for name in ("jwt_secret", "encryption_key"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


@pytest.mark.parametrize("variable", ["JWT_SECRET", "ENCRYPTION_KEY"])
@pytest.mark.parametrize(
    "value",
    [
        "",
        "changeme",
        "short",
        "a" * 64,
        "change-me-change-me-change-me-change-me",
        "CHANGE_ME_CHANGE_ME_CHANGE_ME_CHANGE",
        "please-change-me-please-change-me",
        "argus-development-secret-password-1",
        "0123456789abcdef0123456789abcdef",
    ],
)
def test_production_refuses_missing_and_weak_secrets(tmp_path: Path, variable: str, value: str) -> None:
    with pytest.raises(SettingsError, match=variable):
        production(tmp_path, **{variable: value})


def test_a_token_for_metrics_may_be_left_out_and_has_to_be_strong(tmp_path: Path) -> None:
    assert production(tmp_path).metrics_token is None
    assert production(tmp_path, ARGUS_METRICS_TOKEN=STRONG).metrics_token == STRONG
    assert development(tmp_path, ARGUS_METRICS_TOKEN="short").metrics_token == "short"
    with pytest.raises(SettingsError, match="ARGUS_METRICS_TOKEN"):
        production(tmp_path, ARGUS_METRICS_TOKEN="short")


@pytest.mark.parametrize("keys", ["x,{}", "{},x", "{},change-me-change-me-change-me-change-me", ","])
def test_each_encryption_key_has_to_be_strong(tmp_path: Path, keys: str) -> None:
    with pytest.raises(SettingsError, match="ENCRYPTION_KEY"):
        production(tmp_path, ENCRYPTION_KEY=keys.format(STRONG))
    assert development(tmp_path, ENCRYPTION_KEY=keys.format(STRONG)).encryption_keys


def test_random_secrets_pass(tmp_path: Path) -> None:
    for secret in (secrets.token_hex(32), secrets.token_hex(16), secrets.token_urlsafe(32), "a passphrase, long: 0x5f"):
        key = secret.replace(",", ";").ljust(32, "!")
        assert production(tmp_path, ENCRYPTION_KEY=key, JWT_SECRET=key).jwt_secret == key


def test_a_home_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(SettingsError, match=r"ARGUS_HOME: .*file/home cannot be written to: Not a directory"):
        development(tmp_path / "file" / "home")


def test_production_makes_no_files(tmp_path: Path) -> None:
    production(tmp_path / "home")
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    "variable, value, says",
    [
        ("ARGUS_PORT", "0", "not a port"),
        ("ARGUS_API_PORT", "http", "http is not a port"),
        ("ARGUS_ENV", "staging", "development or production"),
        ("ARGUS_SANDBOX", "maybe", "auto or always or never"),
        ("ARGUS_ALLOWED_NETWORKS", "10.0.0.0/99", "10.0.0.0/99"),
        ("ARGUS_WATCH_IDLE_SECONDS", "-1", "more than 0"),
        ("ARGUS_PROBE_INTERVAL_SECONDS", "often", "often is not a time"),
        ("ARGUS_PROBE_INTERVAL_SECONDS", "nan", "nan is not a time"),
        ("DATABASE_URL", "mysql://x/y", "not supported"),
        ("DATABASE_URL", "nonsense", "not a URL"),
    ],
)
def test_an_unusable_value_is_named_with_the_remedy(tmp_path: Path, variable: str, value: str, says: str) -> None:
    with pytest.raises(SettingsError, match=says) as refused:
        development(tmp_path, **{variable: value})
    assert str(refused.value).startswith(variable)


def test_values_are_parsed(tmp_path: Path) -> None:
    settings = development(
        tmp_path,
        ARGUS_ORIGINS="https://argus.example.com/, https://b.example.com",
        ARGUS_DENIED_NETWORKS="10.9.0.0/16,fd00::/8",
        ENCRYPTION_KEY=f"{STRONG},{STRONG[::-1]}",
        DATABASE_URL="postgres://u:p@db/argus",
    )
    assert settings.origins == {"https://argus.example.com", "https://b.example.com"}
    assert [str(network) for network in settings.denied_networks] == ["10.9.0.0/16", "fd00::/8"]
    assert settings.encryption_keys == (STRONG, STRONG[::-1])
    assert settings.database_url == "postgresql+asyncpg://u:p@db/argus"


def test_the_browser_origin_follows_the_port(tmp_path: Path) -> None:
    assert "http://localhost:4000" in development(tmp_path, ARGUS_PORT="4000").origins

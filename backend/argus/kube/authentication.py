"""The headers that sign Argus in to an apiserver, by kubernetes_asyncio's configuration and exec provider."""

import asyncio
import time
from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec

from argus.errors import UpstreamUnreachable
from argus.kube.credentials import Credentials, ExecPlugin
from argus.settings import VARIABLES

if TYPE_CHECKING:
    from kubernetes_asyncio.client import Configuration

SECRETS = ("jwt_secret", "encryption_keys", "database_url", "admin_password", "metrics_token")
PLUGIN_SECONDS = 30.0
EARLY_SECONDS = 60.0
DEFAULT_TOKEN_SECONDS = 600.0


class _PluginStatus(msgspec.Struct, rename="camel"):
    token: str = ""
    expiration_timestamp: datetime | None = None


class Authentication:
    """Signs requests. A token from an exec plugin is kept until a minute before it expires."""

    def __init__(self, configuration: "Configuration", cluster: str, plugin: ExecPlugin | None) -> None:
        self._configuration = configuration
        self._cluster = cluster
        self._plugin = plugin
        self._fresh_until = 0.0
        self._lock = asyncio.Lock()

    async def headers(self) -> dict[str, str]:
        """Raises UpstreamUnreachable where the exec plugin fails."""
        if self._plugin:
            async with self._lock:
                if time.monotonic() >= self._fresh_until:
                    await self._run(self._plugin)
        settings = await self._configuration.auth_settings()
        if "BearerToken" in settings:
            return {"Authorization": str(settings["BearerToken"]["value"])}
        if self._configuration.username:
            return {"Authorization": str(self._configuration.get_basic_auth_token())}
        return {}

    def forget(self) -> None:
        """The cluster refused the token: ask the plugin again next time."""
        self._fresh_until = 0.0

    async def _run(self, plugin: ExecPlugin) -> None:
        try:
            async with asyncio.timeout(PLUGIN_SECONDS):
                status = msgspec.convert(await _provider(plugin).run(), _PluginStatus)
        except Exception as error:
            raise _failed(self._cluster, plugin, f"did not give a token ({type(error).__name__})") from error
        if not status.token:
            raise _failed(self._cluster, plugin, "gave no token; client certificates from plugins are not supported")
        self._configuration.api_key["BearerToken"] = status.token
        expires = status.expiration_timestamp
        left = expires.timestamp() - time.time() - EARLY_SECONDS if expires else DEFAULT_TOKEN_SECONDS
        self._fresh_until = time.monotonic() + left


async def authenticate(credentials: Credentials, cluster: str, plugins: frozenset[str]) -> Authentication:
    """How to sign in with `credentials`. Raises UpstreamUnreachable where they need a command not in `plugins`."""
    plugin = credentials.plugin
    if plugin and plugin.command not in plugins:
        raise _failed(cluster, plugin, "is not in ARGUS_EXEC_PLUGINS")
    kind = await asyncio.to_thread(_configuration_type)
    configuration = kind(host=credentials.server, username=credentials.username, password=credentials.password)
    configuration.api_key_prefix["BearerToken"] = "Bearer"
    if credentials.token:
        configuration.api_key["BearerToken"] = credentials.token
    return Authentication(configuration, cluster, plugin)


def _configuration_type() -> "type[Configuration]":
    """Imported at first use and in a thread: the package takes seconds to import."""
    from kubernetes_asyncio.client import Configuration

    return Configuration


def _provider(plugin: ExecPlugin) -> Any:
    """The exec provider, with the server's environment less Argus' own secrets."""
    from kubernetes_asyncio.config.exec_provider import ExecProvider
    from kubernetes_asyncio.config.kube_config import ConfigNode

    described: dict[str, Any] = {"command": plugin.command, "apiVersion": plugin.api_version}
    if plugin.args:
        described["args"] = list(plugin.args)
    provider = ExecProvider(ConfigNode("exec", described))
    own = frozenset(VARIABLES[field] for field in SECRETS)
    provider.env = {name: value for name, value in provider.env.items() if name not in own} | dict(plugin.env)
    return provider


def _failed(cluster: str, plugin: ExecPlugin, why: str) -> UpstreamUnreachable:
    message = f"Cluster {cluster} cannot be reached: the exec plugin {plugin.command!r} {why}."
    return UpstreamUnreachable(message, cluster=cluster, reason="Plugin")

"""Reading grants."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from argus.access.models import GrantRow
from argus.access.roles import Grant


async def grants_of(database: AsyncSession | AsyncConnection, user_id: str) -> tuple[Grant, ...]:
    """Everything a user was granted, in a stable order."""
    columns = select(GrantRow.role, GrantRow.cluster, GrantRow.namespace)
    found = await database.execute(columns.where(GrantRow.user_id == user_id).order_by(GrantRow.id))
    return tuple(Grant(role, cluster, namespace) for role, cluster, namespace in found)

"""Create page: a page of the wanted name and category, once."""

from collections.abc import Mapping

from executor.visit import Visit
from executor.walk.creation import create


async def act(visit: Visit, params: Mapping[str, str]) -> str:
    return await create(visit, params, name=params["page_name"], noun="Page")

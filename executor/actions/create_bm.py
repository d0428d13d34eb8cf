"""Create BM: a business manager of the wanted name, once."""

from collections.abc import Mapping

from executor.visit import Visit
from executor.walk.creation import create


async def act(visit: Visit, params: Mapping[str, str]) -> str:
    return await create(visit, params, name=params["bm_name"], noun="BM")

"""Check: whether the account is logged in. Getting inside is the whole work."""

from collections.abc import Mapping

from executor.visit import Visit


async def act(visit: Visit, params: Mapping[str, str]) -> str:  # noqa: ARG001 - every action has the same form
    return visit.progress.login_status.label

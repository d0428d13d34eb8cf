"""Options an app has suggested: only these may later be chosen in an external select."""

from collections import defaultdict

from .documents import Json

KEPT = 1000
Offered = dict[str, list[Json]]


class Suggestions:
    """By person and container; inside, by action_id with the newest first."""

    def __init__(self) -> None:
        self._offered: defaultdict[tuple[str, str], Offered] = defaultdict(dict)

    def remember(self, user_id: str, container_id: str, action_id: str, options: list[Json]) -> None:
        known = self._offered[user_id, container_id]
        known[action_id] = [*options, *known.get(action_id, [])][:KEPT]

    def of(self, user_id: str, container_id: str) -> Offered:
        return self._offered.get((user_id, container_id), {})

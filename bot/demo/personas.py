"""The demo's cast: 40 accounts in three groups, most of them well, some in every kind of trouble."""

from dataclasses import dataclass
from typing import Literal

Trouble = Literal[
    "", "checkpoint", "code", "disabled", "wrong_password", "expired", "signed_out", "no_proxy", "dead_proxy"
]

GROUPS = ("americas", "apac", "emea")

_FIRST = (
    "Ada", "Bruno", "Carla", "Daichi", "Elif", "Femi", "Greta", "Hugo", "Ines", "Jonas",
    "Kavya", "Liam", "Mei", "Nadia", "Omar", "Paula", "Quentin", "Rosa", "Sven", "Tara",
)  # fmt: skip
_LAST = ("Keller", "Okafor", "Tanaka", "Moreau")
_COUNT = 40
# Spread out, so that a dozen accounts chosen from the top of the menu are all well.
_TROUBLES: dict[int, Trouble] = {
    14: "expired", 17: "no_proxy", 20: "checkpoint", 23: "dead_proxy", 26: "wrong_password",
    29: "code", 31: "expired", 33: "disabled", 35: "no_proxy", 37: "signed_out", 39: "dead_proxy",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Persona:
    """One account of the demo."""

    login: str
    user_id: str
    name: str
    group: str
    password: str
    trouble: Trouble


def cast() -> list[Persona]:
    """All of them, in the order of their logins."""
    people = sorted(f"{first} {last}" for first in _FIRST for last in _LAST[:2])
    return [_persona(number, name) for number, name in enumerate(people[:_COUNT])]


def _persona(number: int, name: str) -> Persona:
    return Persona(
        login=name.lower().replace(" ", "."),
        user_id=str(100012340000000 + number * 7919),
        name=name,
        group=GROUPS[number % len(GROUPS)],
        password=f"practice-{number}",
        trouble=_TROUBLES.get(number, ""),
    )

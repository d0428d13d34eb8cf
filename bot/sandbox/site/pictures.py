"""Pictures: avatars, covers and icons, drawn as inline SVG so that every name gets its own."""

import hashlib

from bot.sandbox.site.markup import Markup, escape, fill

PALETTE = (
    ("#2563eb", "#60a5fa"),
    ("#0f766e", "#5eead4"),
    ("#9333ea", "#d8b4fe"),
    ("#c2410c", "#fdba74"),
    ("#be185d", "#f9a8d4"),
    ("#15803d", "#86efac"),
    ("#4338ca", "#a5b4fc"),
    ("#b45309", "#fcd34d"),
)


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def initials(name: str) -> str:
    """The letters on an avatar.

    >>> initials("Maya Lindqvist"), initials("harbour"), initials("")
    ('ML', 'H', '?')
    """
    return "".join(word[0] for word in name.split()[:2]).upper() or "?"


def avatar(name: str, *, square: bool = False) -> Markup:
    """A picture for a person (round) or for a page or business (square), coloured by its name."""
    dark, light = PALETTE[_digest(name)[0] % len(PALETTE)]
    return fill(
        "avatar",
        kind="avatar avatar-square" if square else "avatar",
        gradient=f"g{_digest(name).hex()[:10]}",
        dark=dark,
        light=light,
        initials=initials(name),
    )


def cover(name: str) -> Markup:
    """The wide picture on top of a page: hills in the page's own colours."""
    digest = _digest(name)
    dark, light = PALETTE[digest[0] % len(PALETTE)]
    return fill(
        "cover",
        gradient=f"c{digest.hex()[:10]}",
        dark=dark,
        light=light,
        sun=str(180 + digest[1] * 2),
        near=str(150 + digest[2] % 40),
        far=str(110 + digest[3] % 40),
    )


def icon(name: str) -> Markup:
    """A line icon from the site's sheet; pure decoration, hidden from assistive technology."""
    return Markup(
        f'<svg class="icon" aria-hidden="true"><use href="/static/icons.svg#{escape(name)}"></use></svg>'
    )

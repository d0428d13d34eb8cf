"""Echo: how a site may show a password that was just typed, to whoever looks at the screen."""

import json
from base64 import b64encode
from collections.abc import Callable, Mapping
from html import escape
from urllib.parse import quote, quote_plus


def _again_and_again(typed: str) -> str:
    code = b64encode(json.dumps(typed).encode()).decode()
    show = f"document.getElementById('again').textContent = JSON.parse(atob('{code}'))"
    return f"<p id='again'></p><script>{show}; setInterval(() => {{ {show} }}, 10)</script>"


def _in_a_closed_root(typed: str) -> str:
    code = b64encode(json.dumps(typed).encode()).decode()
    root = "document.getElementById('host').attachShadow({mode: 'closed'})"
    return f"<p id='host'></p><script>{root}.textContent = JSON.parse(atob('{code}'))</script>"


ECHOES: tuple[Callable[[str], str], ...] = (
    lambda typed: f"<p role='alert'>The password {escape(typed)} is not the right one.</p>",
    lambda typed: f"<input type='text' name='password' value='{escape(typed)}'>",
    lambda typed: f"<div contenteditable>{escape(typed)}</div>",
    lambda typed: "<p>" + "".join(f"<b>{escape(letter)}</b>" for letter in typed) + "</p>",
    lambda typed: f"<p>password={quote(typed)}</p>",
    lambda typed: f"<p>{escape(escape(typed))}</p>",
    lambda typed: f"<p>{escape(json.dumps(typed))}</p>",
    lambda typed: f"<p>{b64encode(f'you:{typed}!'.encode()).decode()}</p>",
    lambda typed: f"<textarea>{escape(typed)}</textarea>",
    lambda typed: f"<input placeholder='{escape(typed)}'><input type='button' value='{escape(typed)}'>",
    lambda typed: f'<iframe srcdoc="{escape(f"<p>{escape(typed)}</p>")}"></iframe>',
    lambda typed: f"<svg width='600' height='40'><text y='30'>{escape(typed)}</text></svg>",
    lambda typed: f"<select><option>{escape(typed)}</option></select>",
    _in_a_closed_root,
    _again_and_again,
)
"""The ways, in the order of a switch's `value`."""


def _in_escapes(typed: str) -> str:
    units = typed.encode("utf-16-be").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


WRITINGS: tuple[Callable[[str], str], ...] = (
    str,
    quote,
    lambda typed: quote(quote(typed)),
    quote_plus,
    lambda typed: str(escape(typed)),
    lambda typed: "".join(f"&#{ord(letter)};" for letter in typed),
    json.dumps,
    _in_escapes,
    lambda typed: b64encode(typed.encode()).decode(),
    lambda typed: b64encode(f"u:{typed}".encode()).decode(),
    str.upper,
)
"""How a sentence may write it, in the order of a switch's `value`."""


def echo(page: str, typed: str, way: int, _: tuple[str, ...] = ()) -> str:
    """The page with the password in it."""
    return page.replace("</body>", f"{ECHOES[way](typed)}\n</body>")


def tell(page: str, typed: str, way: int, refusals: tuple[str, ...]) -> str:
    """The page whose refusal repeats the password, behind the first word of a phrase of the site's."""
    told = escape(WRITINGS[way](typed))
    for phrase in refusals:
        page = page.replace(phrase, phrase.replace(" ", f" {told} ", 1))
    return page


REPEATS: Mapping[str, Callable[[str, str, int, tuple[str, ...]], str]] = {"echo": echo, "tell": tell}

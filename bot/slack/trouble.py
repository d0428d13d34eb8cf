"""Sentences for whoever runs a process: what keeps it from Slack, and which setting to look at."""

import ssl
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from aiohttp import ClientConnectorError, ClientHttpProxyError, ClientProxyConnectionError
from slack_sdk.errors import SlackApiError

from bot.slack.client import MISSING_SCOPE, SHUT_OUT
from bot.slack.network import Network
from handlers.slack.fallback import code_of

_REMEDIES: Mapping[str, str] = {
    "account_inactive": "The app was removed, or its workspace closed: install it again, and set its new token.",
    "token_revoked": "Install the app again, and set its new token.",
    "token_expired": "Switch token rotation off in the app's settings, and set the token you get then.",
    "not_allowed_token_type": "It is another kind of token: see settings.md.",
}
_ANOTHER = "Set the token of the installed app."


def is_refusal(error: Exception) -> bool:
    """Whether Slack will never take the token with which it was asked."""
    return isinstance(error, SlackApiError) and code_of(error) in SHUT_OUT | {MISSING_SCOPE}


def sentence(error: Exception, network: Network, url: str, *, asked_with: str = "SLACK_BOT_TOKEN") -> str:
    """``SETTING: what is wrong``, for an error of a call to ``url`` ; ``asked_with``: the setting of the token."""
    setting, proxy = network.named(url)
    if is_refusal(error) and isinstance(error, SlackApiError):
        return f"{asked_with}: Slack refuses it ({code_of(error)}). {_remedy(error)}"
    if isinstance(error, ssl.CertificateError | ssl.SSLError):
        return f"BELLHOP_CA_FILE: {_of_certificate(error)}"
    if proxy and (status := _status(error)) in (
        HTTPStatus.PROXY_AUTHENTICATION_REQUIRED,
        HTTPStatus.FORBIDDEN,
    ):
        wants = "another user name or password" if status == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED else ""
        return f"{setting}: the proxy {proxy} " + (
            f"wants {wants} (407)." if wants else "does not let Bellhop through to Slack (403)."
        )
    if proxy and isinstance(error, ClientProxyConnectionError | ClientHttpProxyError):
        return f"{setting}: the proxy {proxy} cannot be reached, or does not reach Slack ({_short(error)})."
    if isinstance(error, SlackApiError):
        return (
            f"SLACK_API_URL: Slack does not answer as it should there ({code_of(error) or _status(error)})."
        )
    through = f" through the proxy {proxy} of {setting}" if proxy else ""
    return f"SLACK_API_URL: Slack cannot be reached there{through} ({_short(error)})."


def check(error: Exception, network: Network, url: str) -> tuple[str, str]:
    """The same for doctor: what was seen, and what to do."""
    if is_refusal(error) and isinstance(error, SlackApiError):
        return f"refuses the token ({code_of(error)})", f"SLACK_BOT_TOKEN: {_remedy(error)}"
    return "is not reached", sentence(error, network, url)


def _remedy(error: SlackApiError) -> str:
    if code_of(error) == MISSING_SCOPE:
        return f"It lacks the scope {error.response.get('needed') or 'that is needed'}: add it, and install the app again."
    return _REMEDIES.get(code_of(error), _ANOTHER)


def _of_certificate(error: Exception) -> str:
    cause: Any = getattr(error, "certificate_error", error)
    host = error.host if isinstance(error, ClientConnectorError) else "Slack"
    why = getattr(cause, "verify_message", "") or getattr(cause, "reason", "") or type(cause).__name__
    return (
        f"the certificate of {host} is refused ({why}). Where your network opens TLS connections, "
        "name the PEM file of its authority there."
    )


def _status(error: Exception) -> int:
    answer: Any = getattr(error, "response", None)
    return int(getattr(error, "status", 0) or getattr(answer, "status_code", 0))


def _short(error: Exception) -> str:
    return f"{type(error).__name__} {_status(error) or ''}".strip()

"""Which addresses a setting takes."""

import pytest

from bot import urls


@pytest.mark.parametrize("value", ["https://Site.example", "https://site.example:443/"])
def test_a_site_is_kept_as_its_root(value: str) -> None:
    assert urls.site(value) == "https://site.example"


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("https://site.example/app", "the root of the site, without a path: https://site.example"),
        ("https://site.example?x=1", "the root of the site"),
        ("https://user:pw@site.example", "the address of a site"),
        ("https://evil.example\\site.example", "the address of a site"),
        ("https://site.exa\tmple", "the address of a site"),
        ("https://site.example:99999", "the address of a site"),
        (f"https://{'a' * 64}.example", "the address of a site"),
        ("http://site.example", "must begin with https"),
        ("http://2130706433", "the address of a site"),
    ],
)
def test_a_site_that_could_be_read_in_two_ways_is_refused(value: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        urls.site(value)


@pytest.mark.parametrize(
    "value", ["http://slack.example/api/", "https://u@slack.example/api/", "slack.com/api/"]
)
def test_the_token_goes_to_no_address_in_the_clear_or_in_doubt(value: str) -> None:
    with pytest.raises(ValueError, match="https://"):
        urls.service(value)


def test_a_local_slack_needs_no_certificate() -> None:
    assert urls.service("http://127.0.0.1:8090/api/") == "http://127.0.0.1:8090/api/"

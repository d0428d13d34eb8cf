"""The settings of the platform's site: where it is, and how it is used."""

from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings

from bot import urls
from models.domain.errors import BadSiteMap

if TYPE_CHECKING:
    from executor.sitemap.site import SiteMap


class SiteSettings(BaseSettings):
    """Read wherever a process starts, so that a mistake in the map stops each with one line."""

    site_url: str = Field(
        default="", alias="BELLHOP_SITE_URL", description="Root of the platform site the browser works on"
    )
    site_map: str = Field(
        default="",
        alias="BELLHOP_SITE_MAP",
        description="TOML file that says how that site is used, see site.md; the practice site's if empty",
    )

    @field_validator("site_url")
    @classmethod
    def _is_site(cls, value: str) -> str:
        return urls.site(value) if value else value

    @field_validator("site_map")
    @classmethod
    def _is_map(cls, value: str) -> str:
        try:
            if value:  # that of the practice site has no mistakes
                _map(value)
        except BadSiteMap as error:
            raise ValueError(str(error)) from error
        return value

    def map_of_site(self) -> "SiteMap":
        """How the site is used, read anew."""
        return _map(self.site_map)


def _map(path: str) -> "SiteMap":
    from executor.sitemap.loading import practice, read  # the models of a map are slow to build

    return read(Path(path)) if path else practice()

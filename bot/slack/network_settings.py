"""The settings of the way to Slack. All but the last are variables that other programs know as well."""

from pydantic import Field, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, EnvSettingsSource, PydanticBaseSettingsSource

from bot.slack import network
from bot.slack.network import Network

_PROXIES = ("https_proxy", "http_proxy", "all_proxy")


class NetworkSettings(BaseSettings):
    """Through which proxy Slack and webhooks are reached, whose certificates are believed, and where webhooks may lead."""

    https_proxy: str = Field(
        default="",
        repr=False,
        description="Proxy to Slack, `http://user:password@host:port`; see *Proxies* in settings.md",
    )
    http_proxy: str = Field(
        default="", repr=False, description="The same where `SLACK_API_URL` begins with `http://`"
    )
    all_proxy: str = Field(
        default="", repr=False, description="Proxy to Slack where the one above for its scheme is not set"
    )
    no_proxy: str = Field(
        default="",
        description="Hosts reached without a proxy: `*`, names with all below them, addresses, networks; by commas",
    )
    ssl_cert_file: str = Field(
        default="", description="PEM file of the certificate authorities to believe, as OpenSSL reads it"
    )
    ca_file: str = Field(
        default="",
        alias="BELLHOP_CA_FILE",
        description="PEM file of one more certificate authority that Slack, or the proxy, may be signed by",
    )
    webhooks_inside: bool = Field(
        default=False,
        alias="BELLHOP_WEBHOOKS_INSIDE",
        description="Let webhooks of alerts lead to this machine and private networks, by `http://` too",
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Where a variable is set in lower and in upper case, the one in lower case counts, as for curl and Python."""
        del dotenv_settings, file_secret_settings
        return init_settings, EnvSettingsSource(settings_cls, case_sensitive=True), env_settings

    @field_validator(*_PROXIES)
    @classmethod
    def _is_proxy(cls, value: str, info: ValidationInfo) -> str:
        if not value.strip():
            return ""
        try:
            network.proxy(value)
        except ValueError:
            if info.field_name == "all_proxy" and info.data.get("https_proxy"):
                return ""  # it is for other programs: Slack has its own
            raise
        return value.strip()

    @field_validator("ssl_cert_file", "ca_file")
    @classmethod
    def _holds_certificates(cls, value: str) -> str:
        if value:
            network.trusting((value,))
        return value

    def network(self) -> Network:
        """The way to Slack."""
        return Network(
            https_proxy=self.https_proxy,
            http_proxy=self.http_proxy,
            all_proxy=self.all_proxy,
            no_proxy=self.no_proxy,
            ca_files=tuple(filter(None, (self.ssl_cert_file, self.ca_file))),
        )

    def proxy_passwords(self) -> set[str]:
        """As they turn up in a text, and as they stand in the URLs."""
        values = (value for name in _PROXIES if (value := getattr(self, name)))
        return {password for value in values for password in network.passwords(value)}

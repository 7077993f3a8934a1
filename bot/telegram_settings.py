"""The settings of the Telegram bot: TELEGRAM_… in the environment or in an .env file."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

Ids = Annotated[tuple[int, ...], NoDecode]


class TelegramSettings(BaseSettings):
    """What can be set; ids are written with commas between them. Durations are in seconds."""

    model_config = SettingsConfigDict(env_prefix="TELEGRAM_", extra="ignore", frozen=True)

    token: SecretStr = SecretStr("")
    base_url: str = "https://api.telegram.org/bot"
    database: SecretStr | None = None

    access: Literal["open", "closed"] = "open"
    administrators: Ids = ()
    editors: Ids = ()
    users: Ids = ()
    groups: Ids = ()

    per_user: int = Field(default=30, ge=1)  # questions of one user in `period`
    per_all: int = Field(default=1500, ge=1)  # questions of all users in `period`
    period: float = Field(default=60, gt=0)
    waiting: int = Field(default=2000, ge=1)  # updates that may wait for an answer

    audit: Literal["full", "anonymous", "off"] = "full"
    remember: float = 3600  # how long a follow-up may follow
    sources: Annotated[tuple[Path, ...], NoDecode] = ()

    all_per_second: int = 30
    chat_per_second: int = 1
    group_per_minute: int = 20
    limit_second: float = 1.0  # the second of the two limits above; tests run a faster clock

    poll: int = 25  # how long one getUpdates waits for news
    read_timeout: float = 10
    silence: float = 45  # without a successful getUpdates for so long, polling starts afresh

    health: str = "127.0.0.1:8081"
    webhook: str | None = None
    webhook_secret: SecretStr | None = None
    webhook_listen: str = "127.0.0.1:8443"

    @field_validator("administrators", "editors", "users", "groups", "sources", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

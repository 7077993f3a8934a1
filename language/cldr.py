"""Names of currencies and months as the Unicode CLDR has them."""

import json
from functools import cache
from importlib.resources import files
from typing import Any


def currency_name(code: str, language: str) -> str:
    """Return a currency's name in "kk", "ru" or "en"; the ISO 4217 code itself if unknown."""
    names: dict[str, str] = _tables()["currencies"].get(code, {})
    return names.get(language, code)


def month_forms(language: str) -> list[list[str]]:
    """Return the forms of each month's name, January first, in lower case."""
    months: list[list[str]] = _tables()["months"][language]
    return months


@cache
def _tables() -> dict[str, Any]:
    tables: dict[str, Any] = json.loads(files("language").joinpath("data/cldr.json").read_bytes())
    return tables

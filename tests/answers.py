"""Answers made by hand: what rendering and the contract are tested with."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from retrieval.types import Answer, AnswerFigure, Question

ASKED_AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SENTENCE = (
    "Алматы мен Ұлыбритания арасындағы тауар айналымында оӊ динамика қалыптасқан, 2017 жылы "
    "бұрнағы жылмен салыстырғанда 54,7%-ға өсіп, 275 млн. АҚШ долларын құраған."
)


def question(language: str = "en", **slots: Any) -> Question:
    """A question in `language` with the slots given."""
    slots.setdefault("text", "what was Almaty–UK trade in 2017?")
    return Question(language=language, asked_at=ASKED_AT, **slots)


def figure(
    value: str = "275000000",
    *,
    text: str = "275 млн. АҚШ долларын",
    quote: str = SENTENCE,
    **changed: Any,
) -> AnswerFigure:
    """Almaty–UK trade in 2017 with what is changed; the quote holds the text."""
    start = 738 + quote.index(text)
    fields: dict[str, Any] = {
        "value": Decimal(value),
        "value_max": None,
        "unit": "USD",
        "kind": "level",
        "bound": "exact",
        "direction": None,
        "of": None,
        "plan": False,
        "computed": None,
        "indicator": "trade turnover",
        "place": "Almaty",
        "partner": "GB",
        "partner_region": None,
        "period": "2017",
        "period_text": "2017 жылы",
        "counted": None,
        "document": "001_bdc9ff59c3b527be",
        "title": "Алматы әкімі Қазақстандағы Ұлыбритания Елшісімен кездесті",
        "published": "2018-02-14",
        "source": "Kazakhstan Today",
        "url": None,
        "language": "kk",
        "start": start,
        "end": start + len(text),
        "text": text,
        "quote_start": 738,
        "quote_end": 738 + len(quote),
        "quote": quote,
    }
    return AnswerFigure(**{**fields, **changed})


def growth(value: str = "54.7", **changed: Any) -> AnswerFigure:
    """The growth that stands in the same sentence."""
    fields: dict[str, Any] = {
        "unit": "percent",
        "kind": "change",
        "direction": "up",
        "of": "trade turnover",
        "text": "54,7%-ға",
    }
    return figure(value, **{**fields, **changed})


def answered(*figures: AnswerFigure, language: str = "en", **more: Any) -> Answer:
    """An answer that holds these figures."""
    return Answer(question=question(language), status="answered", figures=figures, **more)

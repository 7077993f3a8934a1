"""A candidate as an answer shows it: the figure with its article and the quote that holds it."""

from retrieval.match import Candidate
from retrieval.types import AnswerFigure


def shown(candidate: Candidate, computed: str | None = None) -> AnswerFigure:
    """The figure of a candidate, traced to its article."""
    figure, article = candidate.figure, candidate.article
    return AnswerFigure(
        value=figure.value,
        value_max=figure.value_max,
        unit=figure.unit,
        kind=figure.kind,
        bound=figure.bound,
        direction=figure.direction,
        of=figure.of,
        plan=figure.plan,
        computed=computed or figure.computed,
        indicator=figure.indicator,
        place=figure.place,
        partner=figure.partner,
        partner_region=figure.partner_region,
        period=figure.period,
        period_text=figure.period_text,
        counted=figure.counted,
        document=article.id,
        title=article.title,
        published=article.published.isoformat() if article.published else None,
        source=article.source,
        url=article.url,
        language=article.language,
        start=figure.start,
        end=figure.end,
        text=figure.text,
        quote_start=figure.quote_start,
        quote_end=figure.quote_end,
        quote=article.text[figure.quote_start : figure.quote_end],
    )

"""A figure as an answer shows it: with its article and the quote that holds it."""

from collections.abc import Sequence

from figures.types import Figure
from index.types import Article
from retrieval.match import Verdict
from retrieval.repeats import Stated, restated
from retrieval.types import AnswerFigure, Repeat


def with_repeats(chosen: Verdict, verdicts: Sequence[Verdict]) -> AnswerFigure:
    """A chosen figure with the other articles whose figures fit as well and say the same."""
    candidate = chosen.candidate
    fitting = (v.candidate for v in verdicts if v.lost == chosen.lost)
    repeats = restated(
        Stated(figure=candidate.figure, article=candidate.article),
        (Stated(figure=other.figure, article=other.article) for other in fitting),
    )
    return shown(candidate.figure, candidate.article, repeats=repeats)


def shown(
    figure: Figure,
    article: Article,
    computed: str | None = None,
    repeats: tuple[Repeat, ...] = (),
) -> AnswerFigure:
    """A figure, traced to its article; `computed` is the formula of one that is not stated."""
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
        repeats=repeats,
    )

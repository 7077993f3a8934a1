"""A small corpus that answers at once: the toy at the seam of the Telegram bot's tests."""

import re
import threading
import time
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal

from bot.telegram_types import Overview
from index.types import Article, Chunk
from retrieval.types import Answer, AnswerFigure, Passage, Question, Status

UK_ARTICLE = Article(
    id="uk",
    title="Алматы әкімі Ұлыбритания Елшісімен кездесті",
    published=date(2018, 2, 14),
    source="Kazakhstan Today",
    language="kk",
    text=(
        "Алматы әкімі Ұлыбритания Елшісімен кездесті.\n\n"
        + "Тараптар ынтымақтастықты талқылады. " * 150
        + "\n\nАлматы мен Ұлыбритания арасындағы тауар айналымы 2017 жылы бұрнағы жылмен "
        + "салыстырғанда 54,7%-ға өсіп, 275 млн. АҚШ долларын құраған.\n\n"
        + "Кездесу <b>соңында</b> & басқа мәселелер қаралды. " * 60
    ),
)
SE_ARTICLE = Article(
    id="se",
    title="Товарооборот со Швецией",
    published=date(2017, 1, 20),
    source="Kazinform",
    language="ru",
    text=(
        "За 11 месяцев 2016 года товарооборот Алматы и Швеции составил 53,8 млн. долларов США. "
        "В 2013 году он составил 71 млн долларов США, в 2014 году 65 млн долларов США. "
        "По другим данным, в 2014 году он составил 66 млн долларов США."
    ),
)
ARTICLES = {article.id: article for article in (UK_ARTICLE, SE_ARTICLE)}


def figure(
    article: Article,
    text: str,
    value: str,
    *,
    partner: str,
    period: str,
    unit: str = "USD",
    quote: str | None = None,
) -> AnswerFigure:
    """A figure of an article, found there by its text."""
    sentence = quote or next(s for s in re.split(r"(?<=\. )|\n\n", article.text) if text in s)
    at = article.text.index(sentence)
    start = article.text.index(text, at)
    return AnswerFigure(
        value=Decimal(value),
        value_max=None,
        unit=unit,
        kind="change" if unit == "percent" else "level",
        bound="exact",
        direction="up" if unit == "percent" else None,
        of="trade turnover" if unit == "percent" else None,
        plan=False,
        computed=None,
        indicator="trade turnover",
        place="Almaty",
        partner=partner,
        partner_region=None,
        period=period,
        period_text=None,
        counted=None,
        document=article.id,
        title=article.title,
        published=article.published.isoformat() if article.published else None,
        source=article.source,
        url=None,
        language=article.language,
        start=start,
        end=start + len(text),
        text=text,
        quote_start=at,
        quote_end=at + len(sentence),
        quote=sentence,
    )


_UK_QUOTE = next(p for p in UK_ARTICLE.text.split("\n\n") if "275" in p)
UK = figure(
    UK_ARTICLE, "275 млн. АҚШ долларын", "275000000", partner="GB", period="2017", quote=_UK_QUOTE
)
UK_CHANGE = figure(
    UK_ARTICLE, "54,7%", "54.7", partner="GB", period="2017", unit="percent", quote=_UK_QUOTE
)
_SE = SE_ARTICLE.text
SE_2016 = figure(
    SE_ARTICLE,
    "53,8 млн. долларов США",
    "53800000",
    partner="SE",
    period="2016-01/2016-11",
    quote=_SE[: _SE.index(" В 2013")],
)
SE_2013 = figure(SE_ARTICLE, "71 млн долларов США", "71000000", partner="SE", period="2013")
SE_2014 = figure(SE_ARTICLE, "65 млн долларов США", "65000000", partner="SE", period="2014")
SE_OTHER = figure(SE_ARTICLE, "66 млн долларов США", "66000000", partner="SE", period="2014")

LANGUAGES = (
    ("kk", re.compile("[әіңғүұқөһ]|жыл|қанша", re.IGNORECASE)),
    ("ru", re.compile("[а-я]", re.IGNORECASE)),
    ("en", re.compile("[a-z]", re.IGNORECASE)),
)
BRITAIN = re.compile("британ|britain|uk|великоб", re.IGNORECASE)
SWEDEN = re.compile("швец|sweden|швед", re.IGNORECASE)
BY_YEAR = re.compile("по годам|by year|жылдар", re.IGNORECASE)
BY_COUNTRY = re.compile("по странам|by country|елдер", re.IGNORECASE)


@dataclass
class Toy:
    """Knows Britain in 2017 and Sweden in 2013, 2014 (two sources) and 2016."""

    slow: float = 0.0
    broken: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    reindexed: int = 0
    going: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.going.set()

    def hold(self) -> None:
        """Have questions that are asked "slowly" wait until `going` is set."""
        self.going.clear()

    def answer(self, text: str, *, asked_at: datetime, context: str | None = None) -> Answer:
        """The answer to a question, or to several with a question mark each."""
        self.asked.append(text)
        if any(word in text for word in self.broken):
            raise RuntimeError("the toy was told to break")
        if "slowly" in text:
            time.sleep(self.slow)
            self.going.wait()
        several = [part.strip() + "?" for part in text.split("?") if part.strip()]
        if len(several) > 1:
            parts = tuple(self._one(each, asked_at, None) for each in several)
            return replace(parts[0], parts=parts, context=parts[-1].context)
        return self._one(text, asked_at, context)

    def _one(self, text: str, asked_at: datetime, context: str | None) -> Answer:
        language = next((code for code, letters in LANGUAGES if letters.search(text)), "und")
        question = Question(text=text, language=language, asked_at=asked_at)
        partner = "GB" if BRITAIN.search(text) else "SE" if SWEDEN.search(text) else None
        year = next(iter(re.findall(r"20\d\d", text)), None)
        if not text.strip():
            return Answer(question=question, status="not_found", reason="empty_question")
        if "Who" in text:
            return self._passage(question)
        if year is None and partner and context and re.search("а с|and|ал ", text):
            year = context
            question = replace(question, inherited=("period",))
        question = replace(
            question, place="Almaty", partner=partner, indicator="trade turnover", period=year
        )
        if BY_COUNTRY.search(text):
            return Answer(question=question, status="answered", figures=(UK, SE_2016))
        if partner == "GB" and year in (None, "2017"):
            return self._found(question, (UK,), change=UK_CHANGE, year="2017")
        if partner == "SE" and BY_YEAR.search(text):
            question = replace(question, kind="series", period=None)
            return self._found(question, (SE_2016, SE_2014, SE_2013))
        if partner == "SE" and year == "2014":
            return self._found(question, (SE_2014, SE_OTHER), conflict=True, year=year)
        if partner == "SE" and year in (None, "2016", "2017"):
            return self._found(question, (SE_2016,), year="2016", assumed="full year")
        nearest = {"GB": (UK,), "SE": (SE_2014, SE_2013)}.get(partner or "", ())
        reason = "no_such_period" if nearest else "not_in_corpus"
        return Answer(question=question, status="not_found", reason=reason, nearest=nearest)

    @staticmethod
    def _found(
        question: Question,
        figures: tuple[AnswerFigure, ...],
        *,
        change: AnswerFigure | None = None,
        conflict: bool = False,
        year: str | None = None,
        assumed: str | None = None,
    ) -> Answer:
        status: Status = "answered"
        return Answer(
            question=question,
            status=status,
            figures=figures,
            change=change,
            conflict=conflict,
            context=year,
            assumptions=(assumed,) if assumed else (),
        )

    @staticmethod
    def _passage(question: Question) -> Answer:
        text = "Алматы әкімі Ұлыбритания Елшісімен кездесті."
        chunk = Chunk(id=1, article_id="uk", start=0, end=len(text), text=text)
        passage = Passage(chunk=chunk, article=UK_ARTICLE, score=1.0)
        return Answer(question=question, status="passages", passages=(passage,))

    def article(self, article_id: str) -> Article:
        """The article with that id."""
        return ARTICLES[article_id]

    def over_years(self, figure: AnswerFigure) -> tuple[AnswerFigure, ...]:
        """All that there is of Sweden, or the one figure of Britain."""
        return (SE_2016, SE_2014, SE_2013) if figure.partner == "SE" else (figure,)

    def overview(self) -> Overview:
        """Two articles."""
        return Overview(
            articles=2,
            figures=6,
            first="2017-01-20",
            last="2018-02-14",
            newest=(UK_ARTICLE.title or "", SE_ARTICLE.title or ""),
            indicators=("trade turnover",),
            years=(2013, 2017),
        )

    def examples(self, language: str) -> tuple[str, ...]:
        """Three questions that it answers."""
        return {
            "kk": ("Алматы – Ұлыбритания: 2017 жыл", "Алматы – Швеция: 2016 жыл", "Швеция, жылдар"),
            "ru": ("Алматы – Британия: 2017 год", "Алматы – Швеция: 2016 год", "Швеция по годам"),
            "en": ("Almaty – Britain: 2017", "Almaty – Sweden: 2016", "Sweden by year"),
        }[language]

    def reindex(self) -> str:
        """Nothing to read."""
        self.reindexed += 1
        return "2 articles, 2 chunks, 6 figures (2 unchanged)"

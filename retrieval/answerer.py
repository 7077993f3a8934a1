"""Question → answer: slots, candidates from the ledger and the passages, verdicts, choice."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from index.corpus import Index, open_index
from index.encoder import Encoder
from index.types import Entry
from language.analyzer import concepts
from language.names import known_place
from retrieval.choose import THRESHOLD, Choice, choose
from retrieval.context import Reader, read_asked
from retrieval.derived import total, year_before
from retrieval.followup import inherit, remember
from retrieval.listing import list_answer
from retrieval.match import Candidate, Verdict, judge
from retrieval.quotes import quotes
from retrieval.ranking import retrieve
from retrieval.reading import read_slots
from retrieval.repeats import distinct
from retrieval.several import disagree, side_by_side, split_questions
from retrieval.show import shown, with_repeats
from retrieval.slots import Slots
from retrieval.types import Answer, AnswerFigure, Passage, Question, Status

MOST = 6  # questions of one message
LONGEST = 2_000  # characters of a question; more is no question
_PASSAGES = 5
_DEEP = 30
_PRINTINGS = 2  # passages looked at for each that counts: some are printed several times
_QUOTE = 0.35  # cosine that a quote needs to answer a question which asks for no figure


class Answerer:
    """Answers questions over one index; safe to use from several threads."""

    def __init__(self, index: Index, *, threshold: float = THRESHOLD) -> None:
        self.index = index
        self.threshold = threshold
        self._reader = Reader(index.encoder)

    def answer(self, text: str, *, asked_at: datetime, context: str | None = None) -> Answer:
        """The answer to a message, asked at a time that "this year" is read against.

        `context` is what an earlier answer returned; a follow-up inherits its slots from there.
        Several questions in one message get an answer each, in `parts`.
        """
        text = text.strip()[:LONGEST]
        if not any(char.isalnum() for char in text):
            return _empty(text, asked_at)
        questions = split_questions(text)[:MOST]
        if len(questions) == 1:
            return self._one(questions[0], asked_at, context)
        parts = []
        for question in questions:
            part = self._one(question, asked_at, context)
            context = part.context
            parts.append(part)
        return _together(text, parts)

    def _one(self, text: str, asked_at: datetime, context: str | None) -> Answer:
        slots = read_slots(text, asked_at=asked_at, is_told=self._is_told)
        slots, inherited = inherit(slots, context)
        answer = self._answer(self._widened(slots), asked_at)
        return replace(
            answer,
            question=replace(answer.question, inherited=inherited),
            context=remember(slots),
        )

    def _is_told(self, word: str) -> bool:
        """Whether the corpus has a word that the glossary has not."""
        return not concepts(word) and bool(self.index.search_bm25(word, 1))

    def _widened(self, slots: Slots) -> Slots:
        """«Turkistan» is read as the region of that name where nothing is known of the town."""
        places = []
        for code in slots.places:
            place = known_place(code)
            region = place.parent if place and place.level == "city" else None
            named_alike = region is not None and region.startswith(code)
            known = not named_alike or self.index.figures(place=code, limit=1)
            places.append(code if known or region is None else region)
        return replace(slots, places=tuple(places))

    def _answer(self, slots: Slots, asked_at: datetime) -> Answer:
        found = retrieve(self.index, slots.text, limit=_DEEP * _PRINTINGS, slots=slots)
        passages = distinct(self.index, found)[:_DEEP]
        question = _question(slots, asked_at)
        notices = self.index.notices
        if slots.type == "quote" or not slots.asks_for_figure:
            found = quotes(passages, slots, self._reader)
            status: Status = "passages" if found else "not_found"
            return Answer(
                question=question,
                status=status,
                reason=None if found else "not_in_corpus",
                passages=tuple(found),
                notices=tuple(notices),
            )
        if slots.type == "list":
            return list_answer(self.index, question, slots, passages[:_PASSAGES], notices)
        verdicts = self._verdicts(slots, passages)
        if slots.type in ("compare", "rank", "series", "sum"):
            fitting = [v for v in verdicts if not v.lost and v.score >= self.threshold]
            return _compared(question, slots, verdicts, fitting, passages, notices)
        chosen = choose(verdicts, slots, self.threshold)
        return _figures(question, slots, chosen, verdicts, passages, notices)

    def _verdicts(self, slots: Slots, passages: Sequence[Passage]) -> list[Verdict]:
        asked = read_asked(slots, self._reader)
        articles = {passage.article.id: passage.article for passage in passages}
        verdicts = []
        for entry in _candidates(self.index, slots, passages):
            article = articles.get(entry.article_id)
            if article is None:
                article = articles[entry.article_id] = self.index.article(entry.article_id)
            candidate = Candidate(entry=entry, article=article, reader=self._reader)
            verdicts.append(judge(candidate, slots, asked))
        return verdicts


def open_corpus(
    directory: Path | str,
    *,
    encoder: Encoder | None = None,
    bm25_engine: str = "tantivy",
    strict: bool = False,
) -> Answerer:
    """An answerer over the index in `directory`; arguments and errors as `open_index` has them."""
    index = open_index(Path(directory), encoder=encoder, bm25_engine=bm25_engine, strict=strict)
    return Answerer(index)


def _empty(text: str, asked_at: datetime) -> Answer:
    question = Question(text=text, language="en", asked_at=asked_at)
    return Answer(question=question, status="not_found", reason="empty_question")


_MOST = 2_000  # ledger lines that are looked at for one slot


def _candidates(index: Index, slots: Slots, passages: Sequence[Passage]) -> Iterable[Entry]:
    """Ledger lines that share a side or the statistic, and those of the passages' articles."""
    found: dict[int, Entry] = {}
    sides = [*slots.partners, *slots.partner_regions, *slots.places]
    lines: list[Entry] = []
    if slots.partners:
        lines += index.figures(partner=slots.partners, limit=_MOST)
        lines += index.figures(place=[*slots.partners, *slots.partner_regions], limit=_MOST)
    elif sides:
        lines += index.figures(place=sides, limit=_MOST)
    if slots.indicators and slots.indicators[0] != "other":
        lines += index.figures(indicator=slots.indicators[0], limit=_MOST)
    told = (document for passage in passages for document in _documents(passage))
    for article_id in dict.fromkeys(told):
        lines += index.figures(article=article_id)
    for entry in lines:
        found.setdefault(entry.id, entry)
    return sorted(found.values(), key=lambda entry: entry.id)


def _documents(passage: Passage) -> Iterable[str]:
    return (passage.article.id, *(repeat.document for repeat in passage.repeats))


def _question(slots: Slots, asked_at: datetime) -> Question:
    period = slots.periods[0] if slots.periods else None
    return Question(
        text=slots.text,
        language=slots.language,
        asked_at=asked_at,
        kind=slots.kinds[0] if slots.type == "level" else slots.type,
        indicator=slots.indicators[0] if slots.indicators else None,
        place=slots.places[0] if slots.places else None,
        partner=slots.partners[0] if slots.partners else None,
        partner_region=slots.partner_regions[0] if slots.partner_regions else None,
        period=period.edtf() if period else None,
        unit=slots.units[0] if slots.units else None,
        direction=slots.direction,
        plan=slots.plan,
    )


def _figures(
    question: Question,
    slots: Slots,
    choice: Choice,
    verdicts: Sequence[Verdict],
    passages: Sequence[Passage],
    notices: Sequence[str],
) -> Answer:
    if not choice.given:
        return Answer(
            question=question,
            status="not_found",
            reason=choice.reason,
            nearest=(
                *(with_repeats(v, verdicts) for v in choice.nearest),
                *year_before(verdicts, slots),
            ),
            passages=tuple(passages[:_PASSAGES]),
            notices=tuple(notices),
            trace=trace(slots, verdicts),
        )
    first = choice.given[0]
    return Answer(
        question=question,
        status="answered",
        figures=tuple(with_repeats(v, verdicts) for v in choice.given),
        change=_change_beside(first, verdicts),
        passages=tuple(passages[:_PASSAGES]),
        conflict=choice.conflict,
        assumptions=(
            *(f"missing: {name}" for name in choice.missing),
            *dict.fromkeys(note for v in choice.given for note in v.notes),
        ),
        notices=tuple(notices),
        trace=trace(slots, verdicts),
    )


def _compared(
    question: Question,
    slots: Slots,
    verdicts: Sequence[Verdict],
    fitting: Sequence[Verdict],
    passages: Sequence[Passage],
    notices: Sequence[str],
) -> Answer:
    """Figures side by side; a comparison with a side that nothing is known of is not answered."""
    chosen, said = side_by_side(sorted(fitting, key=lambda v: -v.score), slots)
    partners = {v.candidate.figure.partner for v in chosen}
    places = {v.candidate.figure.place for v in chosen}
    missing = set(slots.partners) - partners or (
        set(slots.places) - places if len(slots.places) > 1 else set()
    )
    enough = len(chosen) > 1 or slots.type == "series"
    if (slots.type in ("compare", "sum") and missing) or not chosen or not enough:
        plain = choose(verdicts, slots)
        if slots.type != "compare" and slots.type != "sum":
            return _figures(question, slots, plain, verdicts, passages, notices)
        near = [with_repeats(v, verdicts) for v in chosen]
        return Answer(
            question=question,
            status="not_found",
            reason=plain.reason or "no_such_partner",
            nearest=tuple(near),
            passages=tuple(passages[:_PASSAGES]),
            notices=tuple(notices),
            trace=trace(slots, verdicts),
        )
    notes = dict.fromkeys([*said, *(note for v in chosen for note in v.notes)])
    added = total(chosen) if slots.type == "sum" else None
    return Answer(
        question=question,
        status="answered",
        figures=(
            *(with_repeats(v, verdicts) for v in chosen),
            *((added,) if added else ()),
        ),
        conflict=slots.type == "series" and disagree(chosen),
        passages=tuple(passages[:_PASSAGES]),
        assumptions=tuple(notes),
        notices=tuple(notices),
        trace=trace(slots, verdicts),
    )


def _together(text: str, parts: Sequence[Answer]) -> Answer:
    """One answer over the answers of a message's questions."""
    answered = [part for part in parts if part.status == "answered"]
    quoted = [part for part in parts if part.status == "passages"]
    lead = (answered or quoted or list(parts))[0]
    return replace(
        lead,
        question=replace(lead.question, text=text),
        figures=tuple(figure for part in answered for figure in part.figures),
        nearest=tuple(figure for part in parts for figure in part.nearest) if not answered else (),
        conflict=any(part.conflict for part in answered),
        context=parts[-1].context,
        parts=tuple(parts),
    )


def _change_beside(first: Verdict, verdicts: Sequence[Verdict]) -> AnswerFigure | None:
    """The change of the same statistic at the same time that the same article states."""
    chosen = first.candidate.figure
    if chosen.kind != "level":
        return None
    for verdict in verdicts:
        figure = verdict.candidate.figure
        if (
            verdict.candidate.article.id == first.candidate.article.id
            and figure.kind == "change"
            and figure.unit in ("percent", "times")
            and (figure.indicator, figure.place, figure.partner, figure.period)
            == (chosen.indicator, chosen.place, chosen.partner, chosen.period)
        ):
            return shown(verdict.candidate.figure, verdict.candidate.article)
    return None


def trace(slots: Slots, verdicts: Sequence[Verdict]) -> tuple[str, ...]:
    """What `--explain` prints: the slots, then the candidates with their scores and losses."""
    lines = [f"slots: {slots}"]
    for verdict in sorted(verdicts, key=lambda v: (len(v.lost), -v.score))[:25]:
        figure = verdict.candidate.figure
        parts = " ".join(f"{name}={value:.2f}" for name, value in verdict.parts)
        lost = f"lost {', '.join(verdict.lost)}" if verdict.lost else "fits"
        lines.append(
            f"{verdict.score:.3f} {lost} | {figure.text} ({figure.value} {figure.unit}) "
            f"{figure.kind} {figure.indicator} {figure.place} {figure.partner} {figure.period} "
            f"| {verdict.candidate.article.id} | {parts} | {figure.rule}"
        )
    return tuple(lines)

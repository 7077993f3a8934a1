"""The words around a figure, and how much of a question they cover."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from figures.lexicon import languages, lexicon
from figures.tokens import annotate, tokenize
from figures.types import Figure
from index.encoder import Encoder
from index.types import Article
from language.analyzer import specific, terms, word_concepts
from language.fold import fold
from language.names import find_places
from language.scripts import to_cyrillic
from language.sounds import consonants
from retrieval.goods import COMMA, KINDS_OF_GOODS, WORD_BEHIND, goods_around, segment_of
from retrieval.slots import OWN, Slots

_SEGMENT, _SENTENCE, _NEIGHBOUR, _ARTICLE = 1.0, 0.9, 0.7, 0.5
_ALIKE = 0.7  # cosine from which two words of different languages are taken for one
_KEPT = 4_096  # sentences whose terms are remembered between questions

Vectors = NDArray[np.float32]


@dataclass(frozen=True, kw_only=True, slots=True)
class Surroundings:
    """What stands around one sentence, whatever the question: terms by distance, and places.

    `words` are the sentence's words as the encoder sees them, shape (n, dimension), `vector` the
    sentence, shape (dimension,); both None without an encoder. `names` are the consonants of its
    names, `article_names` those of the whole article's.
    """

    sentence: frozenset[str]
    neighbour: frozenset[str]
    article: frozenset[str]
    places: frozenset[str]
    nearby: frozenset[str]
    partners: frozenset[str]
    beside: frozenset[str]
    regions: frozenset[str]
    words: Vectors | None
    vector: Vectors | None
    names: frozenset[str] = frozenset()
    article_names: frozenset[str] = frozenset()


class Reader:
    """Reads sentences into surroundings and remembers the last few thousand of them."""

    def __init__(self, encoder: Encoder | None) -> None:
        self.encoder = encoder
        self._remembered = lru_cache(maxsize=_KEPT)(self._read)
        self._article = lru_cache(maxsize=_KEPT)(_article_terms)
        self._article_names = lru_cache(maxsize=_KEPT)(_article_names)

    def surroundings(self, article: Article, start: int, end: int) -> Surroundings:
        """The surroundings of the sentence `article.text[start:end]`."""
        return self._remembered(article, start, end)

    def _read(self, article: Article, start: int, end: int) -> Surroundings:
        sentence = article.text[start:end]
        line = slice(article.text.rfind("\n", 0, start) + 1, _line_end(article.text, end))
        nearby = f"{article.title or ''}. {article.text[line]}"
        shown = to_cyrillic(sentence).text
        mentions = find_places(shown)
        around = find_places(to_cyrillic(nearby).text)
        foreign = [mention for mention in around if mention.country != OWN]
        return Surroundings(
            sentence=_terms(sentence),
            neighbour=_terms(nearby),
            article=self._article(article),
            places=frozenset(m.code for m in mentions if m.country == OWN),
            nearby=frozenset(m.code for m in around if m.country == OWN),
            partners=frozenset(m.country for m in foreign if m.country),
            beside=frozenset(m.country for m in mentions if m.country and m.country != OWN),
            regions=frozenset(m.code for m in foreign if m.level != "country"),
            words=self.encode([word for word in shown.split() if len(word) > 2]),
            vector=self.encoder.encode_document([shown])[0] if self.encoder else None,
            names=_names(sentence),
            article_names=self._article_names(article),
        )

    def encode(self, words: Sequence[str]) -> Vectors | None:
        """The words as vectors, None without words or encoder."""
        return self.encoder.encode_document(list(words)) if self.encoder and words else None


_KINDS = KINDS_OF_GOODS - {"@goods", "@food", "@crop_production", "@fish"}
_FOREIGNERS = frozenset({"@foreign", "@foreigner", "@foreign_tourist", "@foreign_student"})
_FOREIGN = _FOREIGNERS | {"@foreign_participation"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A question's content words as terms and vectors, and its language.

    `broader` are the concepts that each word is of: a hospital is of health care, as doctors are.
    """

    words: tuple[frozenset[str], ...]
    vectors: Vectors | None
    vector: Vectors | None
    language: str
    broader: tuple[frozenset[str], ...] = ()
    people: frozenset[str] = frozenset()
    anybody: bool = False
    text: frozenset[str] = frozenset()
    sounds: tuple[str, ...] = ()
    head: int | None = None

    def names(self, noun: str) -> bool:
        """Whether the question speaks of what a figure counts: trucks, «грузовики»."""
        return bool(_terms(noun) & self.text)

    @property
    def about_foreigners(self) -> bool:
        """Whether the question asks for foreigners."""
        return bool(self.text & _FOREIGNERS)

    def are_foreigners(self, noun: str) -> bool:
        """Whether a noun names foreigners: «иностранцев»."""
        return bool(_terms(noun) & _FOREIGNERS)

    def wants_foreigners(self, around: Surroundings, noun: str) -> bool:
        """Whether the question is about foreigners, of whom the sentence does not speak."""
        return self.about_foreigners and not (around.sentence | _terms(noun)) & _FOREIGNERS

    def counts_them(self, noun: str) -> bool:
        """Whether a figure counts the very people asked for: the patients, not the doctors."""
        kinds = _kinds_of_people(noun)
        return specific(self.people) <= kinds if self.people else self.anybody and not kinds

    def leaves_open(self, noun: str | None) -> bool:
        """Whether people of any kind are asked for, and a noun tells one: «15 студентов»."""
        if noun is None or self.people or not self.anybody or self.names(noun):
            return False
        return bool(_kinds_of_people(noun))

    def counts_others(self, noun: str, around: Surroundings) -> bool:
        """Whether a figure counts people of another kind: passengers, not students."""
        counted = _kinds_of_people(noun)
        near = around.sentence | around.neighbour
        persons = "@people_persons" in _terms(noun)
        if self.people and persons and not self.people & (_AT_WORK | near):
            return True  # «250 адам жұмыс істейді» where students are asked for
        return (
            bool(self.people and counted and not counted & specific(self.people))
            and not self.people & around.sentence
        )


def read_asked(slots: Slots, reader: Reader) -> Asked:
    """The question as the contexts of its candidates compare with it."""
    encoder = reader.encoder
    words = [_terms(word) for word in slots.words]
    return Asked(
        words=tuple(map(specific, words)),
        broader=tuple(terms - specific(terms) for terms in words),
        vectors=reader.encode(slots.words),
        vector=encoder.encode_query([slots.text])[0] if encoder else None,
        language=slots.language,
        people=_kinds_of_people(slots.people),
        anybody=bool(slots.people),
        text=specific(_terms(slots.text)),
        sounds=tuple(_sound(word, slots) for word in slots.words),
        head=slots.words.index(slots.head) if slots.head else None,
    )


_AT_WORK = frozenset({"@employment", "@worker"})
_ANYBODY = frozenset({"@people_persons", "@nation_ethnic", "@population", "@citizen"})


@lru_cache(maxsize=_KEPT)
def _kinds_of_people(noun: str) -> frozenset[str]:
    """The concepts of a word for people, none for one that anybody is called by: «жители»,
    «казахстанцы»."""
    found = frozenset(term for term in _terms(noun) if term.startswith("@"))
    named = found & _ANYBODY or any(place.form == "demonym" for place in find_places(noun))
    return frozenset() if named else found


@dataclass(frozen=True, kw_only=True, slots=True)
class Context:
    """A figure's part of its sentence, and what lies around, held against one question."""

    around: Surroundings
    segment: frozenset[str]
    asked: Asked
    same_language: bool
    goods: tuple[frozenset[str], tuple[frozenset[str], ...]] = (frozenset(), ())

    @property
    def similarity(self) -> float:
        """The cosine of question and sentence, 0 where there is none to tell."""
        if self.asked.vector is None or self.around.vector is None:
            return 0.0
        return max(0.0, float(self.asked.vector @ self.around.vector))

    def coverage(self, pinned: float) -> float:
        """The part of the question's content words that the text around the figure speaks of.

        A word that is not found counts against the figure where both are in one language, or where
        its concept is known; else it may only be untranslated, and counts the less the more
        (`pinned`, 0 to 1) the slots have decided already.
        """
        if not self.asked.words:
            return 1.0
        total = weight = 0.0
        for at, words in enumerate(self.asked.words):
            found = max(self._covers(at, words), self._sounds(at))
            telling = 1.0
            sound = self.asked.sounds[at]
            if not found and (not sound or sound in self.around.article_names):
                known = any(word.startswith("@") for word in words)
                telling = 1.0 - pinned * (0.5 if known else 0.8 if self.same_language else 0.95)
            total += found * telling
            weight += telling
        if total:
            return total / weight
        # nothing found is nothing known, however little was to be found
        return min(1.0, 0.85 * pinned * (1 - weight / len(self.asked.words)))

    def lacks_a_name(self) -> bool:
        """Whether the question names something that the whole article does not: a checkpoint, a
        district, a company."""
        around = self.around
        return any(
            sound
            and sound == consonants(sound)
            and not words & around.article
            and not any(_is_form_of(sound, name) for name in around.article_names)
            for words, sound in zip(self.asked.words, self.asked.sounds, strict=True)
        )

    def knows_nothing_of_a_word(self) -> bool:
        """Whether a content word of the question is neither in the article nor in the glossary."""
        return any(
            not self._covers(at, words) and not any(word.startswith("@") for word in words)
            for at, words in enumerate(self.asked.words)
        )

    @property
    def told(self) -> frozenset[int]:
        """Which of the question's words stand beside the figure; -1 for foreigners."""
        told = {at for at, words in enumerate(self.asked.words) if words & self.segment}
        if self.asked.text & _FOREIGN and self.segment & _FOREIGN:
            told.add(-1)
        return frozenset(told)

    def tells_of_others(self) -> bool:
        """«1,8 млн турист келді, оның 94 мыңы – шетелдік»: the first, where foreigners are asked
        for."""
        return bool(self.asked.text & _FOREIGNERS) and not self.segment & _FOREIGNERS

    def misses_goods(self) -> bool:
        """Whether nothing asked for is spoken of beside the figure, though it is known by name:
        of wheat in tons, where flour is asked for."""
        known = [
            (at, words)
            for at, words in enumerate(self.asked.words)
            if any(word.startswith("@") for word in words)
        ]
        asked = frozenset().union(*(words for _, words in known))
        own, others = self.goods
        if own and not own & asked and any(other & asked for other in others):
            return True  # «24 мың тонна жүгері мен 8,7 мың тонна ет»
        wanted = frozenset().union(*(words | self.asked.broader[at] for at, words in known))
        if own & _KINDS and wanted & _KINDS and not own & wanted:
            return True  # wheat, where sheep are asked for
        if self.lacks_goods():
            return True
        return bool(known) and all(self._covers(at, words) <= _ARTICLE for at, words in known)

    def lacks_head(self) -> bool:
        """Whether the figure's paragraph is silent on what is asked for: the wage, the mills."""
        at = self.asked.head
        if at is None or not any(word.startswith("@") for word in self.asked.words[at]):
            return False
        alone = frozenset().union(*self.asked.words)
        broadly = (self.asked.broader[at] | (self.asked.text - alone)) & self.around.neighbour
        return self._covers(at, self.asked.words[at]) <= _ARTICLE and not broadly

    def lacks_goods(self) -> bool:
        """Whether the figure's paragraph is silent on goods that are asked for."""
        return any(self._covers(at, words) <= _ARTICLE for at, words in self._goods_asked())

    def is_of_goods(self) -> bool:
        """Whether goods are named beside the figure, and none are asked for."""
        return bool(self.segment & KINDS_OF_GOODS) and not any(self._goods_asked())

    def _goods_asked(self) -> Iterator[tuple[int, frozenset[str]]]:
        for at, words in enumerate(self.asked.words):
            # «тауар айналымы» asks for goods of any kind
            if "@goods" not in words and (words | self.asked.broader[at]) & KINDS_OF_GOODS:
                yield at, words

    def has_no_word_near(self) -> bool:
        """Whether no content word of the question stands in the figure's paragraph."""
        words = self.asked.words
        return bool(words) and all(
            max(self._covers(at, terms), self._sounds(at)) <= _ARTICLE
            for at, terms in enumerate(words)
        )

    def _sounds(self, at: int) -> float:
        """Whether a name of the question stands beside the figure, in whatever alphabet."""
        return _SENTENCE if self.asked.sounds[at] in self.around.names else 0.0

    def _covers(self, at: int, words: frozenset[str]) -> float:
        around = self.around
        if words & self.segment:
            return _SEGMENT
        if words & around.sentence:
            return _SENTENCE
        if self.asked.vectors is not None and around.words is not None:
            alike = float((around.words @ self.asked.vectors[at]).max())
            if alike >= _ALIKE:
                return alike
        if words & around.neighbour:
            return _NEIGHBOUR
        broadly = self.asked.broader[at] & around.neighbour
        return _ARTICLE if broadly or words & around.article else 0.0


def context_of(article: Article, figure: Figure, asked: Asked, reader: Reader) -> Context:
    """The context of one figure of an article for one question."""
    return Context(
        around=reader.surroundings(article, figure.quote_start, figure.quote_end),
        segment=_terms(segment_of(article.text, figure)),
        asked=asked,
        same_language=article.language == asked.language,
        goods=goods_around(article.text, figure) if asked.words else (frozenset(), ()),
    )


def marks_around(article: Article, figure: Figure) -> frozenset[str]:
    """The sections of the article's pack that words between a comma and a figure are of."""
    language = article.language if article.language in languages() else languages()[0]
    before = article.text[figure.quote_start : figure.start]
    words = fold(before[max(before.rfind(","), before.rfind(";")) + 1 :])
    if lexicon(language).verb_final:  # «солардың тоғызы ғана жұмыс істейді»
        words += " " + fold(COMMA.split(article.text[figure.end : figure.quote_end], 1)[0])
    elif behind := WORD_BEHIND.match(article.text, figure.end, figure.quote_end):
        words += " " + fold(behind[1])  # «27 работающих»
    tokens = tokenize(words, 0, len(words))
    annotate(tokens, lexicon(language))
    return frozenset(section for token in tokens for section in token.marks)


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _article_terms(article: Article) -> frozenset[str]:
    return _terms(article.text)


_NAME = re.compile(r"[^\W\d_][^\W\d_'’-]{2,}")
_SHORTEST_NAME = 2  # consonants


def _sound(word: str, slots: Slots) -> str:
    """The consonants of a name in the question; "" for another word, and one known otherwise."""
    known = any(term.startswith("@") for term in _terms(word))
    if word not in slots.names or (known and slots.language == "en"):
        return ""  # English writes any word with a capital
    sound = consonants(word)
    return sound if len(sound) >= _SHORTEST_NAME else word  # found as it is written, or not


def _is_form_of(one: str, other: str) -> bool:
    """Whether the sounds of one name begin the other: «Зерендинский район», "Зеренді"."""
    short, long = sorted((one, other), key=len)
    enough = len(short) > _SHORTEST_NAME or len(long) - len(short) < _SHORTEST_NAME
    return len(short) >= _SHORTEST_NAME and enough and long.startswith(short)


def _names(text: str) -> frozenset[str]:
    words = _NAME.findall(to_cyrillic(text).text)
    return frozenset(consonants(word) for word in words if word[0].isupper()) - {""}


def _article_names(article: Article) -> frozenset[str]:
    return _names(article.text)


def _terms(text: str) -> frozenset[str]:
    return frozenset(term.text for term in terms(text)) | word_concepts(text)

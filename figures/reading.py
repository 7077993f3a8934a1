"""Which pack reads a text, and Kazakh of any script in Cyrillic."""

import re

from figures.lexicon import Lexicon, languages, lexicon, plain_lexicon
from figures.tokens import annotate, tokenize
from language.detect import detect
from language.fold import fold
from language.scripts import Transliteration, script_of, to_cyrillic

KAZAKH = re.compile("[әғқңөұүһ]")
# the language that letters alone speak for, the first that is found
_LETTERS = {"kk": KAZAKH, "ru": re.compile("[а-я]"), "en": re.compile("")}
_SAMPLE = 1_500  # characters that tell a text's language
_SHORT = 300  # characters up to which a text's words decide its language


def in_cyrillic(text: str) -> Transliteration:
    """Kazakh in Cyrillic; a short text in Latin letters is Kazakh where that reading explains more
    of its words than English does."""
    view = to_cyrillic(text)
    if view.text != text or len(text) > _SHORT or script_of(text) != "latn":
        return view
    guess = to_cyrillic(text, kazakh=True)
    folded = fold(guess.text)
    words = plain_lexicon("kk")
    kazakh = _known_words(words.spelled(folded), words)
    return guess if kazakh >= 2 and kazakh > _known_words(fold(text), lexicon("en")) else view


def language_of(text: str, folded: str | None = None) -> str:
    """The pack that reads the text; a short one is told by the words that the packs know.

    `folded` is the text folded, where it is known.
    """
    sample = text[:_SAMPLE]
    folded = fold(sample) if folded is None else folded[:_SAMPLE]
    told = detect(sample, folded)
    if told in languages() and len(text) > _SHORT:
        return told
    # a short text may leave it open: then the language whose words it has most of
    folded = folded[:_SHORT]
    known = {language: _known_words(folded, lexicon(language)) for language in languages()}
    lettered = next(name for name, letters in _LETTERS.items() if letters.search(folded))
    return max(
        languages(),
        key=lambda language: known[language] + (language == told) + (language == lettered) / 2,
    )


def _known_words(folded: str, words: Lexicon) -> int:
    tokens = tokenize(folded, 0, len(folded))
    annotate(tokens, words)
    # "он" is ten in Kazakh and "it" in Russian: pronouns tell no language
    return sum(1 for token in tokens if token.marks.keys() - {"resuming"})

"""The trilingual glossary of the genre: words and phrases of any language to neutral concepts.

Its source is `language/data/glossary/*.tsv`, written by hand, a theme a file; `compile_glossary`
turns them into `language/data/lexicon.tsv`, which loads in some milliseconds. Run
`python -m language.glossary` after a change of the themes or of the stem tables.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from language.fold import fold
from language.stemmers import PACKS, Agglutinative, Inflecting, Stemmer, cyrillic, skeleton
from language.stems import LEXICON, KnownBases, lexicon_parts, stem_with

THEMES = Path(__file__).with_name("data") / "glossary"
WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*\d{0,2}(?!\d)|\d+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One row of a theme: the concepts, most specific first, and their forms per language.

    A form that ends in a hyphen is the root of a verb («өс-», «вырос-»).
    """

    concepts: tuple[str, ...]
    forms: dict[str, tuple[str, ...]]


def read_rows(directory: Path = THEMES, *, only: frozenset[str] = frozenset()) -> tuple[Row, ...]:
    """The rows of all themes, or of those named; ValueError names the line of a malformed one."""
    paths = [path for path in sorted(directory.glob("*.tsv")) if not only or path.stem in only]
    return tuple(row for path in paths for row in _read_theme(path))


def _read_theme(path: Path) -> Iterable[Row]:
    lines = path.read_text(encoding="utf-8").splitlines()
    header = lines[0].split("\t")
    for number, line in enumerate(lines[1:], start=2):
        if not line or line.startswith("#"):
            continue
        fields = line.split("\t")
        if len(fields) != len(header):
            raise ValueError(f"{path.name}:{number}: {len(fields)} fields, {len(header)} expected")
        forms = {
            code: tuple(form.strip() for form in field.split(";") if form.strip())
            for code, field in zip(header[1:], fields[1:], strict=True)
        }
        yield Row(concepts=tuple(fields[0].split()), forms=forms)


def read_stopwords(code: str) -> tuple[str, ...]:
    """The folded stopwords of one pack."""
    lines = (PACKS / code / "stopwords.txt").read_text(encoding="utf-8").splitlines()
    return tuple(fold(word) for line in lines if not line.startswith("#") for word in line.split())


def compile_glossary(rows: Sequence[Row]) -> str:
    """The text of the lexicon: known bases, sizes of phrases by first stem, phrases of stems, and
    the concepts that others are of."""
    known = _collect_bases(rows)
    head = ["stop\t" + " ".join(sorted(known.stops))]
    for kind, packs in (("noun", known.nouns), ("verb", known.verbs)):
        for code, bases in sorted(packs.items()):
            plain = " ".join(s for s, base in sorted(bases.items()) if s == base)
            other = " ".join(f"{s} {base}" for s, base in sorted(bases.items()) if s != base)
            head.append(f"{kind}.{code}\t{plain}\t{other}")
    concepts: dict[tuple[str, ...], dict[str, None]] = {}
    for row in rows:
        for code, forms in row.forms.items():
            for form in forms:
                key = _form_key(form, code, known)
                concepts.setdefault(key, {}).update(dict.fromkeys(row.concepts))
    sizes: dict[str, set[int]] = {}
    for key in concepts:
        if len(key) > 1:
            sizes.setdefault(key[0], set()).add(len(key))
    tails = [
        f"{first}\t{' '.join(map(str, sorted(found, reverse=True)))}"
        for first, found in sorted(sizes.items())
    ]
    body = [f"{' '.join(key)}\t{' '.join(names)}" for key, names in sorted(concepts.items())]
    broader: dict[str, dict[str, None]] = {}
    for row in rows:
        if len(row.concepts) > 1:
            broader.setdefault(row.concepts[0], {}).update(dict.fromkeys(row.concepts[1:]))
    over = [f"{name}\t{' '.join(names)}" for name, names in sorted(broader.items())]
    return "\n\n".join("\n".join(part) for part in (head, tails, body, over)) + "\n"


def _form_key(form: str, code: str, known: KnownBases) -> tuple[str, ...]:
    words = WORD.findall(fold(form))
    if not words:
        raise ValueError(f"no word in the form {form!r}")
    stems = [stem_with(word, known) for word in words]
    if form.endswith("-"):
        root = skeleton(words[-1])
        stems[-1] = known.verbs[code].get(root, root) if code in known.verbs else root
    return tuple(stems)


def _collect_bases(rows: Sequence[Row]) -> KnownBases:
    known = KnownBases(nouns={}, verbs={}, stops=_all_stopwords())
    # Loan words are one base: a Kazakh noun that is also a Russian form takes the Russian stem.
    for pack, stemmer in reversed(cyrillic()):
        nouns = known.nouns.setdefault(pack.code, {})
        verbs = known.verbs.setdefault(pack.code, {})
        loans = _loans(rows, pack.code, known)
        for form, is_verb in _single_words(rows, pack.code):
            root = form if is_verb else stemmer.verb_root(form, verbs)
            if root:
                _add_root(root, verbs, stemmer)
            if isinstance(stemmer, Agglutinative):
                is_verb |= any(
                    form[:size] in verbs and stemmer.finite(form[size:])
                    for size in range(2, len(form))
                )
            if not is_verb and (not root or isinstance(stemmer, Agglutinative)):
                # A Kazakh infinitive is declined as a noun: «өсу, өсуі», one stem with «өсті».
                _add_noun(form, nouns, stemmer, loans.get(form, "") or root)
    return known


def _all_stopwords() -> frozenset[str]:
    codes = [path.parent.name for path in PACKS.glob("*/stopwords.txt")]
    return frozenset(skeleton(word) for code in codes for word in read_stopwords(code))


def _single_words(rows: Sequence[Row], code: str) -> list[tuple[str, bool]]:
    """The one-word forms of a pack as skeletons, the shortest first, and whether each is a root."""
    found = set()
    for row in rows:
        for form in row.forms.get(code, ()):
            words = WORD.findall(fold(form))
            if len(words) == 1 and not words[0].isdigit():
                found.add((skeleton(words[0]), form.endswith("-")))
    # «халық» before «халқы», of one length, so that the possessive is seen as its form.
    return sorted(found, key=lambda pair: (len(pair[0]), pair[0][-1] in "ыи", pair))


def _loans(rows: Sequence[Row], code: str, known: KnownBases) -> dict[str, str]:
    """Stems of the forms that stand in the same row as the same word of an inflecting pack."""
    found: dict[str, str] = {}
    for pack, stemmer in cyrillic():
        if pack.code == code or not isinstance(stemmer, Inflecting):
            continue
        for row in rows:
            theirs = {skeleton(fold(form)) for form in row.forms.get(pack.code, ())}
            for form in row.forms.get(code, ()):
                word = skeleton(fold(form))
                if word in theirs and " " not in word:
                    found[word] = known.nouns[pack.code].get(stemmer.stripped(word), "")
    return found


def _add_root(root: str, verbs: dict[str, str], stemmer: Stemmer) -> None:
    for surface in sorted(stemmer.root_surfaces(root)):
        verbs.setdefault(surface, root)


def _add_noun(base: str, nouns: dict[str, str], stemmer: Stemmer, loan: str) -> None:
    if isinstance(stemmer, Agglutinative) and any(
        base[:size] in nouns and stemmer.inflected(base[size:]) for size in range(4, len(base))
    ):
        return
    canonical = loan or stemmer.lemma_stem(base)
    for surface in sorted(stemmer.noun_surfaces(base)):
        nouns.setdefault(surface, canonical)


@dataclass(frozen=True, slots=True)
class Phrases:
    """Concepts by phrase: its stems joined by spaces; by its first stem, the sizes to try; and, by
    concept, the broader ones: of "hospital" "health"."""

    concepts: dict[str, str]
    sizes: dict[str, str]
    broader: dict[str, str]


@cache
def phrases() -> Phrases:
    """The phrases of the compiled lexicon; what a phrase maps to is separated by spaces."""
    _, sizes, concepts, broader = lexicon_parts()
    return Phrases(_two_columns(concepts), _two_columns(sizes), _two_columns(broader))


def _two_columns(text: str) -> dict[str, str]:
    cells = text.strip().replace("\n", "\t").split("\t")
    return dict(zip(cells[::2], cells[1::2], strict=True))


def main() -> None:
    """Write the compiled lexicon anew."""
    LEXICON.write_text(compile_glossary(read_rows()), encoding="utf-8")


if __name__ == "__main__":
    main()

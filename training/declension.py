"""Kazakh case endings by vowel harmony and the last sound, enough for names and nouns in frames."""

FRONT, BACK = "әөүіеэи", "аоұыяюё"
VOWELS = FRONT + BACK
NASALS, SONORANTS, BUZZING = "мнң", "лрйу", "зж"
SOFT_SIGN = "ь"
POSSESSED = "+"  # written before a noun that carries a third-person possessive ending

# case -> ending after a vowel, a nasal, a sonorant or buzzing sound, a voiceless sound
ENDINGS = {
    "gen": ("нЫң", "нЫң", "дЫң", "тЫң"),
    "acc": ("нЫ", "дЫ", "дЫ", "тЫ"),
    "dat": ("ғА", "ғА", "ғА", "қА"),
    "loc": ("дА", "дА", "дА", "тА"),
    "abl": ("дАн", "нАн", "дАн", "тАн"),
    "ins": ("мен", "мен", "мен", "пен"),
}
POSSESSED_ENDINGS = {
    "gen": "нЫң",
    "acc": "н",
    "dat": "нА",
    "loc": "ндА",
    "abl": "нАн",
    "ins": "мен",
}


def decline_kazakh(noun: str, case: str) -> str:
    """`noun` in `case` (nom, gen, acc, dat, loc, abl, ins); its last word takes the ending."""
    bare = noun.removeprefix(POSSESSED)
    if case == "nom":
        return bare
    if noun.startswith(POSSESSED):
        return bare + _harmonised(POSSESSED_ENDINGS[case], bare)
    last = bare.rstrip(SOFT_SIGN)[-1].lower()
    if case == "ins" and last in BUZZING:
        return bare + "бен"
    return bare + _harmonised(ENDINGS[case][_sound(last)], bare)


def _sound(letter: str) -> int:
    if letter in VOWELS:
        return 0
    if letter in NASALS:
        return 1
    return 2 if letter in SONORANTS + BUZZING else 3


def _harmonised(ending: str, noun: str) -> str:
    vowel = next((letter for letter in reversed(noun.lower()) if letter in VOWELS), "а")
    soft = vowel in FRONT or noun.endswith(SOFT_SIGN)
    return (
        ending.replace("Ы", "і" if soft else "ы")
        .replace("А", "е" if soft else "а")
        .replace("ғ", "г" if soft else "ғ")
        .replace("қ", "к" if soft else "қ")
    )

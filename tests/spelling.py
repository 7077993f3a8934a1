"""Numbers up to 10^15 spelled in Russian, in five cases, in Kazakh and in English."""

_GROUPS = (12, 9, 6, 3, 0)

_CASES = ("nominative", "genitive", "dative", "instrumental", "prepositional")
_RU_ONES = {
    1: ("один", "одного", "одному", "одним", "одном"),
    2: ("два", "двух", "двум", "двумя", "двух"),
    3: ("три", "трёх", "трём", "тремя", "трёх"),
    4: ("четыре", "четырёх", "четырём", "четырьмя", "четырёх"),
    5: ("пять", "пяти", "пяти", "пятью", "пяти"),
    6: ("шесть", "шести", "шести", "шестью", "шести"),
    7: ("семь", "семи", "семи", "семью", "семи"),
    8: ("восемь", "восьми", "восьми", "восемью", "восьми"),
    9: ("девять", "девяти", "девяти", "девятью", "девяти"),
}
_RU_FEMININE = {
    1: ("одна", "одной", "одной", "одной", "одной"),
    2: ("две", "двух", "двум", "двумя", "двух"),
}
_RU_TEENS = (
    *("десят", "одиннадцат", "двенадцат", "тринадцат", "четырнадцат"),
    *("пятнадцат", "шестнадцат", "семнадцат", "восемнадцат", "девятнадцат"),
)
_RU_SOFT = ("ь", "и", "и", "ью", "и")
_RU_TENS = {
    2: tuple("двадцат" + end for end in _RU_SOFT),
    3: tuple("тридцат" + end for end in _RU_SOFT),
    4: ("сорок", "сорока", "сорока", "сорока", "сорока"),
    9: ("девяносто", "девяноста", "девяноста", "девяноста", "девяноста"),
}
_RU_HUNDREDS = {
    1: ("сто", "ста", "ста", "ста", "ста"),
    2: ("двести", "двухсот", "двумстам", "двумястами", "двухстах"),
    3: ("триста", "трёхсот", "трёмстам", "тремястами", "трёхстах"),
    4: ("четыреста", "четырёхсот", "четырёмстам", "четырьмястами", "четырёхстах"),
}
_RU_SCALES = {12: "триллион", 9: "миллиард", 6: "миллион"}
_RU_THOUSAND = (
    ("тысяча", "тысячи", "тысяче", "тысячей", "тысяче"),
    ("тысяч", "тысяч", "тысячам", "тысячами", "тысячах"),
)
_RU_MASCULINE = (("", "а", "у", "ом", "е"), ("ов", "ов", "ам", "ами", "ах"))


def russian(number: int, case: str) -> str:
    """`number` in one of the cases; ones are masculine, thousands feminine."""
    at = _CASES.index(case)
    words: list[str] = []
    for exponent in _GROUPS:
        group = number // 10**exponent % 1000
        if group:
            words += _russian_group(group, at, feminine=exponent == 3)
            words += [_russian_scale(group, exponent, at)] if exponent else []
    return " ".join(words)


def _russian_group(group: int, at: int, *, feminine: bool) -> list[str]:
    hundreds, tens, ones = group // 100, group // 10 % 10, group % 10
    words = []
    if hundreds:
        words.append(
            _RU_HUNDREDS[hundreds][at]
            if hundreds in _RU_HUNDREDS
            else _RU_ONES[hundreds][at] + ("сот", "сот", "стам", "стами", "стах")[at]
        )
    if tens == 1:
        return [*words, _RU_TEENS[ones] + _RU_SOFT[at]]
    if tens:
        words.append(
            _RU_TENS[tens][at]
            if tens in _RU_TENS
            else _RU_ONES[tens][at] + ("десят", "десяти", "десяти", "десятью", "десяти")[at]
        )
    if ones:
        forms = _RU_FEMININE if feminine and ones in _RU_FEMININE else _RU_ONES
        words.append(forms[ones][at])
    return words


def _russian_scale(group: int, exponent: int, at: int) -> str:
    one = group % 10 == 1 and group % 100 != 11
    few = group % 10 in (2, 3, 4) and group % 100 not in (12, 13, 14)
    if at == 0 and few:
        return "тысячи" if exponent == 3 else _RU_SCALES[exponent] + "а"
    if exponent == 3:
        return _RU_THOUSAND[0 if one else 1][at]
    return _RU_SCALES[exponent] + _RU_MASCULINE[0 if one else 1][at]


_KK_ONES = ["", "бір", "екі", "үш", "төрт", "бес", "алты", "жеті", "сегіз", "тоғыз"]
_KK_TENS = ["", "он", "жиырма", "отыз", "қырық", "елу", "алпыс", "жетпіс", "сексен", "тоқсан"]
_KK_SCALES = {12: "триллион", 9: "миллиард", 6: "миллион", 3: "мың", 0: ""}


def kazakh(number: int) -> str:
    """`number` in Kazakh; a hundred and a thousand of one stand without "one"."""
    words: list[str] = []
    for exponent in _GROUPS:
        group = number // 10**exponent % 1000
        if not group:
            continue
        hundreds, tens, ones = group // 100, group // 10 % 10, group % 10
        if hundreds:
            words += [_KK_ONES[hundreds]] if hundreds > 1 else []
            words.append("жүз")
        words += [_KK_TENS[tens]] if tens else []
        if ones and not (group == 1 and exponent == 3):
            words.append(_KK_ONES[ones])
        words += [_KK_SCALES[exponent]] if exponent else []
    return " ".join(words)


_EN_ONES = (
    *("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *("ten", "eleven", "twelve", "thirteen", "fourteen"),
    *("fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_EN_TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_EN_SCALES = {12: "trillion", 9: "billion", 6: "million", 3: "thousand", 0: ""}


def english(number: int, *, joined: bool) -> str:
    """`number` in English, with "and" before tens and ones where `joined`."""
    words: list[str] = []
    for exponent in _GROUPS:
        group = number // 10**exponent % 1000
        if not group:
            continue
        hundreds, rest = group // 100, group % 100
        words += [_EN_ONES[hundreds], "hundred"] if hundreds else []
        if rest:
            if joined and (hundreds or (exponent == 0 and words)):
                words.append("and")
            words.append(
                _EN_ONES[rest]
                if rest < 20
                else _EN_TENS[rest // 10] + (f"-{_EN_ONES[rest % 10]}" if rest % 10 else "")
            )
        words += [_EN_SCALES[exponent]] if exponent else []
    return " ".join(words)

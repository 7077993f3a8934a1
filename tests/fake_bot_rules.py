"""Telegram's rules for what a bot may send, as its Bot API documents them."""

import json
import re
import struct
from dataclasses import dataclass
from html.entities import html5
from typing import Any

MESSAGE, CAPTION, CALLBACK, NOTICE = 4096, 1024, 64, 200
TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "s": "strikethrough",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "a": "text_link",
}
NAMED = {"lt;", "gt;", "amp;", "quot;"}
TOKEN = re.compile(r"<(/?)([a-zA-Z-]*)([^<>]*)>|&(#\d+|#x[0-9a-fA-F]+|\w+);|<|&|[^<&]+")
COMMAND = re.compile(r"[a-z0-9_]{1,32}")
LANGUAGE = re.compile(r"[a-z]{2}")


class Refused(Exception):
    """What Telegram would answer instead of doing it."""

    def __init__(self, description: str, code: int = 400, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


@dataclass(frozen=True, kw_only=True)
class Entity:
    """A stretch of a text in a style; offset and length in UTF-16 units."""

    type: str
    offset: int
    length: int


def units(text: str) -> int:
    """The length in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def parse_html(html: str) -> tuple[str, list[Entity]]:
    """The text and its entities; Refused where Telegram could not parse it."""
    text = ""
    entities: list[Entity] = []
    open_tags: list[tuple[str, int]] = []
    for token in TOKEN.finditer(html):
        whole, closing, name, rest, entity = token[0], token[1], token[2], token[3], token[4]
        if entity:
            text += _character(entity)
        elif whole in "<&" or not whole.startswith("<"):
            if whole == "<":
                raise Refused("Bad Request: can't parse entities: Unclosed start tag")
            text += whole
        elif closing:
            if not open_tags or open_tags[-1][0] != name.lower():
                raise Refused(f"Bad Request: can't parse entities: Unexpected end tag </{name}>")
            opened, at = open_tags.pop()
            if units(text) > at:
                entities.append(Entity(type=TAGS[opened], offset=at, length=units(text) - at))
        elif name.lower() not in TAGS or (rest.strip() and name.lower() not in ("a", "blockquote")):
            raise Refused(f'Bad Request: can\'t parse entities: Unsupported start tag "{name}"')
        else:
            if name.lower() == "blockquote" and any(tag == "blockquote" for tag, _ in open_tags):
                raise Refused("Bad Request: can't parse entities: nested blockquote")
            open_tags.append((name.lower(), units(text)))
    if open_tags:
        raise Refused("Bad Request: can't parse entities: Can't find end tag")
    return text, entities


def _character(entity: str) -> str:
    if entity.startswith("#x"):
        return chr(int(entity[2:], 16))
    if entity.startswith("#"):
        return chr(int(entity[1:]))
    return html5[entity + ";"] if entity + ";" in NAMED else f"&{entity};"


def read_text(data: dict[str, Any], key: str, limit: int) -> tuple[str, list[Entity]]:
    """The text of a message as it would be shown, held against its limit."""
    raw = data.get(key) or ""
    mode = data.get("parse_mode")
    if mode not in (None, "HTML"):
        raise Refused("Bad Request: unsupported parse_mode")
    text, entities = parse_html(raw) if mode else (raw, [])
    text = text.rstrip()
    if limit == MESSAGE and not text.strip():
        raise Refused("Bad Request: message text is empty")
    if units(text) > limit:
        what = "message is too long" if limit == MESSAGE else "message caption is too long"
        raise Refused(f"Bad Request: {what}")
    return text, entities


def read_keyboard(data: dict[str, Any]) -> list[list[dict[str, Any]]] | None:
    """The buttons under a message, held against what a button may be."""
    raw = data.get("reply_markup")
    if not raw:
        return None
    rows = _json(raw).get("inline_keyboard")
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise Refused("Bad Request: object expected as reply markup")
    for button in (button for row in rows for button in row):
        if not button.get("text"):
            raise Refused("Bad Request: text buttons are unallowed in the inline keyboard")
        kinds = [key for key in button if key != "text"]
        if len(kinds) != 1:
            raise Refused("Bad Request: a button must have exactly one action")
        data_length = len(str(button.get("callback_data", "x")).encode())
        if not 1 <= data_length <= CALLBACK:
            raise Refused("Bad Request: BUTTON_DATA_INVALID")
        if units(str(button.get("switch_inline_query", ""))) > 256:
            raise Refused("Bad Request: BUTTON_SWITCH_INLINE_INVALID")
    return rows


def _json(raw: Any) -> Any:
    try:
        return json.loads(raw) if isinstance(raw, str) else raw
    except ValueError as error:
        raise Refused("Bad Request: can't parse JSON object") from error


def check_picture(file: bytes) -> tuple[int, int]:
    """Width and height of a PNG that Telegram takes as a photo."""
    if not file.startswith(b"\x89PNG\r\n\x1a\n"):
        raise Refused("Bad Request: IMAGE_PROCESS_FAILED")
    width, height = struct.unpack(">II", file[16:24])
    if (
        len(file) > 10_000_000
        or width + height > 10_000
        or max(width / height, height / width) > 20
    ):
        raise Refused("Bad Request: PHOTO_INVALID_DIMENSIONS")
    return width, height


def check_commands(data: dict[str, Any]) -> tuple[str, str, list[dict[str, str]]]:
    """Scope, language and commands of a setMyCommands."""
    commands = _json(data.get("commands", "[]"))
    scope = _json(data.get("scope", '{"type": "default"}'))
    language = data.get("language_code", "")
    if len(commands) > 100:
        raise Refused("Bad Request: BOT_COMMANDS_TOO_MUCH")
    for each in commands:
        if not COMMAND.fullmatch(each["command"]):
            raise Refused("Bad Request: BOT_COMMAND_INVALID")
        if not 1 <= units(each["description"]) <= 256:
            raise Refused("Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
    if language and not LANGUAGE.fullmatch(language):
        raise Refused("Bad Request: invalid language code specified")
    name = scope["type"] + (f":{scope['chat_id']}" if "chat_id" in scope else "")
    return name, language, commands


def check_results(data: dict[str, Any]) -> list[dict[str, Any]]:
    """The results of an inline query, with the text that each would send."""
    results: list[dict[str, Any]] = _json(data.get("results", "[]"))
    if len(results) > 50:
        raise Refused("Bad Request: RESULTS_TOO_MUCH")
    ids = [each["id"] for each in results]
    if len(set(ids)) != len(ids) or not all(1 <= len(each.encode()) <= 64 for each in ids):
        raise Refused("Bad Request: RESULT_ID_DUPLICATE")
    for each in results:
        if each["type"] != "article" or not each.get("title"):
            raise Refused("Bad Request: RESULT_TYPE_INVALID")
        content = each["input_message_content"]
        each["shown"], each["entities"] = read_text(
            {"text": content["message_text"], "parse_mode": content.get("parse_mode")},
            "text",
            MESSAGE,
        )
    button = _json(data.get("button", "{}"))
    if button and not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", button.get("start_parameter", "")):
        raise Refused("Bad Request: START_PARAM_INVALID")
    return results

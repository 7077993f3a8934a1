"""Values as rows of the bot's tables, and back."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert
from sqlalchemy.engine import Row

from bot.state_tables import outbox
from bot.telegram_types import Audited, Kept, Outgoing, Waiting, to_json


def kept_of(row: Row[Any]) -> Kept:
    """An answer from a row of its table."""
    fields = row._asdict()
    source = json.loads(fields.pop("source") or "null")
    return Kept(
        user=fields.pop("person"),
        asked_at=datetime.fromisoformat(fields.pop("asked_at")),
        source=tuple(source) if source else None,
        **fields,
    )


def audited_of(row: Row[Any]) -> Audited:
    """A line of the audit log from a row of its table."""
    return Audited(
        at=datetime.fromisoformat(row.at),
        user=row.person,
        chat=row.chat,
        question=row.question,
        status=row.status,
        answer=row.answer,
        figures=row.figures,
    )


def audited_row(line: Audited) -> dict[str, Any]:
    """A line of the audit log as a row of its table."""
    row = asdict(line)
    row["person"] = row.pop("user")
    row["at"] = line.at.isoformat()
    return row


def kept_row(kept: Kept) -> dict[str, Any]:
    """An answer as a row of its table."""
    row = asdict(kept)
    row["person"] = row.pop("user")
    row["asked_at"] = kept.asked_at.isoformat()
    row["source"] = json.dumps(kept.source) if kept.source else None
    return row


def queued(connection: Connection, number: int, outgoing: Outgoing) -> Waiting:
    """Keep a message that is to be sent."""
    row = insert(outbox).values(
        update_id=number,
        chat=outgoing.chat,
        state="new",
        body=to_json(outgoing),
        file=outgoing.file,
    )
    key = connection.execute(row).inserted_primary_key
    if key is None:
        raise RuntimeError("the database gave no key for a message")
    return Waiting(id=int(key[0]), outgoing=outgoing, above=None)

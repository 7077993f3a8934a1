"""The tables of the bot's state; the same in SQLite and in PostgreSQL."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

tables = MetaData()

# SQLite counts up only a column that is its own "INTEGER PRIMARY KEY".
_COUNTED = BigInteger().with_variant(Integer, "sqlite")

updates = Table(  # what Telegram brought: 'new', 'answered' (its replies wait), 'done'
    "updates",
    tables,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("chat", BigInteger, nullable=False),
    Column("received", Float, nullable=False),
    Column("state", String(10), nullable=False),
    Column("body", Text, nullable=False),
    Index("updates_state", "state"),
)
outbox = (
    Table(  # what is to be sent: 'new', 'sending' (a crash here leaves it open), 'sent', 'lost'
        "outbox",
        tables,
        Column("id", _COUNTED, primary_key=True, autoincrement=True),
        Column("update_id", BigInteger, nullable=False),
        Column("chat", BigInteger, nullable=False),
        Column("state", String(10), nullable=False),
        Column("body", Text, nullable=False),
        Column("file", LargeBinary),
        Column("above", BigInteger),  # the highest message id that was known before it was sent
        Column("message", BigInteger),
        Index("outbox_update", "update_id"),
        Index("outbox_message", "message"),
    )
)
answers = Table(
    "answers",
    tables,
    Column("id", String(16), primary_key=True),
    Column("chat", BigInteger, nullable=False),
    Column("person", BigInteger, nullable=False),
    Column("asked", Text, nullable=False),
    Column("asked_at", String(40), nullable=False),
    Column("context", Text),
    Column("part", Integer),
    Column("language", String(8)),
    Column("source", Text),
    Index("answers_person", "person"),
)
people = Table(
    "people",
    tables,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("role", String(16)),
    Column("blocked", Boolean, nullable=False),
    Column("language", String(8)),
    Column("follow_ups", Boolean, nullable=False),
    Column("seen", Float, nullable=False),
)
groups = Table("groups", tables, Column("id", BigInteger, primary_key=True, autoincrement=False))
invites = Table(
    "invites",
    tables,
    Column("code", String(32), primary_key=True),
    Column("role", String(16), nullable=False),
    Column("uses", Integer, nullable=False),
    Column("until", Float, nullable=False),
)
dialogue = Table(  # the context that a follow-up goes on from
    "dialogue",
    tables,
    Column("chat", BigInteger, primary_key=True, autoincrement=False),
    Column("person", BigInteger, primary_key=True, autoincrement=False),
    Column("context", Text, nullable=False),
    Column("at", Float, nullable=False),
)
feedback = Table(
    "feedback",
    tables,
    Column("answer", String(16), primary_key=True),
    Column("person", BigInteger, primary_key=True, autoincrement=False),
    Column("good", Boolean, nullable=False),
    Column("at", Float, nullable=False),
)
audit = Table(
    "audit",
    tables,
    Column("id", _COUNTED, primary_key=True, autoincrement=True),
    Column("at", String(40), nullable=False),
    Column("person", String(32), nullable=False),
    Column("chat", String(32), nullable=False),
    Column("question", Text, nullable=False),
    Column("status", String(16), nullable=False),
    Column("answer", Text, nullable=False),
    Column("figures", Text, nullable=False),
    Index("audit_person", "person"),
)

"""The words of messages: FTS5 on SQLite, tsvector on PostgreSQL."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

from server.chat.words import searchable

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

WORDS = (
    # Words are cut and folded before they come here, so the tokenizer only splits at spaces.
    "CREATE VIRTUAL TABLE chat_words USING fts5(words, tokenize='ascii', detail=none, columnsize=0)",
    """
    CREATE TRIGGER chat_words_go AFTER DELETE ON chat_messages WHEN OLD.search IS NOT NULL
    BEGIN DELETE FROM chat_words WHERE rowid = OLD.search; END
    """,
)

messages = sa.table(
    "chat_messages",
    sa.column("id"),
    sa.column("room_id", sa.Uuid()),
    sa.column("body", sa.Text()),
    sa.column("state", sa.String()),
    sa.column("search"),
)


def upgrade() -> None:
    if _is_sqlite():
        op.add_column("chat_messages", sa.Column("search", sa.BigInteger()))
        for statement in WORDS:
            op.execute(statement)
    else:
        op.add_column("chat_messages", sa.Column("search", TSVECTOR()))
    op.create_index("ix_chat_messages_search", "chat_messages", ["search"], postgresql_using="gin")
    _find_words()


def downgrade() -> None:
    op.drop_index("ix_chat_messages_search", "chat_messages")
    if _is_sqlite():
        op.execute("DROP TRIGGER chat_words_go")
        op.execute("DROP TABLE chat_words")
    op.drop_column("chat_messages", "search")


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _find_words() -> None:
    """Of the messages that are there already."""
    link = op.get_bind()
    kept = sa.select(messages.c.id, messages.c.room_id, messages.c.body)
    for place, (message, room, body) in enumerate(link.execute(kept.where(messages.c.state != "deleted")).all(), 1):
        words = searchable(room, body)
        if _is_sqlite():
            keep = sa.text("INSERT INTO chat_words(rowid, words) VALUES (:place, :words)")
            link.execute(keep, {"place": place, "words": words})
        value = place if _is_sqlite() else sa.cast(words, TSVECTOR())
        link.execute(sa.update(messages).where(messages.c.id == message).values(search=value))

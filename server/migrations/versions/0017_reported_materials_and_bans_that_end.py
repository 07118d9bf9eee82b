"""Materials that are reported, with a sealed copy of their bytes; bans from conferences that end by themselves; the
words of older events once more, with the letters that people without the right keyboard write in a simpler way."""

import re
import unicodedata

import sqlalchemy as sa
from alembic import op

from server.migrations.steps import INSTANT, where

revision = "0017"
down_revision = "0013"
branch_labels = None
depends_on = None

TARGETS = "'message', 'person', 'conference', 'recording'"
ALIKE = str.maketrans(
    {
        "ı": "i", "ə": "e", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h",
        "ŧ": "t", "ŋ": "n", "ґ": "г", "ى": "ي", "ی": "ي", "ة": "ه", "ہ": "ه", "ک": "ك", "ٱ": "ا", "ـ": None,
        "՛": None, "՜": None, "՞": None,
    }
)  # fmt: skip
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af"
OF_A_CASE = ("capsule_openings", "case_steps", "case_teachers", "reports")


def upgrade() -> None:
    _targets(f"{TARGETS}, 'material'")
    with op.batch_alter_table("evidence_capsules") as capsules:
        capsules.add_column(sa.Column("file_id", sa.Uuid()))
        capsules.create_foreign_key("fk_evidence_capsules_file_id", "file_blobs", ["file_id"], ["id"])
    op.create_index("ix_evidence_capsules_file_id", "evidence_capsules", ["file_id"])
    op.add_column("conference_bans", sa.Column("until", INSTANT))
    op.add_column("conference_seats", sa.Column("removed_until", INSTANT))
    _find_words()


def downgrade() -> None:
    op.drop_column("conference_seats", "removed_until")
    op.drop_column("conference_bans", "until")
    op.drop_index("ix_evidence_capsules_file_id", "evidence_capsules")
    with op.batch_alter_table("evidence_capsules") as capsules:
        capsules.drop_constraint("fk_evidence_capsules_file_id", type_="foreignkey")
        capsules.drop_column("file_id")
    gone = "SELECT id FROM cases WHERE target_type = 'material'"
    for table in OF_A_CASE:
        op.execute(f"DELETE FROM {table} WHERE case_id IN ({gone})")
    op.execute(f"UPDATE evidence_capsules SET case_id = NULL WHERE case_id IN ({gone})")
    op.execute("DELETE FROM cases WHERE target_type = 'material'")
    _targets(TARGETS)


def _find_words() -> None:
    """Step 0012 knew title and summary only, and took letters apart less far than searches do."""
    events = sa.table(
        "events",
        *(sa.column(name, sa.Uuid) for name in ("id", "host_id")),
        *(sa.column(name, sa.Text) for name in ("title", "summary", "place", "words")),
    )
    users = sa.table("users", sa.column("id", sa.Uuid), sa.column("display_name", sa.Text))
    found = sa.select(events, users.c.display_name).join(users, users.c.id == events.c.host_id)
    db = op.get_bind()
    for one in db.execute(found).all():
        words = _words(" ".join((one.title, one.summary, one.place or "", one.display_name)))
        db.execute(events.update().where(events.c.id == one.id).values(words="".join(f" {word}" for word in words)))


def _words(written: str) -> list[str]:
    apart = unicodedata.normalize("NFKD", written.casefold()).replace("եւ", "եվ")
    letters = "".join(c for c in apart if unicodedata.category(c)[0] != "M" and unicodedata.category(c) != "Cf")
    parts = re.compile(f"[{UNSPACED}]|[^{UNSPACED}]+")
    found = (part for run in re.findall(r"[^\W_]+", letters.translate(ALIKE)) for part in parts.findall(run))
    return list(dict.fromkeys(word[:40] for word in found))


def _targets(words: str) -> None:
    """SQLite copies the table for it, and must be told anew of the index with a condition."""
    op.drop_index("uq_cases_at_work", "cases")
    with op.batch_alter_table("cases") as cases:
        cases.drop_constraint(op.f("ck_cases_target_type"), type_="check")
        cases.create_check_constraint(op.f("ck_cases_target_type"), f"target_type IN ({words})")
    at_work = where("state IN ('open', 'triaged', 'in_work')")
    op.create_index("uq_cases_at_work", "cases", ["target_type", "target_id"], unique=True, **at_work)

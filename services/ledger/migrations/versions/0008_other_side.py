"""Verdicts and copies are found from their other side, too."""

from alembic import op

revision = "0008"
down_revision = "0007"

_SIDES = (("verdicts", "b_claim_id"), ("copies", "b_version_id"))


def upgrade() -> None:
    for table, side in _SIDES:
        op.create_index(f"ix_{table}_{side}", table, [side])


def downgrade() -> None:
    for table, side in _SIDES:
        op.drop_index(f"ix_{table}_{side}", table)

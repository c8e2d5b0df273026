"""What an article is about stands, now and then, in its title alone."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_ARTICLES = sa.table("articles", sa.column("version_id"), sa.column("title"), sa.column("article"))
_AT_ONCE = 1_000


def upgrade() -> None:
    op.add_column("articles", sa.Column("title", sa.Text, nullable=False, server_default=""))
    connection, last = op.get_bind(), ""
    some = sa.select(_ARTICLES.c.version_id, _ARTICLES.c.article).order_by(_ARTICLES.c.version_id).limit(_AT_ONCE)
    while rows := connection.execute(some.where(_ARTICLES.c.version_id > last)).all():
        for version_id, article in rows:
            title = json.loads(article).get("title") or ""
            connection.execute(_ARTICLES.update().where(_ARTICLES.c.version_id == version_id).values(title=title))
        last = rows[-1].version_id


def downgrade() -> None:
    op.drop_column("articles", "title")

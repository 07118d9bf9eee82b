"""The words and hosts that every installation starts with, as step 0005 plants them; administrators change them."""

from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

import sqlalchemy as sa
from alembic import op

WORDS = {
    "en": "idiot moron retarded bastard bitch* asshole* fuck* shithead whore faggot* nigger* wanker",
    "az": "axmaq gicbəsər səfeh əclaf şərəfsiz gijdıllaq qəhbə*",
    "de": "idiot* arschloch* hurensohn schlampe wichser missgeburt spasti ficken",
    "el": "μαλάκα* ηλίθι* πουτάνα* βλάκα*",
    "es": "idiota gilipollas puta cabrón* imbécil* maricón*",
    "fr": "connard* salope putain enculé* débile* pute pédé",
    "it": "idiota stronz* puttana cretin* coglion* vaffanculo",
    "ka": "იდიოტ* დებილ*",
    "pl": "idiot* debil* kurw* głupek suka szmata pierdol* chuj*",
    "pt": "idiota puta cabrão* caralho* otário*",
    "ro": "idiot* curvă* handicapat* nenorocit*",
    "tr": "aptal* gerizekalı* salak* orospu* şerefsiz*",
    "uk": "ідіот* дебіл* сука* курва*",
}
HOSTS = (
    "europa.eu wikipedia.org youtube.com youtu.be vimeo.com dailymotion.com padlet.com genial.ly genially.com "
    "canva.com docs.google.com learningapps.org kahoot.it wordwall.net geogebra.org"
)
"""Hosts of D-11 and R-184."""

PLANTED = datetime(2026, 1, 1, tzinfo=UTC)


def plant() -> None:
    """Insert them."""
    table = sa.table(
        "filter_entries",
        sa.column("id", sa.Uuid),
        sa.column("kind", sa.String),
        sa.column("language", sa.String),
        sa.column("entry", sa.String),
        sa.column("created_at", sa.DateTime(timezone=True)),
        sa.column("updated_at", sa.DateTime(timezone=True)),
    )
    lines = [("word", language, word) for language, words in WORDS.items() for word in words.split()]
    lines += [("host", "", host) for host in HOSTS.split()]
    rows = [
        {
            "id": uuid5(NAMESPACE_URL, f"filter:{kind}:{language}:{entry}"),
            "kind": kind,
            "language": language,
            "entry": entry,
            "created_at": PLANTED,
            "updated_at": PLANTED,
        }
        for kind, language, entry in lines
    ]
    op.bulk_insert(table, rows)

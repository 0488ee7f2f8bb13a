# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import contextlib
import logging


class Secrecy:
    """For test cases: nothing of a secret is left, in no table of the database, no log and no answer."""

    TYPED = "Tulpen!93-Qx7vb"
    NOTES = f"The root password of the NAS is {TYPED}"

    def parts(self):
        """The secret, and parts of it that nobody writes by chance; the hexadecimal of bytes too."""
        texts = (self.TYPED, self.TYPED[:9], self.TYPED[-8:])
        return (*texts, self.TYPED.encode().hex())

    def tables_with_secret(self):
        """Names of the tables of which a row holds a part of the secret."""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT table_name FROM information_schema.tables"
            " WHERE table_schema = current_schema AND table_type = 'BASE TABLE' ORDER BY 1"
        )
        like = [f"%{part}%" for part in self.parts()]
        found = []
        for (table,) in self.env.cr.fetchall():
            self.env.cr.execute(
                f'SELECT EXISTS (SELECT 1 FROM "{table}" AS row WHERE row::text LIKE ANY(%s))',
                [like],
            )
            if self.env.cr.fetchone()[0]:
                found.append(table)
        return found

    def assertUntold(self, *texts):
        """No part of the secret in any of the texts."""
        for text in texts:
            for part in self.parts():
                self.assertNotIn(part, str(text))

    @contextlib.contextmanager
    def assertSecret(self, kept=()):
        """Whatever happens inside, the secret is in no log afterwards, and only in the tables of `kept`."""
        heard = Heard()
        loggers = [logging.getLogger(name) for name in ("", "odoo", "werkzeug")]
        levels = [logger.level for logger in loggers]
        for logger in loggers:
            logger.addHandler(heard)
            logger.setLevel(logging.INFO)
        try:
            logging.getLogger("odoo.tests.secrecy").info("heard")
            yield
        finally:
            for logger, level in zip(loggers, levels, strict=True):
                logger.removeHandler(heard)
                logger.setLevel(level)
        self.assertIn("heard", heard.lines)
        self.assertUntold("\n".join(heard.lines))
        self.assertEqual(self.tables_with_secret(), sorted(kept))


class Heard(logging.Handler):
    """What was logged, with its traceback."""

    def __init__(self):
        super().__init__()
        self.lines = []
        self.setFormatter(logging.Formatter("%(message)s"))

    def emit(self, record):
        self.lines.append(self.format(record))

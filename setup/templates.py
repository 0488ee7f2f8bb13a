# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Databases with modules installed, kept to be copied: what makes a test run start in a second."""

import hashlib
import os
import re
import shutil

from . import database, wheels
from .console import step

KEEP = 6
# What Odoo's runner makes before the first test through HTTP, when it is not there. It makes the bundles of each page
# that it finds: not those of the pages for JavaScript unit tests, which nobody here opens.
BUNDLES = """
pages = ["|", ("arch_db", "like", "web.tests_assets"), ("arch_db", "like", "web.assets_unit_tests_setup")]
env["ir.ui.view"].search([("type", "=", "qweb"), *pages]).active = False
env["ir.qweb"]._pregenerate_assets_bundles()
env.cr.commit()
"""


class Templates:
    """Template databases of one instance, named after what is installed in them."""

    def __init__(self, instance):
        self._instance = instance
        self._prefix = f"{instance.settings.db}_tpl_"

    def name(self, modules):
        """Return the name: it changes with Odoo, the pinned packages, and the code of the suite's addons inside."""
        instance, suite = self._instance, self._instance.settings.suite
        lock = wheels.REQUIREMENTS / f"{instance.settings.series}.txt"
        parts = [BUNDLES, instance.odoo.series, instance.odoo.version, wheels.fingerprint(lock)]
        own = suite.closure(modules)
        parts += [f"{name} {suite.checksum(name)}" for name in sorted(own)]
        parts += sorted(set(modules) | suite.outside(own))
        return self._prefix + hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]

    def get(self, modules):
        """Return the name of a template with these modules and all they need, built when it is not there."""
        name = self.name(modules)
        if (
            name not in self._instance.databases.names()
            or not self._instance.filestore(name).is_dir()
        ):
            building = self._start(f"{name}_new", modules)
            step(f"Preparing a test database with {', '.join(sorted(modules)) or 'base'}")
            building.run(
                *("--stop-after-init", "--no-http", "-i", ",".join(sorted(modules) or ["base"])),
                fails="The test database could not be prepared.",
            )
            if not self._instance.settings.suite.closure(modules):
                building.run(
                    "--no-http",
                    subcommand=("shell",),
                    stdin=BUNDLES,
                    fails="The web client's files could not be prepared.",
                )
            self.adopt(building, modules)
        return name

    def _start(self, db, modules):
        """Return the Instance to install modules in: with what the suite needs already there, as in `make test`.

        The order counts: which module the terms of a field belong to depends on who was installed first.
        """
        suite = self._instance.settings.suite
        own = suite.closure(modules)
        if own:
            return self.copy(self.get(suite.outside(own) | (set(modules) - own)), db)
        empty = self._instance.with_db(db)
        empty.drop()
        empty.write_config()
        return empty

    def adopt(self, instance, modules):
        """Make a database with these modules installed the template for them."""
        name = self.name(modules)
        database.store(instance, database.checksums(instance))
        instance.databases.drop(name)
        instance.databases.query(
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{instance.settings.db}'"
        )
        self._move_files(instance.filestore(), instance.filestore(name))
        instance.databases.rename(instance.settings.db, name)
        instance.config_file.unlink(missing_ok=True)
        self._prune()

    def copy(self, template, db, **changes):
        """Return an Instance on a fresh copy of a template; `changes` are settings such as port and workers."""
        copy = self._instance.with_db(db, **changes)
        copy.drop()
        copy.databases.create(db, template)
        # Odoo never changes a stored file, so the copies may share them.
        shutil.copytree(copy.filestore(template), copy.filestore(), copy_function=os.link)
        copy.write_config()
        # Reports and mails fetch from it; the template's names another port.
        url = f"http://127.0.0.1:{copy.settings.port}"
        copy.databases.query(
            f"UPDATE ir_config_parameter SET value = '{url}' WHERE key = 'web.base.url'", db
        )
        return copy

    def _move_files(self, source, target):
        shutil.rmtree(target, ignore_errors=True)
        source.mkdir(parents=True, exist_ok=True)
        source.rename(target)

    def _prune(self):
        """Drop all but the newest templates."""
        own = [
            name
            for name in self._instance.databases.names()
            if re.fullmatch(f"{self._prefix}[0-9a-f]{{12}}", name)
        ]
        for name in own[:-KEEP]:
            self._instance.with_db(name).drop()

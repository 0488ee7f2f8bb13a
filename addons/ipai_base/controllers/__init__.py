from . import api, audit, docs, help_of_screen, unknown

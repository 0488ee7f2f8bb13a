from . import api, audit, docs, unknown

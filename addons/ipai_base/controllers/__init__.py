from . import api, audit, unknown

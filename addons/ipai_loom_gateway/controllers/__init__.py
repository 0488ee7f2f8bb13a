from . import proposals, reads, status, unknown

from . import reads, status, unknown

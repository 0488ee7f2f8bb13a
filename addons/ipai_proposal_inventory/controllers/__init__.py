from . import proposals

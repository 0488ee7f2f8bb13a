from . import answers, filters, proposals

from . import answers, filters

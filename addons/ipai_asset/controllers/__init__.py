from . import prometheus
from . import assets

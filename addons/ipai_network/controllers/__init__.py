from . import assets, network

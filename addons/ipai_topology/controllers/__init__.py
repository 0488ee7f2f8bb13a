from . import topology

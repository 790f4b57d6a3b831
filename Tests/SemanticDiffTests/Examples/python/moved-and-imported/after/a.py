from .b import f

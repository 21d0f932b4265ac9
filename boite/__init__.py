"""Ma boîte SPRO: everyone's personal space for the papers of a whole working life."""

__version__ = "0.3.0"

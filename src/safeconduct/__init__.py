"""Safe Conduct: a working place where a promise of protection becomes practice."""

__version__ = "0.1.0"

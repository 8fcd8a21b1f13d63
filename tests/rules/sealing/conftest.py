"""Properties of the sealing are not timed: the tests that are about time measure it themselves."""

from hypothesis import settings

settings.register_profile("sealing", deadline=None)
settings.load_profile("sealing")

"""The one error of sealing. It never says why, so that no caller can tell a wrong key from a changed text."""


class Unopened(Exception):
    """A sealed thing did not open: wrong key, wrong place, or changed bytes."""

    def __init__(self) -> None:
        super().__init__("This did not open.")

"""Addresses of pages, as somebody types them or a file names them."""


def is_web_address(text: str) -> bool:
    """Whether it begins as the whole address of a page does; a part of one is none."""
    return text.startswith(("https://", "http://"))

"""Conversations that somebody exported or copied: chats and mail, split into dated turns for a member to choose from."""

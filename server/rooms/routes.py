"""Rooms over HTTP. The list of a space's rooms counts unread messages and so stands with the chat."""

from server.core.http import Route

ROUTES: list[Route] = []

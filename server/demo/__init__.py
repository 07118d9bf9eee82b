"""Data that makes a first run look alive (domain 13): all invented, all relative to now, all removable."""

from server.demo.seeding import DemoSignIns, SignIn, remove, seed

__all__ = ["DemoSignIns", "SignIn", "remove", "seed"]

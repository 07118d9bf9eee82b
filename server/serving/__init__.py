"""Runs the processes of one machine: servers and the media worker, started, watched and stopped together."""

"""Watching and judging: what pupils' words must wait for, who decides, reports and what follows from them."""

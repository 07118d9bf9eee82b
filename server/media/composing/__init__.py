"""Makes one film of the files of a recording, in a process of its own: pictures as they came, voices mixed."""

"""Documents of a conference: uploaded, turned into pictures of their pages, put on stage (R-073, T16)."""

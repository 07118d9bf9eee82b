"""Web push (domain 9, P): what rings goes to the devices of those who asked for it, encrypted for each of them."""

"""What a project shares: images in albums, links to videos and files in folders (R-180 to R-185)."""

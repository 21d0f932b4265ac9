"""Portraits of the territories: seven questions, figures beside the region's, and the words of the group."""

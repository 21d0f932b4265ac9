"""Who looks after the sheets: the agents of a structure, the coordination of a territory."""

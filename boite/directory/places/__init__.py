"""Where things are: communes, territories, networks and the map."""

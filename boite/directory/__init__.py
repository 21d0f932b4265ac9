"""The directory: territories, communes, networks, structures with their reception points and services."""

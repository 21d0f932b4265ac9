"""The life of a box: how it is opened, taken away whole, closed and erased."""

"""A store in a bucket of any S3 service, shared by any number of machines. `store.py` is its door."""

"""The space: its tree, its quota, its versions, its trash, its uploads and previews."""

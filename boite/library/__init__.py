"""Resources of the groups: documents, links, videos and recordings, found by subject, public, job and territory."""

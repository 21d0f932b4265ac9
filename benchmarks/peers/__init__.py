"""Those beside whom we measure. One that is not installed is told, never imitated."""

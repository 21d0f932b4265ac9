"""Forums, workshops, open days: events, registrations, attendance, satisfaction, visits."""

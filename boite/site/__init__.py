"""What is not a domain: the home page, the notices that the law asks for, and the service's health."""

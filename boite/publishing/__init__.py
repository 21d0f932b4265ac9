"""TODO-DOC boite/publishing"""

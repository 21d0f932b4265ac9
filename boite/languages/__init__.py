"""The languages of the pages: what is offered, what is spoken now, and a sentence said in it. French is the source."""

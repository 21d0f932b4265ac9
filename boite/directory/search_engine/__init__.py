"""The search engine: what a search means, the full-text index that answers it, and the order of what it finds.

Others search through `search` and maintain the index through `search_index`. Inside, a search goes:

1. understand: `asides` (« ouvert le samedi »), `everyday_words` (« plus de boulot », which no sheet writes), `readings`
   (what the words may mean, tried in turn), `known_words` (unfinished or mistyped ones), `recognising` (the commune
   among them);
2. find: `attempts` (one reading, put to the index), `matching` (the question to the index), `nearby` (around a place);
3. rank: `ranking`, over the order of the documents' own `numbers`;
4. show: `results`.

What is found was prepared by `search_index`, `documents`, `tags` and `learning`.
"""

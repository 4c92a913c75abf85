#!/usr/bin/python3
# Computes tfidf.json: the weights of scikit-learn's TfidfVectorizer on tokens
# that are given, so that only the weighing is compared.
#   /usr/bin/python3 tfidf.py > tfidf.json      (scikit-learn 1.2.1, NumPy 1.24)
import json
from sklearn.feature_extraction.text import TfidfVectorizer

docs = [
    "the river rose above the old bridge and the town closed the bridge",
    "town officials closed the old bridge after the river rose 2 metres",
    "the bank raised its rate by half a point to 4.75 percent",
    "rate rise : the bank governor said half a point was enough",
    "",
    "a",
    "bridge bridge bridge river",
    "the the the the the the the the the",
    "été ångström 北京 ну",
]
out = {"docs": [d.split() for d in docs], "cases": []}
for settings in [
    dict(analyzer="word", ngrams_min=1, ngrams=1, sublinear=False, min_df=1, max_df=1.0),
    dict(analyzer="word", ngrams_min=1, ngrams=1, sublinear=True, min_df=1, max_df=1.0),
    dict(analyzer="word", ngrams_min=1, ngrams=2, sublinear=True, min_df=2, max_df=0.5),
    dict(analyzer="word", ngrams_min=1, ngrams=3, sublinear=False, min_df=1, max_df=0.4),
    dict(analyzer="word", ngrams_min=2, ngrams=3, sublinear=False, min_df=1, max_df=1.0),
    dict(analyzer="char", ngrams_min=1, ngrams=5, sublinear=False, min_df=1, max_df=1.0),
    dict(analyzer="char", ngrams_min=3, ngrams=5, sublinear=True, min_df=2, max_df=0.5),
    dict(analyzer="char", ngrams_min=4, ngrams=4, sublinear=True, min_df=1, max_df=1.0),
]:
    how = dict(analyzer="char_wb") if settings["analyzer"] == "char" else dict(tokenizer=str.split, token_pattern=None)
    v = TfidfVectorizer(
        **how, lowercase=False, ngram_range=(settings["ngrams_min"], settings["ngrams"]),
        sublinear_tf=settings["sublinear"], min_df=settings["min_df"], max_df=settings["max_df"])
    m = v.fit_transform(docs).tocsr()
    m.sort_indices()
    rows = [[[int(c), float(x)] for c, x in zip(m[i].indices, m[i].data)] for i in range(m.shape[0])]
    out["cases"].append(dict(settings, terms=list(v.get_feature_names_out()), rows=rows))
json.dump(out, __import__("sys").stdout, indent=None)

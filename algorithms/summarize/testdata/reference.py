"""Makes reference.json: what naive implementations of the papers' formulas choose
from pools of sentences. Run in the folder above:

    go test -run TestReference -pools
    /usr/bin/python3 testdata/reference.py < testdata/pools.json > testdata/reference.json

pools.json is a list of pools, a pool a list of [number of words, terms]. It was
made with numpy 1.24.2 and scikit-learn 1.2.1.
"""
import json
import math
import sys

import numpy as np
from sklearn.feature_extraction.text import TfidfTransformer


def tfidf(texts):
    counts = np.zeros((len(texts), 1 + max(t for s in texts for t in s)))
    for i, s in enumerate(texts):
        for t in s:
            counts[i, t] += 1
    return TfidfTransformer(smooth_idf=True, norm="l2").fit_transform(counts).toarray()


def pagerank(w, d=0.85):
    n = len(w)
    m = np.full((n, n), 1 / n)
    for i in range(n):
        if w[i].sum() > 0:
            m[:, i] = w[i] / w[i].sum()
    return np.linalg.solve(np.eye(n) - d * m, np.full(n, (1 - d) / n))


def greedy(n, value, steps=4):
    taken = []
    while len(taken) < min(steps, n):
        rest = [i for i in range(n) if i not in taken]
        best = value(taken, rest)
        if best is None:
            break
        taken.append(best)
    return taken


def argmax(rest, f):
    values = [f(i) for i in rest]
    return next(i for i, v in zip(rest, values) if v >= max(values) - 1e-12)


def reference(pool):
    words, texts = [p[0] for p in pool], [p[1] for p in pool]
    n = len(pool)
    x = tfidf(texts)
    cosine = x @ x.T
    off = cosine * (1 - np.eye(n))
    shared = np.array([[0 if i == j else len(set(a) & set(b)) / (math.log(words[i]) + math.log(words[j])) for j, b in enumerate(texts)] for i, a in enumerate(texts)])
    flat = [t for s in texts for t in s]
    p = {t: flat.count(t) / len(flat) for t in set(flat)}
    centre = x.mean(axis=0)
    relevance = x @ centre / np.linalg.norm(centre)

    def mmr(taken, rest):
        return argmax(rest, lambda i: 0.7 * relevance[i] - 0.3 * max([cosine[i, j] for j in taken], default=0))

    def sumbasic(taken, rest):
        q = dict(p)
        for j in taken:
            for t in set(texts[j]):
                q[t] **= 2
        top = max(q[t] for i in rest for t in texts[i])
        return argmax([i for i in rest if any(q[t] == top for t in texts[i])], lambda i: np.mean([q[t] for t in texts[i]]))

    def divergence(sentences):
        s = [t for i in sentences for t in texts[i]]
        return sum(v * math.log(v / (0.9 * s.count(t) / len(s) + 0.1 * v)) for t, v in p.items())

    def klsum(taken, rest):
        best = argmax(rest, lambda i: -divergence(taken + [i]))
        return None if taken and divergence(taken + [best]) >= divergence(taken) else best

    def submodular(taken, rest):
        def value(sentences):
            covered = cosine[:, sentences].sum(axis=1)
            cover = np.minimum(covered, min(1, 5 / n) * cosine.sum(axis=1)).sum()
            groups = {}
            for j in sentences:  # here: sentences i and j are a group where i % 3 == j % 3
                groups[j % 3] = groups.get(j % 3, 0) + cosine[j].mean()
            return cover + 6 * sum(math.sqrt(g) for g in groups.values())
        return argmax(rest, lambda i: value(taken + [i]))

    return {
        "pool": pool,
        "lexrank": pagerank((off > 0.1).astype(float)).tolist(),
        "lexrank_continuous": pagerank(off).tolist(),
        "textrank": pagerank(shared).tolist(),
        "mmr": greedy(n, mmr), "sumbasic": greedy(n, sumbasic), "klsum": greedy(n, klsum), "submodular": greedy(n, submodular),
    }


json.dump([reference(pool) for pool in json.load(sys.stdin)], sys.stdout)

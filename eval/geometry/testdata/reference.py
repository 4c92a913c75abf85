"""Writes reference.json: scikit-learn's values on random rows.

Made with scikit-learn 1.2.1 and numpy's default generator. Values are multiples
of 1/64, so that float32 holds them exactly. Run it in this folder.
"""
import json
import numpy as np
from sklearn.metrics import (calinski_harabasz_score, davies_bouldin_score,
                             silhouette_samples, silhouette_score)

rng = np.random.default_rng(7)
cases = []


def add(name, x, labels):
    x = np.round(np.asarray(x) * 64) / 64
    labels = np.asarray(labels)
    cases.append({
        "name": name, "rows": x.tolist(), "labels": labels.tolist(),
        "cosine": silhouette_score(x, labels, metric="cosine"),
        "euclidean": silhouette_score(x, labels, metric="euclidean"),
        "each_cosine": silhouette_samples(x, labels, metric="cosine").tolist(),
        "each_euclidean": silhouette_samples(x, labels, metric="euclidean").tolist(),
        "calinski_harabasz": calinski_harabasz_score(x, labels),
        "davies_bouldin": davies_bouldin_score(x, labels),
    })


add("noise", rng.normal(size=(60, 3)), rng.integers(0, 4, 60))
centres = rng.normal(size=(5, 40)) * 3
labels = rng.integers(0, 5, 90)
add("groups", centres[labels] + rng.normal(size=(90, 40)), labels)
add("groups of 64 dimensions, far from the origin", 20 + rng.normal(size=(50, 64)), rng.integers(0, 6, 50))
many = rng.integers(0, 45, 80)
add("many small clusters", rng.normal(size=(80, 10)), many)
add("two points apart", [[0, 1], [0, 2], [4, 0], [5, 0.5], [0.5, 1]], [0, 0, 1, 1, 0])
sparse = rng.normal(size=(70, 50)) * (rng.random((70, 50)) < 0.1)
sparse[3] = 0
add("sparse, one row of zeros", sparse, rng.integers(0, 7, 70))

with open("reference.json", "w") as f:
    json.dump(cases, f, separators=(",", ":"))
    f.write("\n")

# Makes scipy.json: linkage, inconsistent and fcluster by SciPy 1.10.1.
#
#	python3 make.py > scipy.json
import json

import numpy
from scipy.cluster.hierarchy import fcluster, inconsistent, linkage

METHODS = ["average", "complete", "single", "ward", "weighted", "centroid", "median"]
EUCLIDEAN = ["ward", "centroid", "median"]

# Few columns, and more than vectors are compared one by one for, far from the origin.
rng = numpy.random.default_rng(11)
narrow = (rng.normal(size=(60, 6)) * (rng.random((60, 6)) < 0.7)).round(3)
narrow = narrow[numpy.abs(narrow).sum(axis=1) > 0]
wide = (rng.normal(size=(60, 40)) + 5).round(3)


def between(values):
    """Five values, each halfway between two neighbours of the sorted values."""
    values = numpy.unique(values)
    wide = numpy.flatnonzero(numpy.diff(values) > 1e-4)
    if not len(wide):
        return []
    at = wide[numpy.linspace(0, len(wide) - 1, 7).astype(int)[1:-1]]
    return ((values[at] + values[at + 1]) / 2).tolist()


def seven(z):
    """The clusters before the last six merges, which maxclust, going by height, need not find."""
    label = {i: [i] for i in range(len(z) + 1)}
    for i, merge in enumerate(z[:-6]):
        label[len(z) + 1 + i] = label.pop(int(merge[0])) + label.pop(int(merge[1]))
    labels = numpy.zeros(len(z) + 1, int)
    for number, members in enumerate(label.values()):
        labels[members] = number
    return labels


def tree(rows, method, metric):
    z = linkage(rows, method, metric=metric)
    inverts = bool((numpy.diff(z[:, 2]) < 0).any())
    assert inverts == (method in ["centroid", "median"])
    sevens = seven(z) if inverts else fcluster(z, 7, "maxclust")
    cuts = [{"by": "k=7", "labels": sevens.tolist()}]
    for t in between(z[:, 2]):
        cuts.append({"by": f"distance={t!r}", "labels": fcluster(z, t, "distance").tolist()})
    coefficients = {}
    for depth in [1, 2, 3, 5, 99]:
        r = inconsistent(z, depth)[:, 3]
        coefficients[depth] = r.tolist()
        for t in between(r[r > 0]) if depth > 1 else [0.5]:
            labels = fcluster(z, t, "inconsistent", depth).tolist()
            cuts.append({"by": f"inconsistency={t!r},depth={depth}", "labels": labels})
    return {"linkage": method, "metric": metric, "merges": z.tolist(), "inconsistency": coefficients, "cuts": cuts}


sets = []
for rows in narrow, wide:
    trees = [tree(rows, m, "euclidean") for m in METHODS]
    trees += [tree(rows, m, "cosine") for m in METHODS if m not in EUCLIDEAN]
    sets.append({"rows": rows.tolist(), "trees": trees})
print(json.dumps(sets))

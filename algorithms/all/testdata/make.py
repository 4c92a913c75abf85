# Makes clustbench.json.gz: what SciPy 1.10.1 and scikit-learn 1.2.1 reach on the
# data sets of ../shared/reference/clustbench of at most 5,000 rows. The folder is
# its argument.
#
#	python3 make.py ../../../../shared/reference/clustbench
#
# For each data set and number of clusters with published partitions it has
# adjusted Rand indexes with these, by linkage:
#
#   reached   of SciPy's partition
#   rounded   of the same when rows and distances are rounded to float32
#   shuffled  the least of three when the rows moreover stand in random order
#
# Where the last two are low there are ties, which rounding makes or settles, and
# the published partition is one of several. Of linkages of which none is published
# SciPy's own partition stands in for it: labels has it, a digit a row. Of k-means
# with ten runs each, for random_state 0 to 9:
#
#   found     adjusted Rand indexes with the published partition
#   inertia   of the partitions
import glob
import gzip
import json
import os
import re
import sys

import numpy
from scipy.cluster.hierarchy import linkage
from scipy.spatial.distance import pdist
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score

PUBLISHED = ["average", "complete", "ward"]
OTHERS = ["single", "weighted", "centroid", "median"]


def cut(merges, k):
    """The clusters before the last k-1 merges, also where merges are inverted."""
    n = len(merges) + 1
    parent = numpy.arange(2 * n - 1)
    for i in range(n - k):
        parent[merges[i, :2].astype(int)] = n + i
    for i in range(2 * n - 2, -1, -1):
        parent[i] = parent[parent[i]]
    return numpy.unique(parent[:n], return_inverse=True)[1]


def inertia(rows, labels):
    return sum(((rows[labels == c] - rows[labels == c].mean(axis=0)) ** 2).sum() for c in numpy.unique(labels))


def index(want, labels):
    return round(adjusted_rand_score(want, labels), 6)


def cases(folder, path):
    name = os.path.basename(path)[: -len(".data.gz")]
    suite = os.path.basename(os.path.dirname(path))
    rows = numpy.loadtxt(path, ndmin=2)
    if len(rows) > 5000:
        return

    def published(method, k):
        return numpy.loadtxt(f"{folder}/published/{method}/{suite}/{name}.result{k}.gz", skiprows=1)

    def float32_linkage(rows, method):
        return linkage(pdist(rows.astype(numpy.float32)).astype(numpy.float32), method)

    rng = numpy.random.default_rng(1)
    orders = [rng.permutation(len(rows)) for _ in range(3)]
    trees = {m: linkage(rows, m) for m in PUBLISHED + OTHERS}
    rounded = {m: float32_linkage(rows, m) for m in trees}
    shuffled = {m: [(o, float32_linkage(rows[o], m)) for o in orders] for m in trees}
    files = glob.glob(f"{folder}/published/sklearn_kmeans/{suite}/{name}.result*.gz")
    for k in sorted(int(re.search(r"result(\d+)", f).group(1)) for f in files):
        case = {"name": f"{suite}/{name}", "k": k, "reached": {}, "rounded": {}, "shuffled": {}, "labels": {}}
        for m in trees:
            want = labels = cut(trees[m], k)
            if m in PUBLISHED:
                want = published(f"fastcluster_{m}", k)
            else:
                case["labels"][m] = "".join(map(str, labels))
            case["reached"][m] = index(want, labels)
            case["rounded"][m] = index(want, cut(rounded[m], k))
            case["shuffled"][m] = min(index(want[o], cut(t, k)) for o, t in shuffled[m])
        want = published("sklearn_kmeans", k)
        found = [KMeans(k, n_init=10, random_state=s).fit(rows).labels_ for s in range(10)]
        case["found"] = [index(want, labels) for labels in found]
        case["inertia"] = [inertia(rows, labels) for labels in found]
        yield case


folder = sys.argv[1]
paths = sorted(glob.glob(f"{folder}/*/*.data.gz"))
result = [case for path in paths for case in cases(folder, path)]
with open("clustbench.json.gz", "wb") as file:
    file.write(gzip.compress(json.dumps(result).encode(), mtime=0))

"""Writes peers.jsonl: groupings, points and counts of our own making, and what other programs make of them.

    python -m venv env && env/bin/pip install scikit-learn genieclust
    apt-get install r-base-core r-cran-mclust r-cran-igraph r-cran-clue r-cran-fpc r-cran-cluster r-cran-vegan r-cran-jsonlite
    env/bin/python peers.py        # in this folder; runs peers.R, too

The first lines are the data, each other line is a metric by one program: its values in the order of the data, null where the
program has none. Points are multiples of 1/64, which float32 holds exactly.
"""
import json
import math
import random
import subprocess
import warnings

import genieclust
import numpy as np
import sklearn
import sklearn.metrics as sk
from genieclust import compare_partitions as gc

warnings.simplefilter("ignore")
rng = random.Random(21)

pairs = []
for n, stories, share in [(8, 3, .2), (20, 4, .1), (30, 6, .3), (40, 3, .5), (50, 12, .2), (60, 20, .1), (60, 8, .8), (80, 5, .4),
                          (100, 30, .2), (120, 10, .05), (25, 2, .3), (90, 45, .3)]:
    gold = [min(int(rng.expovariate(.3)), stories - 1) if n % 3 else rng.randrange(stories) for _ in range(n)]
    gold[:stories] = range(stories)
    pred = [rng.randrange(stories + 2) if rng.random() < share else g for g in gold]
    pairs.append((gold, pred))
    pairs.append((gold, [rng.randrange(max(2, stories // 2)) for _ in gold]))  # by chance
base = [i // 4 for i in range(24)]
pairs += [(base, [i // 2 for i in range(24)]), (base, [i // 8 for i in range(24)]), (base, base)]
pairs = [[list(gold), list(pred)] for gold, pred in pairs]

points = []
gen = np.random.default_rng(21)
for n, d, k, spread in [(30, 2, 3, 4), (60, 3, 4, 1), (50, 8, 5, 2), (80, 4, 12, 3), (40, 2, 2, 0)]:
    labels = [i % k for i in range(n)]
    rows = gen.normal(size=(k, d))[labels] * spread + gen.normal(size=(n, d))
    points.append({"rows": (np.round(rows * 64) / 64).tolist(), "labels": labels})

counts = [[3, 2, 2, 1, 1, 2], [10, 1], [25, 12, 7, 5, 3, 2, 2, 1, 1, 1, 1], [4, 4, 4, 4], [100, 50, 20, 3, 3, 2, 1], [2, 1, 1, 1, 1, 1],
          [7, 7, 1, 1], [40, 9, 9, 4, 2, 2, 1, 1]]


def confusion(gold, pred):
    (_, fp), (fn, tp) = sk.pair_confusion_matrix(gold, pred)
    p = tp / (tp + fp) if tp + fp else math.nan
    r = tp / (tp + fn) if tp + fn else math.nan
    return p, r, 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else math.nan


def of(average, score):
    return lambda g, p: score(g, p, average_method=average)


sklearn_pairs = {
    "ari": sk.adjusted_rand_score, "rand": sk.rand_score, "fmi": sk.fowlkes_mallows_score, "mi": sk.mutual_info_score,
    "homogeneity": sk.homogeneity_score, "completeness": sk.completeness_score, "v": sk.v_measure_score,
    "pair.p": lambda g, p: confusion(g, p)[0], "pair.r": lambda g, p: confusion(g, p)[1], "pair.f1": lambda g, p: confusion(g, p)[2],
}
for average in ["arithmetic", "geometric", "min", "max"]:
    sklearn_pairs[f"nmi(avg={average})"] = of(average, sk.normalized_mutual_info_score)
    sklearn_pairs[f"ami(avg={average})"] = of(average, sk.adjusted_mutual_info_score)
genie_pairs = {
    "ari": gc.adjusted_rand_score, "rand": gc.rand_score, "fmi": gc.fm_score, "nmi(avg=arithmetic)": gc.normalized_mi_score,
    "ami(avg=arithmetic)": gc.adjusted_mi_score, "nca": gc.normalized_clustering_accuracy, "psi": gc.pair_sets_index,
}
sklearn_points = {
    "silhouette(distance=euclidean)": lambda x, l: sk.silhouette_score(x, l),
    "silhouette": lambda x, l: sk.silhouette_score(x, l, metric="cosine"),
    "calinski_harabasz": sk.calinski_harabasz_score, "davies_bouldin": sk.davies_bouldin_score,
}

lines = [{"pairs": pairs}, {"points": points}, {"counts": counts}]


def value(score, x):
    try:
        return float(score(*x))
    except RuntimeError:  # genieclust has values for as many clusters as stories alone
        return math.nan


def add(program, version, on, metrics, inputs):
    for metric, score in metrics.items():
        values = [value(score, x) for x in inputs]
        lines.append({"program": program, "version": version, "on": on, "metric": metric,
                      "values": [v if math.isfinite(v) else None for v in values]})


arrays = [[np.unique(labels, return_inverse=True)[1] for labels in pair] for pair in pairs]  # genieclust takes gaps for empty clusters
add("scikit-learn", sklearn.__version__, "pairs", sklearn_pairs, arrays)
add("genieclust", genieclust.__version__, "pairs", genie_pairs, arrays)
add("scikit-learn", sklearn.__version__, "points", sklearn_points, [(np.array(p["rows"]), p["labels"]) for p in points])
with open("peers.jsonl", "w") as f:
    for line in lines:
        f.write(json.dumps(line, separators=(",", ":")) + "\n")
r = subprocess.run(["Rscript", "peers.R"], check=True, capture_output=True, text=True).stdout
with open("peers.jsonl", "a") as f:
    f.write(r)

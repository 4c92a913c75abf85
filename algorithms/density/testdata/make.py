# Makes sklearn.json: DBSCAN and OPTICS by scikit-learn 1.2.1.
#
#	python3 make.py > sklearn.json
#
# That release looks predecessors up twice when it corrects the ends of clusters,
# which Schubert and Gertz (2018, algorithm 2) do not and later releases do not
# either; corrected stands in for it.
import json

import numpy
import sklearn.cluster._optics as module
from sklearn.cluster import DBSCAN, OPTICS, cluster_optics_dbscan


def corrected(reachability, predecessor, ordering, start, end):
    while start < end:
        within = predecessor[end] in ordering[start:end]
        if reachability[start] > reachability[end] or within:
            return start, end
        end -= 1
    return None, None


module._correct_predecessor = corrected
rng = numpy.random.default_rng(5)
cases = []
for rows, dims, centres, metric, eps, samples in [
    (150, 2, 4, "euclidean", 0.45, 5),
    (600, 5, 9, "euclidean", 1.1, 6),
    (150, 4, 4, "cosine", 0.03, 4),
    (600, 6, 9, "cosine", 0.04, 7),
]:
    middle = rng.normal(size=(centres, dims)) * 3
    x = middle[rng.integers(centres, size=rows)] + rng.normal(size=(rows, dims)) * rng.choice([0.3, 0.6], size=(rows, 1))
    noise = rng.random(rows) < 0.2
    x[noise] = rng.uniform(-6, 6, size=(noise.sum(), dims))
    x = x.round(3).astype(numpy.float32)
    wide = x.astype(float)
    plots = []
    for limit, size in [(0, 0), (3 * eps, 0), (0, 3 * samples)]:
        found = OPTICS(
            min_samples=samples, max_eps=limit or numpy.inf, metric=metric, min_cluster_size=size or None,
            algorithm="brute",
        ).fit(wide)
        cut = cluster_optics_dbscan(
            reachability=found.reachability_, core_distances=found.core_distances_, ordering=found.ordering_, eps=eps
        )
        plots.append({
            "limit": limit,
            "size": size,
            "order": found.ordering_.tolist(),
            "reach": numpy.where(numpy.isinf(found.reachability_), -1, found.reachability_).round(8).tolist(),
            "xi": found.labels_.tolist(),
            "cut": cut.tolist(),
        })
    cases.append({
        "metric": metric,
        "eps": eps,
        "samples": samples,
        "rows": [[float(f"{v:.3f}") for v in row] for row in x.tolist()],
        "dbscan": DBSCAN(eps=eps, min_samples=samples, metric=metric, algorithm="brute").fit(wide).labels_.tolist(),
        "plots": plots,
    })
print(json.dumps(cases, separators=(",", ":")))

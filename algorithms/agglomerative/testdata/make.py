# Makes scipy.json: linkage and fcluster by SciPy 1.10.1.
#
#	python3 make.py > scipy.json
import json

import numpy
from scipy.cluster.hierarchy import fcluster, linkage

rng = numpy.random.default_rng(11)
rows = (rng.normal(size=(60, 6)) * (rng.random((60, 6)) < 0.7)).round(3)
rows = rows[numpy.abs(rows).sum(axis=1) > 0]
trees = []
for method in ["average", "complete", "single", "ward"]:
    z = linkage(rows, method, metric="euclidean" if method == "ward" else "cosine")
    distance = float(z[40:42, 2].mean())
    trees.append({
        "linkage": method,
        "merges": z.tolist(),
        "seven": fcluster(z, 7, "maxclust").tolist(),
        "distance": distance,
        "within": fcluster(z, distance, "distance").tolist(),
    })
print(json.dumps({"rows": rows.tolist(), "trees": trees}))

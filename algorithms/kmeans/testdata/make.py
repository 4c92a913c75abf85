# Makes sklearn.json: k-means by scikit-learn 1.2.1 from the first k rows.
#
#	python3 make.py > sklearn.json
import json

import numpy
from sklearn.cluster import KMeans

rows = numpy.random.default_rng(7).normal(size=(150, 4)).round(4).astype(numpy.float32)
runs = []
for k, tol in [(3, 0), (8, 0), (8, 0.05), (30, 0), (30, 0.2)]:
    m = KMeans(k, init=rows[:k], n_init=1, algorithm="lloyd", tol=tol).fit(rows.astype(numpy.float64))
    iterations = m.n_iter_ - (tol == 0)  # it counts the assignment that finds all at rest
    runs.append({"k": k, "tol": tol, "inertia": m.inertia_, "iterations": iterations, "labels": m.labels_.tolist()})
rows = [[float(str(v)) for v in row] for row in rows]
print(json.dumps({"rows": rows, "runs": runs}))

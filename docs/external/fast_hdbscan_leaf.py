"""HDBSCAN of the package fast_hdbscan, leaves of the tree, on vectors of unit length.

    pip install fast_hdbscan
    assay bench --corpus news.csv --algorithm 'external("python3 fast_hdbscan_leaf.py vectors.npy 2")'
"""
import json
import sys

import fast_hdbscan
import numpy

ids = [json.loads(line)["id"] for line in sys.stdin]
vectors = numpy.load(sys.argv[1])
size = int(sys.argv[2]) if len(sys.argv) > 2 else 10
if len(vectors) != len(ids):
    sys.exit(f"{sys.argv[1]} has {len(vectors)} rows for {len(ids)} articles")

vectors /= numpy.maximum(numpy.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
labels = fast_hdbscan.HDBSCAN(min_cluster_size=size, cluster_selection_method="leaf").fit_predict(vectors)
for i, label in zip(ids, labels):
    print(json.dumps({"id": i, "cluster": int(label)}))

"""Clusters as BERTopic makes them: UMAP to five dimensions, then HDBSCAN. Noise stays noise.

    pip install umap-learn hdbscan
    assay bench --corpus news.csv --algorithm 'external("python3 bertopic.py vectors.npy 2",seeded=true)'
"""
import json
import os
import sys

import hdbscan
import numpy
import umap

ids = [json.loads(line)["id"] for line in sys.stdin]
vectors = numpy.load(sys.argv[1])
size = int(sys.argv[2]) if len(sys.argv) > 2 else 10
if len(vectors) != len(ids):
    sys.exit(f"{sys.argv[1]} has {len(vectors)} rows for {len(ids)} articles")

reducer = umap.UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=int(os.environ["ASSAY_SEED"]))
labels = hdbscan.HDBSCAN(min_cluster_size=size).fit_predict(reducer.fit_transform(vectors))
for i, label in zip(ids, labels):
    print(json.dumps({"id": i, "cluster": int(label)}))

"""One layer of the clusters of EVoC, the finest if none is named; noise stays noise.

    pip install evoc
    assay bench --corpus news.csv --algorithm 'external("python3 evoc_layer.py vectors.npy 2",seeded=true)'
"""
import json
import os
import sys

import evoc
import numpy

ids = [json.loads(line)["id"] for line in sys.stdin]
vectors = numpy.load(sys.argv[1])
size = int(sys.argv[2]) if len(sys.argv) > 2 else 5
layer = int(sys.argv[3]) if len(sys.argv) > 3 else 0
if len(vectors) != len(ids):
    sys.exit(f"{sys.argv[1]} has {len(vectors)} rows for {len(ids)} articles")

model = evoc.EVoC(base_min_cluster_size=size, random_state=int(os.environ["ASSAY_SEED"]))
model.fit_predict(vectors)
for i, label in zip(ids, model.cluster_layers_[layer]):
    print(json.dumps({"id": i, "cluster": int(label)}))

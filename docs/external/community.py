"""Community detection of sentence-transformers. The clusters equal those of assay's own community.

    pip install sentence-transformers
    assay bench --corpus news.csv --algorithm 'external("python3 community.py vectors.npy 0.75 2")'
"""
import json
import sys

import numpy
from sentence_transformers.util import community_detection

ids = [json.loads(line)["id"] for line in sys.stdin]
vectors = numpy.load(sys.argv[1])
threshold = float(sys.argv[2]) if len(sys.argv) > 2 else 0.75
size = int(sys.argv[3]) if len(sys.argv) > 3 else 10
if len(vectors) != len(ids):
    sys.exit(f"{sys.argv[1]} has {len(vectors)} rows for {len(ids)} articles")

labels = [-1] * len(ids)
for label, members in enumerate(community_detection(vectors, threshold, size)):
    for member in members:
        labels[member] = label
for i, label in zip(ids, labels):
    print(json.dumps({"id": i, "cluster": label}))

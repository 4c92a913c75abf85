"""Writes community.json.gz: what community_detection of sentence-transformers 6.2.0 finds."""

import gzip
import json

import numpy as np
from sentence_transformers.util import community_detection

cases = []
for seed in range(12):
    random = np.random.default_rng(seed)
    n, centres, cols = int(random.integers(20, 400)), int(random.integers(2, 30)), int(random.integers(3, 24))
    rows = random.normal(size=(centres, cols))[random.integers(0, centres, n)] + 0.5 * random.normal(size=(n, cols))
    rows = rows.astype(np.float32).round(3)
    for threshold in 0.4, 0.6, 0.75, 0.9:
        for least in 1, 2, 5, 10:
            labels = np.full(n, -1)
            for label, members in enumerate(community_detection(rows, threshold, least, batch_size=64)):
                labels[members] = label
            cases.append({"Threshold": threshold, "MinSize": least, "Set": seed, "Labels": labels.tolist()})
    cases.append({"Set": seed, "Rows": [[round(float(v), 3) for v in row] for row in rows]})

with gzip.GzipFile("community.json.gz", "wb", mtime=0) as out:
    out.write(json.dumps(cases, separators=(",", ":")).encode())

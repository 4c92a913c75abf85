# Makes igraph.json.gz: graphs as edges (i, j, weight), and the modularities that
# Leiden of leidenalg 0.9.1, iterated until nothing changes, and Louvain of igraph
# 0.10.2 find on them, for 300 seeds each.
#
#	python3 make.py
import gzip
import json
import random

import igraph
import leidenalg
import numpy


def planted(rng, groups, size, inside, outside):
    n = groups * size
    group = numpy.arange(n) // size
    chance = numpy.where(group[:, None] == group[None, :], inside, outside)
    upper = numpy.triu(rng.random((n, n)) < chance, 1)
    return n, [(int(i), int(j), 1) for i, j in zip(*numpy.nonzero(upper))]


def nearest(rng, groups, size, dims, spread, k):
    n = groups * size
    centres = rng.normal(size=(groups, dims))
    points = numpy.repeat(centres, size, axis=0) + spread * rng.normal(size=(n, dims))
    points /= numpy.linalg.norm(points, axis=1)[:, None]
    cosine = points @ points.T
    numpy.fill_diagonal(cosine, -1)
    edges = {}
    for i in range(n):
        for j in numpy.argsort(-cosine[i])[:k]:
            if cosine[i, j] > 0:
                edges[min(i, int(j)), max(i, int(j))] = round(float(cosine[i, j]), 4)
    return n, [(i, j, w) for (i, j), w in sorted(edges.items())]


def main():
    rng = numpy.random.default_rng(1)
    graphs = {
        "planted": planted(rng, 20, 40, 0.25, 0.01),
        "hard": planted(rng, 10, 60, 0.12, 0.03),
        "blobs": nearest(rng, 30, 25, 16, 0.5, 10),
        "smear": nearest(rng, 25, 40, 24, 1.2, 8),
    }
    out = []
    for name, (n, edges) in graphs.items():
        g = igraph.Graph(n, [e[:2] for e in edges])
        weights = [e[2] for e in edges]
        leiden, louvain = [], []
        for seed in range(300):
            c = leidenalg.find_partition(g, leidenalg.ModularityVertexPartition, weights=weights, n_iterations=-1, seed=seed)
            leiden.append(g.modularity(c.membership, weights=weights))
            random.seed(seed)
            c = g.community_multilevel(weights=weights)
            louvain.append(g.modularity(c.membership, weights=weights))
        out.append({"name": name, "nodes": n, "edges": edges, "leiden": leiden, "louvain": louvain})
    data = json.dumps(out).encode()
    with open("igraph.json.gz", "wb") as f:
        f.write(gzip.compress(data, mtime=0))


if __name__ == "__main__":
    igraph.set_random_number_generator(random)
    main()

# Makes sklearn.json.gz: graphs as edges (i, j, weight), with the least eigenvalues
# of their normalised Laplacians by scipy's eigsh, and clusterings by
# scikit-learn 1.2.1: SpectralClustering on the graphs, and AffinityPropagation on
# the graphs and on points with all their negative squared distances.
#
#	python3 make_sklearn.py
import gzip
import json
import warnings

import numpy
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import laplacian
from scipy.sparse.linalg import eigsh
from sklearn.cluster import AffinityPropagation, SpectralClustering
from sklearn.datasets import make_circles, make_moons
from sklearn.neighbors import kneighbors_graph

warnings.filterwarnings("ignore", category=FutureWarning)


def edges(matrix):
    full = numpy.asarray(matrix.todense() if hasattr(matrix, "todense") else matrix)
    full = numpy.maximum(full, full.T).astype(numpy.float32)
    i, j = numpy.nonzero(numpy.triu(full, 1))
    return full, [(int(a), int(b), round(float(full[a, b]), 7)) for a, b in zip(i, j)]


def cosines(points, k):
    points = points / numpy.linalg.norm(points, axis=1)[:, None]
    cosine = points @ points.T
    numpy.fill_diagonal(cosine, -1)
    out = numpy.zeros_like(cosine)
    for i, row in enumerate(cosine):
        near = numpy.argsort(-row)[:k]
        out[i, near] = numpy.maximum(row[near], 0).round(7)
    return out


def blobs(rng, sizes, dims, spread):
    centres = rng.normal(size=(len(sizes), dims))
    return numpy.repeat(centres, sizes, axis=0) + spread * rng.normal(size=(sum(sizes), dims))


def planted(rng, groups, size, inside, outside):
    group = numpy.arange(groups * size) // size
    chance = numpy.where(group[:, None] == group[None, :], inside, outside)
    return numpy.triu(rng.random(chance.shape) < chance, 1) * rng.uniform(0.5, 1, chance.shape).round(3)


def spectral(rng):
    graphs = {
        "blobs": (cosines(blobs(rng, [30] * 20, 16, 0.6), 12), 20),
        "uneven": (cosines(blobs(rng, [10, 20, 40, 80, 160, 25, 35], 16, 0.6), 12), 7),
        "planted": (planted(rng, 8, 40, 0.4, 0.02), 8),
        "moons": (kneighbors_graph(make_moons(400, noise=0.1, random_state=1)[0], 15), 2),
        "circles": (kneighbors_graph(make_circles(400, factor=0.5, noise=0.09, random_state=1)[0], 15), 2),
        "loose": (cosines(blobs(rng, [25] * 24, 12, 0.6), 8), 24),
    }
    for name, (matrix, k) in graphs.items():
        full, list_ = edges(matrix)
        normed = laplacian(csr_matrix(full.astype(float)), normed=True)
        values = eigsh(normed, k=k + 5, sigma=-0.01, which="LM", return_eigenvectors=False)
        out = {"name": name, "nodes": len(full), "edges": list_, "k": k, "values": sorted(values.tolist()), "labels": {}}
        for how in ["kmeans", "cluster_qr"]:
            m = SpectralClustering(k, affinity="precomputed", assign_labels=how, n_init=50, eigen_tol=1e-10, random_state=1)
            out["labels"][how] = m.fit_predict(full.astype(float)).tolist()
        yield out


def exemplars(similarity, preference, damping):
    m = AffinityPropagation(affinity="precomputed", preference=preference, damping=damping, max_iter=4000, convergence_iter=100, random_state=1)
    return m.fit_predict(similarity).tolist()


def affinity(rng):
    # Full matrices.
    for name, sizes, dims, spread, damping in [
        ("tight", [15] * 8, 3, 0.2, 0.5), ("uneven", [5, 10, 20, 40, 60], 2, 0.3, 0.7), ("cloud", [150], 4, 1, 0.9),
    ]:
        points = blobs(rng, sizes, dims, spread).round(3)
        similarity = -((points[:, None] - points[None]) ** 2).sum(-1).astype(numpy.float32).astype(float)
        off = similarity[~numpy.eye(len(points), dtype=bool)]
        for kind, preference in [("median", numpy.median(off)), ("least", off.min())]:
            yield {"name": name + " " + kind, "points": points.tolist(), "damping": damping, "preference": float(preference),
                   "labels": exemplars(similarity, preference, damping)}
    # Graphs: what no edge joins is far too unlike to share a group.
    for name, points, k in [("graph", blobs(rng, [20] * 15, 16, 0.5), 10), ("loose graph", blobs(rng, [12] * 25, 12, 0.8), 8)]:
        full, list_ = edges(cosines(points, k))
        weights = full[full > 0].astype(float)
        for kind, preference in [("median", numpy.median(weights)), ("least", weights.min())]:
            similarity = numpy.where(full > 0, full.astype(float), -1000)
            yield {"name": name + " " + kind, "nodes": len(full), "edges": list_, "damping": 0.8, "preference": float(preference),
                   "labels": exemplars(similarity, preference, 0.8)}


rng = numpy.random.default_rng(3)
data = json.dumps({"spectral": list(spectral(rng)), "affinity": list(affinity(rng))}).encode()
with open("sklearn.json.gz", "wb") as f:
    f.write(gzip.compress(data, mtime=0))

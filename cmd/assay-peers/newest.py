"""Runs one task by one program, and prints its seconds, its memory and a check as a line of JSON:

    python newest.py TASK PEER FOLDER [NUMBER]

FOLDER has the data. Data are loaded before the clock starts, and what a program compiles at its first call is
compiled on a small part of them. A program that cannot be imported ends with an error.
"""
import json
import pathlib
import resource
import sys
import time
import warnings

import numpy as np

warnings.filterwarnings("ignore")
task, peer, folder = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
number = int(sys.argv[4]) if len(sys.argv) > 4 else 0
out = {"peer": peer}


def spent():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def timed(work):
    wall, cpu = time.perf_counter(), spent()
    result = work()
    out["median_s"], out["cpu_s"] = time.perf_counter() - wall, spent() - cpu
    return result


def rows(name):
    return np.ascontiguousarray(np.load(folder / name), dtype=np.float32)


def texts(name):
    with open(folder / name, encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


def clusters(labels):
    out["clusters"] = len(set(int(label) for label in labels if label >= 0))


def kmeans(name):
    x = rows(name)
    first = x[:100].copy()
    if peer == "faiss":
        import faiss
        model = faiss.Kmeans(x.shape[1], 100, niter=20, min_points_per_centroid=1, max_points_per_centroid=len(x))
        timed(lambda: model.train(x, init_centroids=first))
        out["inertia"] = float(model.obj[-1])
        return
    if peer == "scikit-learn-intelex":
        from sklearnex.cluster import KMeans
    else:
        from sklearn.cluster import KMeans
    algorithm = "elkan" if peer.endswith("elkan") else "lloyd"
    model = KMeans(100, init=first, n_init=1, max_iter=20, tol=0, algorithm=algorithm)
    out["inertia"] = float(timed(lambda: model.fit(x)).inertia_)


def linkage(method):
    x = np.load(folder / "b20k.npy")[:number].astype(np.float64)
    if peer == "scipy":
        from scipy.cluster import hierarchy as program
    else:
        import fastcluster as program
    out["height_sum"] = float(timed(lambda: program.linkage(x, method))[:, 2].sum())


def dbscan():
    x = rows("d20k.npy")
    if peer == "scikit-learn-intelex":
        from sklearnex.cluster import DBSCAN
    else:
        from sklearn.cluster import DBSCAN
    clusters(timed(lambda: DBSCAN(eps=2.5, min_samples=10, n_jobs=-1).fit(x)).labels_)


def hdbscan():
    x = rows("d20k.npy")
    if peer == "evoc":
        import evoc
        evoc.EVoC().fit_predict(x[:2000])
        return clusters(timed(lambda: evoc.EVoC().fit_predict(x)))
    if peer == "hdbscan":
        import hdbscan
        model = hdbscan.HDBSCAN(min_cluster_size=10)
    elif peer == "fast-hdbscan":
        import fast_hdbscan
        fast_hdbscan.HDBSCAN(min_cluster_size=10).fit(x[:2000])
        model = fast_hdbscan.HDBSCAN(min_cluster_size=10)
    else:
        from sklearn.cluster import HDBSCAN
        model = HDBSCAN(min_cluster_size=10, n_jobs=-1)
    clusters(timed(lambda: model.fit(x)).labels_)


def leiden():
    import igraph
    from sklearn.neighbors import NearestNeighbors
    x = rows("b20k.npy")[:10000]
    near = NearestNeighbors(n_neighbors=16, algorithm="brute").fit(x).kneighbors(x, return_distance=False)
    edges = sorted({(min(i, int(j)), max(i, int(j))) for i in range(len(x)) for j in near[i] if i != j})
    with open(folder / "newest.graph", "w", encoding="utf-8") as file:
        file.writelines(f"{i} {j} 1\n" for i, j in edges)
    graph = igraph.Graph(n=len(x), edges=edges)
    if peer == "igraph":
        found = timed(lambda: graph.community_leiden(objective_function="modularity", n_iterations=2))
        out["modularity"] = graph.modularity(found)
        return
    import leidenalg
    find, kind = leidenalg.find_partition, leidenalg.ModularityVertexPartition
    out["modularity"] = timed(lambda: find(graph, kind, n_iterations=-1, seed=1)).modularity


def tfidf():
    from sklearn.feature_extraction.text import TfidfVectorizer
    given = texts("t100k.jsonl")
    model = TfidfVectorizer(sublinear_tf=True, ngram_range=(1, number))
    out["terms"] = timed(lambda: model.fit_transform(given)).shape[1]


def minhash():
    words = [text.split() for text in texts("t10k.jsonl")]
    sets = [[" ".join(w[i:i + 3]) for i in range(len(w) - 2)] for w in words]

    def rensa():
        from rensa import RMinHash, RMinHashLSH
        index, found = RMinHashLSH(threshold=0.5, num_perm=128, num_bands=32), []
        for i, shingles in enumerate(sets):
            signature = RMinHash(num_perm=128, seed=42)
            signature.update(shingles)
            found.extend((j, i) for j in index.query(signature))
            index.insert(i, signature)
        return found

    def datasketch():
        from datasketch import MinHash, MinHashLSH
        index, found = MinHashLSH(num_perm=128, params=(32, 4)), []
        signatures = MinHash.bulk([[s.encode() for s in shingles] for shingles in sets], num_perm=128)
        for i, signature in enumerate(signatures):
            found.extend((j, i) for j in index.query(signature))
            index.insert(i, signature)
        return found

    found = timed({"rensa": rensa, "datasketch": datasketch}[peer])
    # The pairs that are near-duplicates, and the groups that they make.
    sets = [set(shingles) for shingles in sets]
    group = list(range(len(sets)))

    def root(i):
        while group[i] != i:
            i = group[i]
        return i

    for a, b in found:
        if 2 * len(sets[a] & sets[b]) >= len(sets[a] | sets[b]) > 0:
            group[root(b)] = root(a)
    out["clusters"] = sum(i == root(i) for i in range(len(group)))


def nmf():
    import scipy.sparse
    from sklearn.decomposition import NMF
    from sklearn.feature_extraction.text import TfidfVectorizer
    x = TfidfVectorizer(min_df=2).fit_transform(texts("t10k.jsonl")).astype(np.float32)
    scipy.sparse.save_npz(folder / "newest.npz", x)
    model = NMF(number, init="nndsvda", max_iter=20, tol=0)
    out["error"] = float(timed(lambda: model.fit(x)).reconstruction_err_)


def score(name):
    gold, found = np.loadtxt(folder / name, delimiter=",", skiprows=1, dtype=np.int64).T
    if peer == "scipy":
        from scipy.optimize import linear_sum_assignment
        table = np.zeros((gold.max() + 1, found.max() + 1))
        np.add.at(table, (gold, found), 1)
        out["score"] = float(table[timed(lambda: linear_sum_assignment(table, maximize=True))].sum() / len(gold))
        return
    if peer == "genieclust":
        from genieclust.compare_partitions import adjusted_mi_score as score
    else:
        from sklearn.metrics import adjusted_mutual_info_score as score
    out["score"] = float(timed(lambda: score(gold, found)))


def neighbours(name):
    """Finds the number nearest of each row by cosine; recall is measured on 200 rows, by the cosines found."""
    x = rows(name)
    x /= np.linalg.norm(x, axis=1, keepdims=True)

    def pynndescent(x):
        from pynndescent import NNDescent
        return NNDescent(x, metric="cosine", n_neighbors=number + 1, random_state=1).neighbor_graph[0]

    def hnsw(x):
        import faiss
        index = faiss.IndexHNSWFlat(x.shape[1], 32, faiss.METRIC_INNER_PRODUCT)
        index.add(x)
        index.hnsw.efSearch = 64
        return index.search(x, number + 1)[1]

    find = {"pynndescent": pynndescent, "faiss-hnsw": hnsw}[peer]
    find(x[:2000])
    found = timed(lambda: find(x))
    hits = 0
    for i in range(0, len(x), len(x) // 200):
        cosines = x @ x[i]
        near = cosines[[j for j in found[i] if j != i][:number]]
        cosines[i] = -2
        hits += np.sum(near >= np.partition(cosines, -number)[-number] - 1e-5)
    out["recall"] = float(hits) / number / len(range(0, len(x), len(x) // 200))


{
    "neighbours": lambda: neighbours("e100k.npy"),
    "kmeans128": lambda: kmeans("b100k.npy"), "kmeans16": lambda: kmeans("c100k.npy"),
    "average": lambda: linkage("average"), "ward": lambda: linkage("ward"), "dbscan": dbscan, "hdbscan": hdbscan,
    "leiden": leiden, "tfidf": tfidf, "minhash": minhash, "nmf": nmf,
    "ami": lambda: score("l1m.csv"), "assignment": lambda: score("l20k.csv"),
}[task]()
print(json.dumps(out))

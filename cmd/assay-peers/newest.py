"""Runs one task by one program, and prints its seconds, its memory and a check as a line of JSON:

    python newest.py TASK PEER FOLDER [NUMBER|MODEL]

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
number = int(sys.argv[4]) if len(sys.argv) > 4 and sys.argv[4].isdigit() else 0
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


def bert(model):
    """64 documents of 128 tokens each, which are saved for us."""
    sentence = "the council said on monday that the port would build a new quay for ships that carry grain and timber "
    given = [f"report {i} of this port: " + 6 * sentence for i in range(64)]
    with open(folder / "newest.jsonl", "w", encoding="utf-8") as file:
        file.writelines(json.dumps({"id": str(i), "text": text}) + "\n" for i, text in enumerate(given))
    if peer == "numpy":
        sys.path.append(str(pathlib.Path(model).parents[1] / "peers"))
        import ref_minilm
        encode = ref_minilm.Bert(model).encode
    else:
        encode = onnx_encoder(model)
    encode(given[:4])
    out["absolutes"] = float(abs(timed(lambda: encode(given))).sum())


def onnx_encoder(model):
    """MiniLM from its safetensors as a graph of ONNX Runtime's own fused operators for transformers."""
    import os
    import onnxruntime
    from onnx import TensorProto, helper, numpy_helper
    from safetensors.numpy import load_file
    from tokenizers import Tokenizer
    weights = {name: w.astype(np.float32) for name, w in load_file(model + "/model.safetensors").items() if w.dtype.kind == "f"}
    nodes, constants, fused = [], [], "com.microsoft"

    def constant(value):
        constants.append(numpy_helper.from_array(np.ascontiguousarray(value), f"c{len(constants)}"))
        return constants[-1].name

    def node(kind, *inputs, domain="", **more):
        nodes.append(helper.make_node(kind, list(inputs), [f"n{len(nodes)}"], domain=domain, **more))
        return nodes[-1].output[0]

    def linear(x, name):
        return node("Add", node("MatMul", x, constant(weights[name + ".weight"].T)), constant(weights[name + ".bias"]))

    def norm(kind, domain, x, *more, name):
        scale, shift = constant(weights[name + ".weight"]), constant(weights[name + ".bias"])
        return node(kind, x, *more, scale, shift, domain=domain, epsilon=1e-12)

    places = weights["embeddings.position_embeddings.weight"][:128] + weights["embeddings.token_type_embeddings.weight"][0]
    x = node("Gather", constant(weights["embeddings.word_embeddings.weight"]), "ids")
    x = norm("LayerNormalization", "", node("Add", x, constant(places)), name="embeddings.LayerNorm")
    for layer in range(6):
        p = f"encoder.layer.{layer}."
        parts = [p + f"attention.self.{part}." for part in ("query", "key", "value")]
        both = [constant(np.concatenate([weights[part + end].T for part in parts], -1)) for end in ("weight", "bias")]
        own = node("Attention", x, *both, domain=fused, num_heads=12)
        x = norm("SkipLayerNormalization", fused, x, linear(own, p + "attention.output.dense"), name=p + "attention.output.LayerNorm")
        inner = node("MatMul", x, constant(weights[p + "intermediate.dense.weight"].T))
        inner = node("BiasGelu", inner, constant(weights[p + "intermediate.dense.bias"]), domain=fused)
        x = norm("SkipLayerNormalization", fused, x, linear(inner, p + "output.dense"), name=p + "output.LayerNorm")
    mean = node("ReduceMean", x, constant(np.array([1])), keepdims=0)
    node("LpNormalization", mean, axis=-1, p=2)
    ids = helper.make_tensor_value_info("ids", TensorProto.INT64, ["batch", 128])
    vectors = helper.make_tensor_value_info(nodes[-1].output[0], TensorProto.FLOAT, ["batch", 384])
    graph = helper.make_graph(nodes, "minilm", [ids], [vectors], constants)
    opsets = [helper.make_opsetid("", 18), helper.make_opsetid(fused, 1)]
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = int(os.environ["OMP_NUM_THREADS"])
    text = helper.make_model(graph, opset_imports=opsets, ir_version=10).SerializeToString()
    session = onnxruntime.InferenceSession(text, options, providers=["CPUExecutionProvider"])
    tokens = Tokenizer.from_file(model + "/tokenizer.json")
    tokens.no_padding()
    tokens.enable_truncation(128)

    def encode(given):
        rows = np.array([e.ids for e in tokens.encode_batch(given)])
        return np.concatenate([session.run(None, {"ids": rows[i:i + 8]})[0] for i in range(0, len(rows), 8)])
    return encode


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
    "bert": lambda: bert(sys.argv[4]), "ami": lambda: score("l1m.csv"), "assignment": lambda: score("l20k.csv"),
}[task]()
print(json.dumps(out))

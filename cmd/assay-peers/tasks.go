//go:build linux

package main

// A task is run by assay and by a peer.
type task struct {
	name   string
	data   []string // files, of those that can be made
	ours   job
	script string   // of the peers, with {data} for the folder of data
	args   []string // of it
	peer   string   // the line of its output with the task
	phase  string   // of that line, if it has phases
	single bool     // also runs with one thread: it spins while it waits
	bar    float64  // maximum of ours / peer
	memory float64  // the same of peak memory; 0 means no limit
}

// files says how the data are made.
var files = map[string]string{
	"b100k.npy":   "blobs -n 100000 -d 128 -k 100 --seed 7 -o {data}/b100k",
	"b20k.npy":    "blobs -n 20000 -d 128 -k 100 --seed 8 --csv -o {data}/b20k",
	"d20k.npy":    "blobs -n 20000 -d 16 -k 40 --seed 9 --spread 2 --std 0.5 --csv -o {data}/d20k",
	"d20k.csv":    "blobs -n 20000 -d 16 -k 40 --seed 9 --spread 2 --std 0.5 --csv -o {data}/d20k",
	"c100k.npy":   "blobs -n 100000 -d 16 -k 100 --spread 1 --std 1 --seed 11 -o {data}/c100k",
	"t10k.jsonl":  "text -n 10000 -o {data}/t10k.jsonl",
	"t100k.jsonl": "text -n 100000 -o {data}/t100k.jsonl",
}

const kmeans20 = "kmeans(k=100,init=first,distance=euclidean,max_iter=20,tol=0)"

// shingling names the phases from shingles to pairs.
const shingling = "shingles to pairs"

// tasks are in the order of the table.
var tasks = []task{
	{
		name: "k-means, 100,000 × 128, k=100, 20 iterations", data: []string{"b100k.npy"},
		ours:   job{Algorithm: kmeans20, Matrix: "b100k.npy"},
		script: "ref_dense.py", args: []string{"kmeans", "{data}/b100k.npy", "-k", "100", "--iters", "20"}, peer: "sklearn-lloyd-f32",
		single: true, bar: 0.75,
	},
	{
		name: "k-means, 100,000 × 16, k=100, 20 iterations", data: []string{"c100k.npy"},
		ours:   job{Algorithm: kmeans20, Matrix: "c100k.npy"},
		script: "ref_dense.py", args: []string{"kmeans", "{data}/c100k.npy", "-k", "100", "--iters", "20"}, peer: "sklearn-lloyd-f32",
		single: true, bar: 0.35,
	},
	{
		name: "k-means, 10,000 × 50,000 sparse, k=50, 20 iterations", data: []string{"t10k.jsonl"},
		ours:   job{Algorithm: "kmeans(k=50,init=first,distance=euclidean,max_iter=20,tol=0)", Sparse: "t10k.npz"},
		script: "ref_cluster.py", args: []string{"{data}/t10k.jsonl", "-k", "50", "--svd", "0", "--algos", "kmeans_elkan", "--save",
			"{data}/t10k.npz"}, peer: "kmeans_elkan", bar: 0.4,
	},
	linkage("average", 10000, 0.5), linkage("ward", 10000, 0.5), linkage("complete", 10000, 0.5),
	linkage("average", 20000, 0.5), linkage("ward", 20000, 0.5), linkage("complete", 20000, 0.5), linkage("single", 20000, 0.4),
	{
		name: "DBSCAN, 20,000 × 16", data: []string{"d20k.npy", "d20k.csv"},
		ours:   job{Algorithm: "dbscan(eps=2.5,min_samples=10,metric=euclidean)", Matrix: "d20k.npy"},
		script: "ref_r.R", args: []string{"{data}/d20k.csv", "rows=0", "only=dbscan"}, peer: "R-dbscan", bar: 0.7,
	},
	{
		name: "DBSCAN, 20,000 × 16", data: []string{"d20k.npy"},
		ours:   job{Algorithm: "dbscan(eps=2.5,min_samples=10,metric=euclidean)", Matrix: "d20k.npy"},
		script: "ref_dense.py", args: []string{"density", "{data}/d20k.npy", "--eps", "2.5", "--min-samples", "10"},
		peer: "sklearn-dbscan-auto", bar: 0.7,
	},
	{
		name: "HDBSCAN, 20,000 × 16", data: []string{"d20k.npy", "d20k.csv"},
		ours:   job{Algorithm: "hdbscan(min_cluster_size=10,metric=euclidean)", Matrix: "d20k.npy"},
		script: "ref_r.R", args: []string{"{data}/d20k.csv", "rows=0", "only=hdbscan"}, peer: "R-hdbscan", bar: 0.5,
	},
	community("leiden(iterations=2)", "igraph-leiden", 1.2), community("leiden", "leidenalg", 1.2),
	community("louvain", "igraph-louvain", 0.5),
	{
		name: "TF-IDF, 100,000 articles, words", data: []string{"t100k.jsonl"},
		ours:   job{Space: "tfidf", Articles: "t100k.jsonl"},
		script: "ref_cluster.py", args: []string{"{data}/t100k.jsonl", "--algos", "none", "--svd", "0", "--max-features", "0"},
		phase: "vectorise", bar: 0.15,
	},
	{
		name: "TF-IDF, 100,000 articles, words and pairs of words", data: []string{"t100k.jsonl"},
		ours:   job{Space: "tfidf(ngrams=2)", Articles: "t100k.jsonl"},
		script: "ref_cluster.py", args: []string{"{data}/t100k.jsonl", "--algos", "none", "--svd", "0", "--max-features", "0", "--ngram", "2"},
		phase: "vectorise", bar: 0.12, memory: 0.5,
	},
	{
		name: "MinHash of 128, 10,000 articles, shingles to pairs", data: []string{"t10k.jsonl"},
		ours:   job{Algorithm: "minhash(threshold=0.5)", Articles: "t10k.jsonl"},
		script: "ref_minhash.py", args: []string{"{data}/t10k.jsonl", "--engine", "numpy"}, phase: shingling, bar: 0.15,
	},
	{
		name: "NMF, 10,000 articles, k=50, 20 iterations", data: []string{"t10k.jsonl"},
		ours:   job{Algorithm: "nmf(k=50,iterations=20,tol=0)", Sparse: "t10k.npz"},
		script: "ref_cluster.py", args: []string{"{data}/t10k.jsonl", "-k", "50", "--svd", "0", "--algos", "nmf", "--save", "{data}/t10k.npz"},
		peer: "nmf", bar: 1,
	},
}

func linkage(method string, rows int, bar float64) task {
	t := task{
		name: method + " linkage, " + thousands(rows) + " × 128", data: []string{"b20k.npy"},
		ours:   job{Algorithm: "agglomerative(k=100,metric=euclidean,linkage=" + method + ")", Matrix: "b20k.npy", Rows: rows},
		script: "ref_dense.py", args: []string{"linkage", "{data}/b20k.npy", "--rows", itoa(rows), "--methods", method},
		peer: "fastcluster-" + method, bar: bar,
	}
	if rows == 20000 {
		t.memory = 0.55
	}
	return t
}

func community(algorithm, peer string, bar float64) task {
	return task{
		name: algorithm + ", 10,000 nodes of 15 neighbours", data: []string{"b20k.npy"},
		ours:   job{Algorithm: algorithm, Graph: "g10k.txt"},
		script: "ref_graph.py", args: []string{"{data}/b20k.npy", "{data}/b20k.labels.npy", "--rows", "10000", "--save", "{data}/g10k.txt",
			"--peers", peer}, peer: peer, bar: bar,
	}
}

// A sequence is one algorithm on 1, 2, 4 and 8 times as many articles.
type sequence struct {
	name  string
	job   job
	first int
}

// series are in the order of the table.
var series = []sequence{
	{"kmeans(k=100)", job{Algorithm: "kmeans(k=100,n_init=1,distance=euclidean)", Matrix: "b100k.npy"}, 12500},
	{"kmeans(k=100,variant=lloyd)", job{Algorithm: "kmeans(k=100,n_init=1,distance=euclidean,variant=lloyd)", Matrix: "b100k.npy"}, 12500},
	{"kmeans(k=100,variant=minibatch)", job{Algorithm: "kmeans(k=100,n_init=1,distance=euclidean,variant=minibatch)", Matrix: "b100k.npy"},
		12500},
	{"kmeans(k=100,bisecting=true)", job{Algorithm: "kmeans(k=100,n_init=1,distance=euclidean,bisecting=true)", Matrix: "b100k.npy"}, 12500},
	{"agglomerative(linkage=average)", job{Algorithm: "agglomerative(k=100)", Matrix: "b20k.npy"}, 2500},
	{"agglomerative(linkage=single)", job{Algorithm: "agglomerative(k=100,linkage=single)", Matrix: "b20k.npy"}, 2500},
	{"agglomerative(linkage=centroid)", job{Algorithm: "agglomerative(k=100,linkage=centroid)", Matrix: "b20k.npy"}, 2500},
	{"agglomerative(linkage=average), above 30,000 along a graph", job{Algorithm: "agglomerative(k=100)", Matrix: "c100k.npy"}, 12500},
	{"dbscan", job{Algorithm: "dbscan(eps=2.5,min_samples=10,metric=euclidean)", Matrix: "d20k.npy"}, 2500},
	{"hdbscan", job{Algorithm: "hdbscan(min_cluster_size=10,metric=euclidean)", Matrix: "d20k.npy"}, 2500},
	{"optics", job{Algorithm: "optics(min_samples=10,metric=euclidean)", Matrix: "d20k.npy"}, 2500},
	{"louvain", job{Algorithm: "louvain", Matrix: "b20k.npy"}, 2500},
	{"leiden", job{Algorithm: "leiden", Matrix: "b20k.npy"}, 2500},
	{"labelprop", job{Algorithm: "labelprop", Matrix: "b20k.npy"}, 2500},
	{"spectral(k=100)", job{Algorithm: "spectral(k=100)", Matrix: "b20k.npy"}, 2500},
	{"affinity", job{Algorithm: "affinity", Matrix: "b20k.npy"}, 1250},
	{"nmf(k=50)", job{Algorithm: "nmf(k=50)", Space: "tfidf", Articles: "t100k.jsonl"}, 1250},
	{"lda(k=50,iterations=100)", job{Algorithm: "lda(k=50,iterations=100)", Articles: "t100k.jsonl"}, 1250},
	{"singlepass", job{Algorithm: "singlepass", Space: "tfidf", Articles: "t100k.jsonl"}, 2500},
	{"storyline", job{Algorithm: "storyline", Space: "tfidf(min_df=2,ngrams=2)", Articles: "t100k.jsonl"}, 1250},
	{"storyline-online", job{Algorithm: "storyline-online", Articles: "t100k.jsonl"}, 12500},
	{"minhash", job{Algorithm: "minhash", Articles: "t100k.jsonl"}, 12500},
	{"simhash", job{Algorithm: "simhash", Articles: "t100k.jsonl"}, 12500},
	{"tfidf", job{Space: "tfidf", Articles: "t100k.jsonl"}, 12500},
	{"lsa", job{Space: "lsa", Articles: "t100k.jsonl"}, 2500},
}

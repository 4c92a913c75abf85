package spec

import "strings"

// synonyms are what other programs and the literature call things, each with the name that
// is suggested for it, or several for lists of different kinds. Keys are in lower case,
// without hyphens, underscores and spaces.
var synonyms = map[string][]string{
	// commands
	"run": {"bench"}, "benchmark": {"bench"}, "evaluate": {"score"}, "eval": {"score"}, "measure": {"score"},
	"gate": {"check"}, "test": {"check"}, "regression": {"check"}, "diff": {"compare"}, "why": {"explain"}, "errors": {"explain"},
	"pages": {"digest"}, "summarize": {"digest"}, "summarise": {"digest"}, "optimize": {"tune"}, "optimise": {"tune"}, "sweep": {"tune"},
	"search": {"tune"}, "plot": {"report"}, "table": {"report"}, "convert": {"corpus"}, "learn": {"train"}, "fit": {"train", "cluster"},
	"metrics": {"list"}, "algorithms": {"list"},

	// metrics
	"f1": {"b3.f1"}, "f": {"b3.f1"}, "fscore": {"b3.f1"}, "fmeasure": {"b3.f1"}, "bcubed": {"b3.f1"}, "bcubedf1": {"b3.f1"}, "b3": {"b3.f1"},
	"b³": {"b3.f1"}, "precision": {"b3.p"}, "recall": {"b3.r"}, "bcubedprecision": {"b3.p"}, "bcubedrecall": {"b3.r"},
	"pairwise": {"pair.f1"}, "pairwisef1": {"pair.f1"}, "pair": {"pair.f1"}, "accuracy": {"match.accuracy"}, "acc": {"match.accuracy"},
	"hungarian": {"match.accuracy"}, "adjustedrand": {"ari"}, "adjustedrandindex": {"ari"}, "adjustedrandscore": {"ari"},
	"randindex": {"rand"}, "randscore": {"rand"}, "normalizedmutualinformation": {"nmi"}, "normalizedmutualinfoscore": {"nmi"},
	"normalisedmutualinformation": {"nmi"}, "adjustedmutualinformation": {"ami"}, "adjustedmutualinfoscore": {"ami"},
	"mutualinfoscore": {"mi"}, "mutualinformation": {"mi"}, "vmeasure": {"v"}, "vmeasurescore": {"v"}, "fowlkesmallows": {"fmi"},
	"fowlkesmallowsscore": {"fmi"}, "homogeneityscore": {"homogeneity"}, "completenessscore": {"completeness"},
	"silhouettescore": {"silhouette"}, "daviesbouldinscore": {"davies_bouldin"}, "calinskiharabaszscore": {"calinski_harabasz"},
	"ceaf": {"ceaf.e.f1"}, "ceafe": {"ceaf.e.f1"}, "ceafm": {"ceaf.m"}, "muc": {"muc.f1"}, "lea": {"lea.f1"},
	"variationofinformation": {"vi"}, "rouge": {"rouge2.r"}, "rouge1": {"rouge1.f1"}, "rouge2": {"rouge2.f1"}, "rougel": {"rougeL.f1"},
	"entropy": {"source.shannon"}, "shannon": {"source.shannon"}, "simpson": {"source.gini_simpson"}, "hill": {"source.hill"},
	"hhi": {"source.hhi"}, "herfindahl": {"source.hhi"}, "diversity": {"source.hill"}, "keypoints": {"keypoints.recall"},

	// algorithms
	"hierarchical": {"agglomerative"}, "hac": {"agglomerative"}, "hca": {"agglomerative"}, "linkage": {"agglomerative"},
	"ward": {"agglomerative"}, "agglomerativeclustering": {"agglomerative"}, "kmeans++": {"kmeans"}, "minibatchkmeans": {"kmeans"},
	"bertopic": {"hdbscan"}, "top2vec": {"hdbscan"}, "meanshift": {"dbscan"}, "community": {"leiden"}, "communities": {"leiden"},
	"graph": {"leiden"}, "modularity": {"louvain"}, "labelpropagation": {"labelprop"}, "affinitypropagation": {"affinity"},
	"spectralclustering": {"spectral"}, "topicmodel": {"lda"}, "latentdirichletallocation": {"lda"}, "gsdmm": {"dmm"},
	"moviegroupprocess": {"dmm"}, "lsh": {"minhash"},
	"dedup": {"minhash"}, "duplicates": {"minhash"}, "stream": {"storyline-online"}, "streaming": {"storyline-online"},
	"online": {"storyline-online"}, "news": {"storyline"}, "shell": {"external"}, "command": {"external"}, "program": {"external"},
	"python": {"external"}, "file": {"labels", "folder"}, "baseline": {"singletons"},

	// features, summarizers and formats
	"bow": {"tfidf"}, "bagofwords": {"tfidf"}, "svd": {"lsa"}, "lsi": {"lsa"}, "truncatedsvd": {"lsa"}, "vectors": {"file"},
	"embeddings": {"file"}, "npy": {"file"}, "glove": {"static"}, "word2vec": {"static"}, "fasttext": {"static"},
	"lede": {"lead"}, "first": {"lead"}, "gpt": {"llm"}, "openai": {"llm"}, "markdown": {"md"}, "tex": {"latex"}, "tsv": {"csv"},
	"excel": {"csv"}, "ndjson": {"jsonl"}, "xml": {"junit", "feed"}, "rss": {"feed"}, "atom": {"feed"},
}

// synonym returns the name among those given that is suggested for another word for it.
func synonym(written string, names []string) string {
	key := strings.NewReplacer("-", "", "_", "", " ", "").Replace(strings.ToLower(written))
	for _, name := range names {
		for _, meant := range synonyms[key] {
			if name == meant {
				return name
			}
		}
	}
	return ""
}

package register

import "strings"

var topics = Entry{
	Name: "topics", Title: "Topics of news and newsgroups",
	Doc: "k-means, NMF and LDA with as many topics as there are classes. Papers state their preprocessing loosely, so that what is " +
		"measured is how far defaults here are from theirs: words without stop words, TF-IDF for k-means and NMF, counts for LDA.",
	Licence: "BBC and agnews: research use; 20 newsgroups: none stated",
	Where: "BBC is at mlg.ucd.ie/datasets/bbc.html, 20 newsgroups at qwone.com/~jason/20Newsgroups: " +
		"write each as a corpus with id, text and story to DIR/corpora/NAME/articles.jsonl.gz",
	Parts: []Part{
		onCorpus("bbc", File{Path: "corpora/bbc/articles.jsonl.gz", Size: 1885434, Fingerprint: "f8d031e1104a84de"},
			aicdr("LDA", "", "lda", "0.727", "0.701", "0.862"),
			aicdr("NMF", "", "nmf", "0.812", "0.842", "0.932"),
			aicdr("k-means", "", "kmeans(k=gold,distance=euclidean,space=tfidf)|kmeans(k=gold,space=tfidf)", "0.751", "0.726", "0.868")),
		onCorpus("agnews", File{Path: "corpora/agnews/articles.jsonl.gz", Size: 516326, Fingerprint: "8623586d149cf4b9"},
			aicdr("GSDMM", "the paper does not say which texts of AG's news it took", "dmm(k=4)", "0.585", "0.622", "0.833")),
		onStories("20newsgroups", File{Path: "corpora/20newsgroups-test/articles.jsonl.gz", Size: 5101049, Fingerprint: "0ad4d58f67867906"},
			[]string{"alt.atheism", "comp.graphics", "sci.space", "talk.religion.misc"}, newsgroups),
	},
}

// aicdr is a row of the table of one paper; by is specs, set apart by bars.
func aicdr(system, incomparable, by, nmi, ari, acc string) published {
	return published{
		system: system, by: strings.Split(by, "|"), incomparable: incomparable,
		source: Source{
			Cite: "Xu, Zhang, Sun & Zhou 2025, An adaptive method for determining the optimal number of topics in topic modeling, PeerJ " +
				"Computer Science 11, e2723, table 3",
			URL: "https://pmc.ncbi.nlm.nih.gov/articles/PMC11888909/table/table-3",
		},
		figures: []figure{{"nmi", nmi}, {"ari", ari}, {"match.accuracy", acc}},
	}
}

// newsgroups is a row of an example of scikit-learn, whose page prints other values with each release: these are of one run of it.
var newsgroups = published{
	system: "k-means on TF-IDF", runs: 5,
	source: Source{
		Cite: "scikit-learn's example Clustering text documents using k-means, on four newsgroups, as run for a comparison with AntClust",
		URL:  "https://scikit-learn.org/stable/auto_examples/text/plot_document_clustering.html",
	},
	figures: []figure{{"homogeneity", "0.343"}, {"completeness", "0.404"}, {"v", "0.370"}, {"ari", "0.213"}},
	by: []string{
		"kmeans(k=gold,distance=euclidean,n_init=1,space=tfidf(max_df=0.5,min_df=5,sublinear=false))", "kmeans(k=gold,space=tfidf)",
	},
	incomparable: "the example takes the training and the test part, 3,387 texts without quotes and signatures; here is the test part",
}

var ecbplus = Entry{
	Name: "ecbplus", Title: "ECB+: documents of look-alike events",
	Doc: "How well k-means finds the events of the test part of ECB+ (topics 36 to 45, two look-alike events each), which systems for " +
		"coreference across documents cluster first. TF-IDF of runs of up to three words, in at least three documents and at most half " +
		"of them; the best of 20 runs, told the number of events.",
	Licence: "annotation CC BY 3.0",
	Where:   "ECB+ is at github.com/cltl/ecbPlus: assay corpus convert its topics 36 to 45 to DIR/corpora/ecbplus-test/articles.jsonl.gz",
	Parts: []Part{onCorpus("", File{Path: "corpora/ecbplus-test/articles.jsonl.gz"}, published{
		system: "k-means on TF-IDF", runs: 1,
		source: Source{
			Cite: "Barhom et al. 2019, Revisiting joint modeling of cross-document entity and event coreference resolution, ACL; " +
				"settings from the script doc_clustering/cluster_topics.py of its repository",
			URL:        "https://github.com/shanybar/event_entity_coref_ecb_plus",
			FromMemory: true,
		},
		figures: []figure{{"homogeneity", "0.985"}, {"completeness", "0.982"}, {"v", "0.984"}, {"ari", "0.965"}},
		by:      []string{"kmeans(k=gold,distance=euclidean,n_init=20,space=tfidf(max_df=0.5,min_df=3,ngrams=3,sublinear=false))"},
	})},
}

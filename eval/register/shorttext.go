package register

var shorttext = Entry{
	Name: "shorttext", Title: "Short texts: accuracy and mutual information",
	Doc: "The sets on which papers about short texts compare themselves, with their baseline, k-means on TF-IDF, and with SCCL, which " +
		"trains a language model on the set. ACC is match.accuracy: the share of texts in the cluster that their class is matched to, " +
		"one to one. k-means is told the number of classes (k=gold), leiden is told nothing. k-means by Euclidean distance scores " +
		"about what was published for the baseline; by cosine (distance=spherical, the default) the same vectors give other clusters.",
	Licence: "none stated for agnews and googlenews; the titles of stackoverflow are CC BY-SA 3.0",
	Where: "the sets are in the repository rashadulrakib/short-text-clustering-enhancement on GitHub: write each as a corpus " +
		"with id, text and story to DIR/corpora/NAME/articles.jsonl.gz",
	Parts: []Part{
		shortText("agnews", 516326, "8623586d149cf4b9", true, "88.2", figure{"match.accuracy", "34.5"}, figure{"nmi", "11.9"}),
		shortText("stackoverflow", 523207, "539c31c8b44c16b8", false, "75.5", figure{"match.accuracy", "58.4"}, figure{"nmi", "58.7"}),
		shortText("googlenews-ts", 890485, "abc6ef3c97b055b3", true, "89.8", figure{"match.accuracy", "68.0"}, figure{"nmi", "88.9"}),
		shortText("googlenews-s", 545890, "77dfd6474eb2d405", true, "83.1", figure{"match.accuracy", "61.9"}, figure{"nmi", "83.0"}),
		shortText("googlenews-t", 172770, "80f58fa6c7c6a07c", true, "75.8", figure{"match.accuracy", "58.9"}, figure{"nmi", "79.3"}),
		// Nobody here has read these: any content is taken.
		shortText("searchsnippets", 0, "", true, "85.2", figure{"match.accuracy", "31.5"}, figure{"nmi", "19.2"}),
		shortText("biomedical", 0, "", true, "46.2", figure{"match.accuracy", "28.3"}, figure{"nmi", "23.2"}),
		shortText("tweet", 0, "", true, "78.2", figure{"match.accuracy", "57.0"}, figure{"nmi", "80.7"}),
	},
}

const sccl = "Zhang et al. 2021, Supporting clustering with contrastive learning, NAACL, table 1"

// shortText is a part of one set: the figures of the baseline, and the accuracy of SCCL.
func shortText(name string, size int64, fingerprint string, fromMemory bool, trained string, baseline ...figure) Part {
	const euclidean, cosine, free = "kmeans(k=gold,distance=euclidean,space=tfidf)", "kmeans(k=gold,space=tfidf)", "leiden"
	file := File{Path: "corpora/" + name + "/articles.jsonl.gz", Size: size, Fingerprint: fingerprint}
	trainedIn := Source{Cite: sccl, URL: "https://paperswithcode.com/paper/?acl=2021.naacl-main.427"}
	if name == "stackoverflow" { // which that page does not have
		trainedIn = Source{Cite: sccl, URL: "https://arxiv.org/abs/2103.12953", FromMemory: true}
	}
	return onCorpus(name, file,
		published{system: "TF-IDF and k-means", source: Source{Cite: sccl + ", row TF-IDF", FromMemory: fromMemory}, figures: baseline, runs: 5,
			by: []string{euclidean, cosine, free}},
		published{system: "SCCL", source: trainedIn,
			figures: []figure{{"match.accuracy", trained}}, runs: 5, by: []string{cosine, free},
			note: "SCCL trains a language model; these algorithms see the words alone"})
}

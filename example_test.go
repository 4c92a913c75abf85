package assay_test

import (
	"context"
	"fmt"

	"github.com/seed-9405df2f/assay"
)

var headlines = []string{
	"Old bridge closed after a crack is found in its main pier",
	"Crack found in main pier: the old bridge is closed to traffic",
	"Harbour bridge closed: engineers found a crack in the main pier",
	"Coach of the national team resigns after the lost final",
	"After the lost final the coach of the national team resigns",
}

func ExampleGroup() {
	items := make([]assay.Item, len(headlines))
	for i, h := range headlines {
		items[i].Title = h
	}
	found, err := assay.Group(context.Background(), items)
	fmt.Println(found, err)
	// Output: [0 0 0 1 1] <nil>
}

func ExampleCluster() {
	ctx := context.Background()
	fmt.Println(assay.Cluster(ctx, headlines, "agglomerative(linkage=average,distance=0.9)"))
	fmt.Println(assay.Cluster(ctx, [][]float32{{0, 1}, {0, 2}, {9, 9}, {8, 9}}, "kmeans(k=2,distance=euclidean)"))
	// Output:
	// [0 0 0 1 1] <nil>
	// [0 0 1 1] <nil>
}

func ExampleDuplicates() {
	texts := []string{
		"The council closed the bridge on Monday after a crack was found, the mayor said.",
		"The coach of the national team resigned on Monday.",
		"The council closed the bridge on Monday after a crack was found, the mayor said today.",
	}
	pairs, err := assay.Duplicates(context.Background(), texts, 0.8)
	for _, p := range pairs {
		fmt.Printf("%d and %d: %.2f\n", p.A, p.B, p.Jaccard)
	}
	fmt.Println(err)
	// Output:
	// 0 and 2: 0.93
	// <nil>
}

func ExampleScore() {
	gold := []string{"bridge", "bridge", "bridge", "coach", "coach", ""} // "" has no gold
	found := []int{0, 0, 1, 2, 2, -1}                                    // -1 is noise
	scores, err := assay.Score(gold, found, "b3.f1", "nmi(avg=max)", "clusters")
	for _, s := range scores {
		fmt.Println(s)
	}
	fmt.Println(err)
	// Output:
	// b3.f1 0.846 (0.714–1.000)
	// nmi(avg=max) 0.691 (0.579–1.000)
	// clusters 4.000
	// <nil>
}

func ExampleCompare() {
	var gold, before, after []int
	for story := range 12 { // before splits every third story, after none
		gold = append(gold, story, story, story)
		after = append(after, story, story, story)
		before = append(before, story, story, story)
		if story%3 == 0 {
			before[len(before)-1] = 100 + story
		}
	}
	fmt.Println(assay.Compare(gold, before, after, "b3.f1"))
	// Output: b3.f1 0.920 → 1.000: +0.080 (+0.019 to +0.149), p = 0.125 <nil>
}

func ExampleMetrics() {
	fmt.Println(assay.Metrics()[:5])
	fmt.Println(assay.Algorithms()[:3])
	// Output:
	// [purity inverse_purity purity.f1 cluster.f b3.p]
	// [kmeans agglomerative dbscan]
}

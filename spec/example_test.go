package spec_test

import (
	"fmt"

	"github.com/seed-9405df2f/assay/spec"
)

// Cut is a struct of parameters.
type Cut struct {
	K     int       `spec:"k" default:"8" range:"1:" was:"n_clusters" doc:"number of clusters"`
	Start string    `spec:"start" default:"far" oneof:"far,random" doc:"the first centres"`
	Space spec.Spec `spec:"space" default:"tfidf" doc:"the vectors to cluster"`
}

func ExampleBind() {
	s, err := spec.Parse("cut(n_clusters=50, space=lsa(dims=100))")
	if err != nil {
		fmt.Println(err)
		return
	}
	var c Cut
	if err := spec.Bind(s, &c); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(c.K, c.Start, c.Space)
	fmt.Println(spec.Of("cut", c))
	fmt.Println(spec.Bind(spec.Spec{Name: "cut", Args: []spec.Arg{{Name: "strat", Value: spec.Spec{Name: "far"}}}}, &c))
	// Output:
	// 50 far lsa(dims=100)
	// cut(k=50,space=lsa(dims=100))
	// cut: unknown parameter "strat"; did you mean start? (it takes k, start, space)
}

func ExampleDefaults() {
	c := spec.Defaults(new(Cut))
	c.K = 3
	fmt.Println(spec.Full("cut", c))
	fmt.Println(spec.Check("cut", &Cut{K: 3}))
	// Output:
	// cut(k=3,space=tfidf,start=far)
	// cut: start="": must be one of far, random (spec_test.NewCut() returns it with every parameter at its default)
}

func ExampleSweep() {
	s, err := spec.Parse("cut(k=10..30/3,start=far|random)")
	if err != nil {
		fmt.Println(err)
		return
	}
	list, err := spec.Sweep(s)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range list {
		fmt.Println(s)
	}
	// Output:
	// cut(k=10,start=far)
	// cut(k=10,start=random)
	// cut(k=20,start=far)
	// cut(k=20,start=random)
	// cut(k=30,start=far)
	// cut(k=30,start=random)
}

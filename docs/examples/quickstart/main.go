package main

import (
	"context"
	"fmt"
	"log"

	"github.com/seed-9405df2f/assay"
)

func main() {
	items := []assay.Item{
		{Title: "Old bridge closed after a crack is found in its main pier"},
		{Title: "Crack found in main pier: the old bridge is closed to traffic"},
		{Title: "Coach of the national team resigns after the lost final"},
	}
	found, err := assay.Group(context.Background(), items) // [0 0 1]
	if err != nil {
		log.Fatal(err)
	}
	gold := []string{"bridge", "bridge", "coach"}
	scores, err := assay.Score(gold, found, "b3.f1", "ari")
	fmt.Println(found, scores, err)
}

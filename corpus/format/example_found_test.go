package format_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
)

// inFolder writes a file into a folder of its own for an example.
func inFolder(name, content string) (path string, remove func()) {
	dir, err := os.MkdirTemp("", "assay")
	if err != nil {
		panic(err)
	}
	path = filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		panic(err)
	}
	return path, func() { os.RemoveAll(dir) }
}

func ExampleReadKite() {
	path, remove := inFolder("harbour.json", `{"category":"Harbour","clusters":[{"title":"Ferry stops",
"short_summary":"A rope broke [quay.example#1].",
"articles":[{"title":"No ferry today","link":"https://quay.example/1","domain":"quay.example","date":"2031-03-11T07:42:00Z"}]}]}`)
	defer remove()
	k, err := format.ReadKite(context.Background(), path)
	if err != nil {
		fmt.Println(err)
		return
	}
	page := k.Pages[0]
	fmt.Println(page.ID, page.Title, k.Labels)
	fmt.Println(page.Summary[0].Text, "from", k.Corpus.Articles[page.Articles[page.Summary[0].Article]].Source)
	// Output:
	// Harbour/1 Ferry stops [0]
	// A rope broke. from quay.example
}

func ExampleWriteKite() {
	group := format.KiteGroup{
		ID:       "ferry",
		Page:     corpus.Page{Title: "Ferry stops", Summary: []corpus.Sentence{{Text: "A rope broke.", Article: 0}}},
		Articles: []corpus.Article{{ID: "1", Title: "No ferry today", URL: "https://quay.example/1", Source: "quay.example"}},
	}
	if err := format.WriteKite(os.Stdout, "Harbour", []format.KiteGroup{group}); err != nil {
		fmt.Println(err)
	}
	// Output:
	// {
	//  "category": "Harbour",
	//  "timestamp": 0,
	//  "read": 1,
	//  "clusters": [
	//   {
	//    "id": "ferry",
	//    "cluster_number": 1,
	//    "unique_domains": 1,
	//    "number_of_titles": 1,
	//    "category": "Harbour",
	//    "title": "Ferry stops",
	//    "short_summary": "A rope broke [quay.example#1].",
	//    "talking_points": [],
	//    "domains": [
	//     {
	//      "name": "quay.example"
	//     }
	//    ],
	//    "articles": [
	//     {
	//      "id": "1",
	//      "title": "No ferry today",
	//      "link": "https://quay.example/1",
	//      "domain": "quay.example",
	//      "date": ""
	//     }
	//    ]
	//   }
	//  ]
	// }
}

func ExampleWriteKiteIndex() {
	when := time.Date(2031, 3, 11, 0, 0, 0, 0, time.UTC)
	if err := format.WriteKiteIndex(os.Stdout, when, map[string]string{"Harbour": "harbour.json"}); err != nil {
		fmt.Println(err)
	}
	// Output:
	// {
	//  "timestamp": 1930953600,
	//  "categories": [
	//   {
	//    "name": "Harbour",
	//    "file": "harbour.json"
	//   }
	//  ]
	// }
}

func ExampleReadCoNLL() {
	path, remove := inFolder("a.key", "#begin document (a);\na 0 0 Ann (1)\na 0 1 she (1)\na 0 2 Bo (2)\n#end document\n")
	defer remove()
	response := filepath.Join(filepath.Dir(path), "a.response")
	content := "#begin document (a);\na 0 0 Ann (7)\na 0 1 she (8)\na 0 2 Bo (8)\n#end document\n"
	if err := os.WriteFile(response, []byte(content), 0o600); err != nil {
		fmt.Println(err)
		return
	}
	c, found, err := format.ReadCoNLL(context.Background(), path, "a.response")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(c.Articles[1].ID, c.Articles[1].Title, c.Gold(), found)
	// Output:
	// a:1-1 she [0 0 1] [0 1 1]
}

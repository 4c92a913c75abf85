package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
)

// policyFlags adds a flag for each part of a policy.
func policyFlags(cmd *cobra.Command, p *eval.Policy) {
	words := func(part string) string {
		return ": " + strings.Join(eval.Choices(part), ", ") + " (the first is the default)"
	}
	f := cmd.Flags()
	f.StringVar(&p.Noise, "noise", "", "what predicted noise becomes"+words("noise"))
	f.StringVar(&p.Unlabelled, "unlabelled", "", "articles without a gold story"+words("unlabelled"))
	f.StringVar(&p.Distractors, "distractors", "", "articles known to belong to no story"+words("distractors"))
	f.IntVar(&p.MinStory, "min-story", 0, "score over stories of at least so many articles; 2 leaves singletons out")
	f.StringVar(&p.Sampled, "sampled", "", "how the labelled stories were chosen"+words("sampled"))
}

// A lenience is how strictly the ids of predictions have to fit the gold's.
type lenience struct{ missing, unknown string }

func (l *lenience) flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&l.missing, "missing", "error", "articles without a predicted label: error or singletons")
	cmd.Flags().StringVar(&l.unknown, "unknown", "error", "predicted labels for articles that the gold does not have: error or ignore")
}

func (l *lenience) allow() (corpus.Lenience, error) {
	if l.missing != "error" && l.missing != "singletons" {
		return corpus.Lenience{}, fmt.Errorf("--missing %q: must be error or singletons", l.missing)
	}
	if l.unknown != "error" && l.unknown != "ignore" {
		return corpus.Lenience{}, fmt.Errorf("--unknown %q: must be error or ignore", l.unknown)
	}
	return corpus.Lenience{Missing: l.missing == "singletons", Unknown: l.unknown == "ignore"}, nil
}

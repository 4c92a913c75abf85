package main

import (
	"strings"

	"github.com/spf13/cobra"

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

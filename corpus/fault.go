package corpus

import "fmt"

// A Severity is the consequence of a fault.
type Severity int

// An Error prevents reading the corpus; a Warning biases scores; a Note is worth
// knowing.
const (
	Note Severity = iota
	Warning
	Error
)

func (s Severity) String() string { return [...]string{"note", "warning", "error"}[s] }

// A Fault is something wrong with a corpus. It is an error.
type Fault struct {
	Pos      Pos // the first place, if there are several
	Kind     FaultKind
	Severity Severity
	Message  string // what is wrong, and how to correct it
	Count    int    // number of articles that it is about; 0 means one
}

func (f Fault) Error() string { return fmt.Sprintf("%s: %s", f.Pos, f.Message) }

// A FaultKind names a kind of fault.
type FaultKind string

// The kinds of faults.
const (
	BadSyntax       FaultKind = "syntax"
	BadEncoding     FaultKind = "encoding"
	BadDate         FaultKind = "date"
	MissingID       FaultKind = "missing id"
	DuplicateID     FaultKind = "duplicate id"
	AbsentArticles  FaultKind = "gold for absent articles"
	Contradiction   FaultKind = "contradiction"
	StoryOfOne      FaultKind = "story of one"
	SharedText      FaultKind = "identical texts under two stories"
	DuplicateText   FaultKind = "identical texts"
	DuplicateURL    FaultKind = "identical addresses"
	NoText          FaultKind = "no text"
	Mojibake        FaultKind = "wrongly decoded"
	Markup          FaultKind = "markup"
	WrongLanguage   FaultKind = "language"
	UnknownLanguage FaultKind = "unknown language"
	BadCount        FaultKind = "count"
	Unlabelled      FaultKind = "unlabelled"
	NoiseWord       FaultKind = "word for no story"
	MissingField    FaultKind = "missing field"
	MidnightTimes   FaultKind = "midnight times"
	FutureDate      FaultKind = "date in the future"
	OldDate         FaultKind = "old date"
	NotTransitive   FaultKind = "contradicting judgements"
	Disagreement    FaultKind = "judges disagree"
	// Decision is the kind of the notes on how a source was read where it could have been
	// read otherwise: which field is what, the encoding, the separator, dates without a
	// zone, which words mean that an article has no group.
	Decision FaultKind = "decision"
)

// Effect explains the effect of a fault of this kind on scores.
func (k FaultKind) Effect() string {
	return map[FaultKind]string{
		BadSyntax:       "the line cannot be read, so the corpus is not opened",
		BadEncoding:     "the letters of the line are not known, so the corpus is not opened",
		BadDate:         "algorithms that use time cannot place the article, so the corpus is not opened",
		MissingID:       "a prediction cannot name the article, so the corpus is not opened",
		DuplicateID:     "one article would be counted twice and predictions could not be told apart, so the corpus is not opened",
		AbsentArticles:  "the story can never be found: it is left out of every score",
		Contradiction:   "an article cannot be in a story and in none, so the corpus is not opened",
		StoryOfOne:      "pair metrics do not see it, and B-cubed recall is 1 on it whatever is found",
		SharedText:      "no algorithm that reads texts can tell them apart: the best reachable score is below 1",
		DuplicateText:   "every algorithm that reads texts joins copies: they make a story easier, and weigh as much as articles of their own",
		DuplicateURL:    "one page is counted several times: it weighs more than others in every score",
		NoText:          "only time and outlet can place the article: it is grouped by the rule for empty rows",
		Mojibake:        "words with broken letters match no others: articles of one story look less alike",
		Markup:          "names of characters and tags count as words, and hide those around them: texts look less alike, and pages show them",
		WrongLanguage:   "stop words, stems, names and numbers are looked for by the rules of another language",
		UnknownLanguage: "the declaration is not used: the language is found by content, or else no words of any language are used",
		BadCount:        "the card promises other counts than the files hold: the files may be cut off",
		Unlabelled:      "these articles stay in the found clusters and count as foreign there, which lowers precision if a story is incomplete",
		NoiseWord:       "articles that have nothing in common count as one story, which nothing can find",
		MissingField:    "what needs the field is undefined or falls back to one group",
		MidnightTimes:   "times that are days in truth make the order within a day an accident",
		FutureDate:      "the order in time, which some algorithms use and streams are played in, is not that of the news",
		NotTransitive:   "no clustering agrees with all of them: the best reachable score is below 1",
		Disagreement:    "figures depend on whom one asks: score shows those of each judge, too",
		Decision:        "the source was read this way where another was possible: scores are of what was read",
		OldDate:         "the order in time, which some algorithms use and streams are played in, is not that of the news",
	}[k]
}

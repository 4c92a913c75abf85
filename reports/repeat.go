package reports

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	allalgorithms "github.com/seed-9405df2f/assay/algorithms/all"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/all"
	"github.com/seed-9405df2f/assay/eval/bench"
	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/spec"
)

// Repeat is what it takes to make the numbers of a report again, and to see whether
// they are the same.
type Repeat struct {
	Commands   []string       `json:"commands"` // of a shell; several where no one command makes all the results
	Corpora    []RepeatCorpus `json:"corpora"`
	Labels     []RepeatCorpus `json:"labels,omitempty"` // what was found, where it was read from files
	Algorithms []string       `json:"algorithms"`       // canonical specs
	Metrics    []string       `json:"metrics"`          // canonical specs
	Policies   []string       `json:"policies"`
	Seeds      []uint64       `json:"seeds"`
	Orders     int            `json:"orders,omitempty"` // further runs in another order
	Replicates []int          `json:"replicates"`       // of the bootstrap
	Outlets    []string       `json:"outlets,omitempty"`
	Inputs     []string       `json:"inputs,omitempty"` // digests of files that algorithms read, each after its algorithm
	Versions   []string       `json:"versions"`         // of assay
	Hosts      []results.Host `json:"hosts"`
}

// RepeatCorpus names a corpus, or labels, so that others can be told from them.
type RepeatCorpus struct {
	Name   string `json:"name"`
	Digest string `json:"digest,omitempty"` // none of labels that are no file
	Path   string `json:"path"`             // where it was
}

// RepeatOf gathers what the results of a bench were made of.
func RepeatOf(stored []results.Result) *Repeat {
	r := &Repeat{Commands: commands(stored), Algorithms: algorithmsOf(stored), Metrics: metricNames(stored), Seeds: seedsOf(stored)}
	for _, b := range stored {
		add(&r.Corpora, RepeatCorpus{b.Corpus.Name, b.Corpus.Fingerprint, b.Path})
		add(&r.Policies, b.Policy.String())
		add(&r.Replicates, b.Replicates)
		add(&r.Versions, b.Version)
		add(&r.Hosts, b.Host)
		if b.Outlets != "" {
			add(&r.Outlets, b.Outlets)
		}
		if b.Inputs != "" {
			add(&r.Inputs, b.Algorithm.String()+" "+b.Inputs)
		}
		r.Orders = max(r.Orders, b.Order)
	}
	return r
}

func add[E comparable](list *[]E, e E) {
	if !slices.Contains(*list, e) {
		*list = append(*list, e)
	}
}

func metricNames(stored []results.Result) []string {
	var list []string
	for _, r := range stored {
		for _, m := range r.Metrics {
			add(&list, m.String())
		}
	}
	return list
}

// A setting is what one command gives to all of its trials.
type setting struct {
	policy     eval.Policy
	protocol   string
	replicates int
	metrics    string
	outlets    string
}

// commands are the shortest list of commands that make the results and no others.
func commands(stored []results.Result) []string {
	settings := map[setting][]results.Result{}
	var order []setting
	for _, r := range stored {
		s := setting{policy: r.Policy.Full(), protocol: r.Protocol, replicates: r.Replicates, metrics: strings.Join(metricNames([]results.Result{r}), ","), outlets: r.Outlets}
		if settings[s] == nil {
			order = append(order, s)
		}
		settings[s] = append(settings[s], r)
	}
	var list []string
	for _, s := range order {
		for _, group := range sameRuns(settings[s]) {
			for _, seeds := range runsOf(seedsOf(group)) {
				list = append(list, s.command(group, seeds))
			}
		}
	}
	return list
}

// sameRuns puts together the results of the corpora on which the same algorithms
// ran.
func sameRuns(stored []results.Result) [][]results.Result {
	at := map[string]int{}
	var groups [][]results.Result
	for _, part := range byCorpus(stored) {
		names := algorithmsOf(part)
		key := strings.Join(names, "\n")
		if i, ok := at[key]; ok {
			groups[i] = append(groups[i], part...)
			continue
		}
		at[key] = len(groups)
		groups = append(groups, part)
	}
	return groups
}

// command is the command line for some results that have all settings in common.
func (s setting) command(stored []results.Result, seeds []uint64) string {
	words := []string{"assay", "bench"}
	flag := func(name string, value any) { words = append(words, "--"+name, fmt.Sprint(value)) }
	var paths []string
	orders := 0
	for _, r := range stored {
		add(&paths, r.Path)
		orders = max(orders, r.Order)
	}
	for _, path := range paths {
		flag("corpus", path)
	}
	if names := algorithmsOf(stored); !slices.Equal(names, canonicalLineup()) {
		flag("algorithm", strings.Join(names, ","))
	}
	if s.metrics != "" && s.metrics != canonicalMetrics() {
		flag("metric", s.metrics)
	}
	if s.protocol != "" {
		flag("protocol", s.protocol)
	}
	if seeds[0] != 1 {
		flag("seed", seeds[0])
	}
	if len(seeds) > 1 {
		flag("seeds", len(seeds))
	}
	if orders > 0 {
		flag("orders", orders)
	}
	if s.replicates != 2000 {
		flag("replicates", s.replicates)
	}
	if s.outlets != "" {
		flag("outlets", "OUTLETS.csv")
	}
	for _, part := range spec.Changed(s.policy) {
		flag(strings.ReplaceAll(part.Name, "_", "-"), part.Value)
	}
	for _, r := range stored {
		if r.Status == results.OutOfTime {
			flag("time-limit", r.Limit)
			break
		}
	}
	for _, r := range stored {
		if r.Status == results.OutOfMemory && r.Limit != "" {
			flag("memory", strings.ReplaceAll(r.Limit, " bytes", "B"))
			break
		}
	}
	return Command(words...)
}

// Command is a command line as a POSIX shell reads it.
func Command(words ...string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = quoteShell(w)
	}
	return strings.Join(quoted, " ")
}

var plainWord = regexp.MustCompile(`^[A-Za-z0-9_./:=,@%+-]+$`)

// quoteShell writes a word so that a POSIX shell reads it as it is.
func quoteShell(s string) string {
	if plainWord.MatchString(s) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// canonicalLineup is the default line-up as results name it.
func canonicalLineup() []string {
	var names []string
	for _, text := range bench.Lineup() {
		s, err := spec.Parse(text)
		if err == nil {
			_, _, s, err = allalgorithms.Parse(s)
		}
		if err != nil {
			return nil // no default then: the command names all
		}
		names = append(names, s.String())
	}
	return names
}

// canonicalMetrics is the default choice of metrics as results name it.
func canonicalMetrics() string {
	measures, err := all.Named(bench.Metrics()...)
	if err != nil {
		return "" // no default then: the command names all
	}
	var names []string
	for _, m := range measures {
		names = append(names, m.Spec.String())
	}
	return strings.Join(names, ",")
}

// lines say in words what the commands do not.
func (r *Repeat) lines() []string {
	var list []string
	for _, c := range r.Corpora {
		list = append(list, c.line())
	}
	for _, l := range r.Labels {
		list = append(list, "labels "+l.line())
	}
	for _, p := range r.Policies {
		list = append(list, "policy: "+p)
	}
	runs := fmt.Sprintf("%s: %s; ", pick(len(r.Seeds), "seed", "seeds"), ranges(r.Seeds))
	var replicates []string
	for _, n := range r.Replicates {
		replicates = append(replicates, fmt.Sprint(n))
	}
	list = append(list, runs+"replicates of the bootstrap: "+strings.Join(replicates, ", "))
	for _, d := range r.Outlets {
		list = append(list, "table of outlets: digest "+d)
	}
	for _, d := range r.Inputs {
		list = append(list, "files read by "+d)
	}
	var hosts []string
	for _, h := range r.Hosts {
		hosts = append(hosts, hostName(h))
	}
	return append(list, fmt.Sprintf("made by assay %s on %s", strings.Join(r.Versions, ", "), strings.Join(hosts, " and on ")))
}

func (c RepeatCorpus) line() string {
	line := c.Name
	if c.Digest != "" {
		line += ": digest " + c.Digest
	}
	if c.Path != "" && c.Path != c.Name {
		line += ", was at " + c.Path
	}
	return line
}

func hostName(h results.Host) string {
	return fmt.Sprintf("%s/%s, %s, %s", h.OS, h.Arch, plural(h.CPUs, "processor", "processors"), h.Go)
}

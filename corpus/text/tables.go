package text

import (
	_ "embed"
	"strconv"
	"strings"
)

// tablesFile has a line "[name]" before each table. A line of a table is words, or a value
// and, after a colon, the words that have it.
//
//go:embed tables.txt
var tablesFile string

// sentencesFile has those of the ends of sentences.
//
//go:embed sentences.txt
var sentencesFile string

// tables has the value of each word by the name of the table; "" for words without one.
var tables = func() map[string]map[string]string {
	all := map[string]map[string]string{}
	var table map[string]string
	for line := range strings.Lines(tablesFile + sentencesFile) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
			continue
		case line[0] == '[':
			table = map[string]string{}
			all[strings.Trim(line, "[]")] = table
			continue
		}
		value, words, ok := strings.Cut(line, ": ")
		if !ok {
			value, words = "", line
		}
		for word := range strings.SplitSeq(words, ", ") {
			table[word] = value
		}
	}
	return all
}()

func wordSet(table string) map[string]bool {
	set := map[string]bool{}
	for word := range tables[table] {
		set[word] = true
	}
	return set
}

func numberTable(table string) map[string]int {
	numbers := map[string]int{}
	for word, value := range tables[table] {
		numbers[word], _ = strconv.Atoi(value)
	}
	return numbers
}

// byLanguage returns the tables named "kind language", each read by the given function.
func byLanguage[T any](kind string, read func(table string) T) map[string]T {
	list := map[string]T{}
	for name := range tables {
		if lang, ok := strings.CutPrefix(name, kind+" "); ok {
			list[lang] = read(name)
		}
	}
	return list
}

// The tables, explained in their file.
var (
	currencies    = tables["currencies"]
	measures      = tables["measures"]
	people        = wordSet("people")
	moreOf        = wordSet("between")
	labels        = wordSet("labels")
	doubtful      = wordSet("doubtful numbers")
	hanMagnitudes = numberTable("han magnitudes")
	hanDigits     = numberTable("han digits")
	counters      = wordSet("counters")
	letterPowers  = numberTable("letters of magnitude")
	afterMetres   = wordSet("metres")
	lengths       = wordSet("lengths")
	results       = wordSet("results")
	telephones    = wordSet("telephones")
	weighing      = wordSet("weighing")
	largeMoney    = tables["money after magnitudes"]
	decimalPoint  = wordSet("decimal point")
	magnitudes    = byLanguage("magnitudes", numberTable)
	decimalComma  = wordSet("decimal comma")
	monthNames    = byLanguage("months", numberTable)
	weekdays      = byLanguage("weekdays", wordSet)
	partsOfDay    = wordSet("parts of the day")
	zones         = wordSet("time zones")
	particles     = wordSet("particles")
	minorWords    = wordSet("minor words")
	bodies        = wordSet("bodies")
	generations   = wordSet("generations")
	firms         = byLanguage("firms", wordSet)
	roles         = wordSet("roles")
	qualifiers    = wordSet("qualifiers")
	prefixes      = wordSet("prefixes")
	suffixes      = wordSet("suffixes")
	elides        = wordSet("elisions")
	abbreviations = wordSet("abbreviations")
	sections      = wordSet("sections")
	agencies      = tables["agencies"]
)

// wellKnown has the outlets of the tables by the squeezed name.
var wellKnown = func() map[string]knownOutlet {
	list := map[string]knownOutlet{}
	for name, host := range tables["outlets"] {
		_, tagged := tables["tagged outlets"][name]
		list[squeeze(name)] = knownOutlet{name: name, host: host, tagged: tagged}
	}
	return list
}()

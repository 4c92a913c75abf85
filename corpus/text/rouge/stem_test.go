package rouge

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// The examples of Porter 1980, each carried through all steps.
func TestPorter(t *testing.T) {
	for pair := range strings.FieldsSeq(`
		caresses:caress ponies:poni ties:ti caress:caress cats:cat
		feed:feed agreed:agre plastered:plaster bled:bled motoring:motor sing:sing
		conflated:conflat troubled:troubl sized:size hopping:hop tanned:tan falling:fall hissing:hiss fizzed:fizz failing:fail filing:file
		happy:happi sky:sky
		relational:relat conditional:condit rational:ration valenci:valenc hesitanci:hesit digitizer:digit conformabli:conform
		radicalli:radic differentli:differ vileli:vile analogousli:analog vietnamization:vietnam predication:predic operator:oper
		feudalism:feudal decisiveness:decis hopefulness:hope callousness:callous formaliti:formal sensitiviti:sensit sensibiliti:sensibl
		triplicate:triplic formative:form formalize:formal electriciti:electr electrical:electr hopeful:hope goodness:good
		revival:reviv allowance:allow inference:infer airliner:airlin gyroscopic:gyroscop adjustable:adjust defensible:defens
		irritant:irrit replacement:replac adjustment:adjust dependent:depend adoption:adopt homologou:homolog communism:commun
		activate:activ angulariti:angular homologous:homolog effective:effect bowdlerize:bowdler
		probate:probat rate:rate cease:ceas controll:control roll:roll
		generalizations:gener oscillators:oscil
		yes:ye yellowing:yellow toying:toi syzygy:syzygi possibly:possibl psychologi:psycholog 1980s:1980 be:be ss:ss`) {
		word, stem, _ := strings.Cut(pair, ":")
		assert.Equal(t, stem, porter(word), word)
	}
}

// Step 4 goes on after a suffix: Porter's own leaves element and profession.
func TestPorterAsROUGEHasIt(t *testing.T) {
	assert.Equal(t, "elem", porter("element"))
	assert.Equal(t, "profess", porter("professional"))
	assert.Equal(t, "requir", porter("requirement"))
	assert.Equal(t, "ment", porter("ment"))
	assert.Equal(t, "onion", porter("onion"))
}

func TestStem(t *testing.T) {
	for word, stem := range map[string]string{
		"went":     "go",    // verb
		"children": "child", // noun
		"happier":  "happy", // adjective, whose base is not stemmed
		"better":   "well",  // adverb, after the adjective's good
		"after":    "after", // its own base, else it would lose -er
		"men":      "men",   // of three letters
		"cats":     "cat",   // regular
		"mayors":   "mayor", // regular
		"1980s":    "1980",  // a number
		"người":    "người", // no rule ends in it
		"running":  "run",   // verb
		"leaves":   "leaf",  // noun
		"":         "",
	} {
		assert.Equal(t, stem, Stem(word), word)
	}
	assert.Len(t, exceptions(), 5599)
	for form, base := range exceptions() {
		assert.Regexp(t, "^[a-z0-9]{4,}$", form)
		assert.NotEmpty(t, base, form)
	}
}

func BenchmarkStem1000(b *testing.B) {
	words := strings.Fields(strings.Repeat(
		"professional children elected representatives conditionally leaves after generalizations running mayors ", 100))
	b.ReportAllocs()
	for b.Loop() {
		for _, w := range words {
			Stem(w)
		}
	}
}

package spec

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

type renamed struct {
	Summarizer Spec          `spec:"summarizer" default:"none" was:"digest,pages"`
	Seed       uint64        `spec:"seed" default:"1"`
	Timeout    time.Duration `spec:"timeout" default:"10m"`
}

func TestFormerNamesAreTakenAndNeverPrinted(t *testing.T) {
	for _, text := range []string{"f(summarizer=lead)", "f(digest=lead)", "f(pages=lead)"} {
		s, err := Parse(text)
		require.NoError(t, err)
		var v renamed
		require.NoError(t, Bind(s, &v), text)
		assert.Equal(t, "f(summarizer=lead)", Of("f", v).String())
	}
	s, err := Parse("f(digest=lead,summarizer=lead)")
	require.NoError(t, err)
	assert.EqualError(t, Bind(s, new(renamed)), "f: parameter summarizer is given twice")
}

func TestFindByFormerName(t *testing.T) {
	type entry struct {
		name string
		was  []string
	}
	list := []entry{{name: "b", was: []string{"a"}}, {name: "a"}, {name: "d", was: []string{"c"}}}
	find := func(name string) string {
		e, err := Find("entry", list, func(e entry) string { return e.name }, name, func(e entry) []string { return e.was })
		if err != nil {
			return err.Error()
		}
		return e.name
	}
	assert.Equal(t, "a", find("a"), "a name goes before a former one")
	assert.Equal(t, "d", find("c"))
	assert.Contains(t, find("e"), `unknown entry "e"`)
}

func TestWholeNumbersAndTimes(t *testing.T) {
	for text, want := range map[string]string{
		"f(seed=18446744073709551615)": "f(seed=18446744073709551615)", "f(timeout=90s)": "f(timeout=1m30s)", "f(timeout=2h)": "f(timeout=2h)",
		"f(timeout=600s,seed=1)": "f",
	} {
		s, err := Parse(text)
		require.NoError(t, err)
		var v renamed
		require.NoError(t, Bind(s, &v))
		assert.Equal(t, want, Of("f", v).String())
	}
	for text, want := range map[string]string{
		"f(seed=-1)":        "f: seed=-1: must be a whole number, 0 or above",
		"f(timeout=soon)":   "f: timeout=soon: must be a time such as 90s or 10m",
		`f(summarizer="")`:  `f: summarizer="": must be a name, with parameters if it has any`,
		"f(summarizer=g())": "",
	} {
		s, err := Parse(text)
		require.NoError(t, err)
		if err = Bind(s, new(renamed)); want == "" {
			assert.NoError(t, err)
		} else {
			assert.EqualError(t, err, want)
		}
	}
}

func TestDefaults(t *testing.T) {
	v := &sample{K: 3, Cut: 9, Deep: true}
	assert.Same(t, v, Defaults(v))
	assert.Equal(t, sample{K: 8, Cut: 0.5, Avg: "arithmetic", Space: Spec{Name: "tfidf"}}, *v)
	assert.Equal(t, located{}, *Defaults(&located{File: "x"}), "what is required has no default")
	assert.PanicsWithValue(t, `spec: *struct { K int "spec:\"k\" default:\"none\"" }: the default "none" of k: must be a whole number`,
		func() {
			Defaults(new(struct {
				K int `spec:"k" default:"none"`
			}))
		})
}

func TestCheckNamesTheConstructor(t *testing.T) {
	v := Defaults(new(sample))
	assert.NoError(t, Check("f", v))
	v.Space = Spec{}
	assert.NoError(t, Check("f", v), "whoever needs the space asks for it")
	v = Defaults(new(sample))
	v.K = -1
	assert.EqualError(t, Check("f", v), "f: k=-1: must be at least 1", "nothing was left at zero")
	const call = " (spec.Newsample() returns it with every parameter at its default)"
	assert.EqualError(t, Check("f", new(sample)), "f: k=0: must be at least 1"+call)
	assert.EqualError(t, Check("f", &sample{K: 1}), `f: avg="": must be one of arithmetic, max`+call)
	assert.EqualError(t, Check("f", new(located)), "f: parameter file is missing: a labels file")
}

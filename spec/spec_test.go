package spec

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

type sample struct {
	K     int     `spec:"k" default:"8" range:"1:" doc:"number of clusters"`
	Cut   float64 `spec:"cut" default:"0.5" range:"0:2"`
	Avg   string  `spec:"avg,always" default:"arithmetic" oneof:"arithmetic,max"`
	Space Spec    `spec:"space" default:"tfidf"`
	Deep  bool    `spec:"deep" default:"false"`
}

type located struct {
	File string `spec:"file,positional,required" doc:"a labels file"`
}

func TestParsePrints(t *testing.T) {
	for in, want := range map[string]string{
		"kmeans":                           "kmeans",
		" kmeans ( ) ":                     "kmeans",
		"kmeans(space=lsa(dims=100),k=50)": "kmeans(k=50,space=lsa(dims=100))",
		`labels("a b,c.csv")`:              `labels("a b,c.csv")`,
		`labels("plain.csv")`:              "labels(plain.csv)",
		`f(x="")`:                          `f(x="")`,
		"concat(b,a,w=1)":                  "concat(b,a,w=1)",
		"b3.f1":                            "b3.f1",
	} {
		s, err := Parse(in)
		require.NoError(t, err, in)
		assert.Equal(t, want, s.String())
	}
}

func TestProtocol(t *testing.T) {
	for text, want := range map[string][2]string{
		"b3.f1/stream(step=1h,window=7d)":     {"b3.f1", "stream(step=1h,window=7d)"},
		"nmi(avg=max)/stream(window=7d)":      {"nmi(avg=max)", "stream(window=7d)"},
		"nmi(avg=max)/daily":                  {"nmi(avg=max)", "daily"},
		"nmi(avg=max)":                        {"nmi(avg=max)", ""},
		"rouge2.r(digest=labels(../a/b.csv))": {"rouge2.r(digest=labels(../a/b.csv))", ""},
	} {
		s, err := Parse(text)
		require.NoError(t, err)
		assert.Equal(t, text, s.String())
		measured, protocol := s.Protocol()
		assert.Equal(t, want[0], measured.String())
		if want[1] == "" {
			assert.Nil(t, protocol)
		} else if assert.NotNil(t, protocol) {
			assert.Equal(t, want[1], protocol.String())
			assert.Equal(t, text, Spec{Name: measured.Name, Args: measured.Args, Under: protocol}.String())
		}
	}
	_, err := Parse("nmi(avg=max)/")
	assert.ErrorContains(t, err, "missing at the end")
}

func TestFullShowsEveryParameter(t *testing.T) {
	var v sample
	require.NoError(t, Bind(Spec{Name: "x"}, &v))
	full := Full("x", v)
	assert.Equal(t, "x(avg=arithmetic,cut=0.5,deep=false,k=8,space=tfidf)", full.String())
	var again sample
	require.NoError(t, Bind(full, &again))
	assert.Equal(t, v, again)
	for _, p := range Params(v) {
		assert.Equal(t, p.Name == "space", p.Nested)
	}
}

func TestParseErrors(t *testing.T) {
	for in, want := range map[string]string{
		"":           "missing at the end",
		"a(":         "a( is never closed",
		"a(b":        "a( is never closed",
		"a)":         "unexpected ')'",
		"a(k=1,k=2)": "has k twice",
		"a(=1)":      "missing before '='",
		`a("x)`:      "never closed",
		`""`:         "name is missing",
		"a b":        "unexpected 'b'",
		"a(b=c=d)":   "'=' is not expected here: put a value",
		"a(b c/d.e)": `a path with a space or one of (),=" in quotation marks, as in a("a b")`,
		"a(b(1).c)":  "'.' is not expected here",
		"a(b(c)d)":   "'d' is not expected here",
		"a(b c":      "'c' is not expected here",
		"a(\xff)":    "not valid UTF-8",
	} {
		_, err := Parse(in)
		assert.ErrorContains(t, err, want, in)
	}
}

func TestParseList(t *testing.T) {
	list, err := ParseList("b3.f1, nmi(avg=max),ari")
	require.NoError(t, err)
	require.Len(t, list, 3)
	assert.Equal(t, "nmi(avg=max)", list[1].String())
	_, err = ParseList("a,,b")
	assert.Error(t, err)
}

func TestBind(t *testing.T) {
	bind := func(text string) (sample, error) {
		s, err := Parse(text)
		require.NoError(t, err)
		var v sample
		err = Bind(s, &v)
		return v, err
	}
	v, err := bind("x(k=3,space=lsa(dims=2))")
	require.NoError(t, err)
	assert.Equal(t, "x(avg=arithmetic,k=3,space=lsa(dims=2))", Of("x", v).String())

	for in, want := range map[string]string{
		"x(kk=3)":      "did you mean k?",
		"x(k=0)":       "at least 1",
		"x(k=2.5)":     "whole number",
		"x(cut=3)":     "at most 2",
		"x(cut=NaN)":   "must be a number",
		"x(avg=mean)":  "one of arithmetic, max",
		"x(deep=yes!)": "true or false",
		"x(7)":         "without a parameter's name",
		"x(k=a(b=1))":  "plain value",
	} {
		_, err := bind(in)
		assert.ErrorContains(t, err, want, in)
	}

	var l located
	assert.ErrorContains(t, Bind(Spec{Name: "labels"}, &l), "file is missing: a labels file")
	s, _ := Parse("labels(x.csv)")
	require.NoError(t, Bind(s, &l))
	assert.Equal(t, "x.csv", l.File)
	assert.Equal(t, "labels(x.csv)", Of("labels", l).String())
}

type joined struct {
	First  string `spec:"first,positional,required"`
	Spaces []Spec `spec:"spaces,positional,required" doc:"some spaces"`
	K      int    `spec:"k" default:"8"`
}

func TestBindTakesTheRestOfThePositional(t *testing.T) {
	for in, want := range map[string]string{
		"j(a,b)":                   "j(a,b)",
		"j(a,c(k=1),b,c(k=1),k=3)": "j(a,c(k=1),b,c(k=1),k=3)",
		"j(k=8,a,b)":               "j(a,b)",
		`j(a,spaces=b)`:            "j(a,b)",
		`j(first=a,b,c)`:           "",
		"j(x)":                     "",
		"j(a,b,k=a(b=c))":          "",
	} {
		s, err := Parse(in)
		require.NoError(t, err)
		var v joined
		if err = Bind(s, &v); want == "" {
			assert.Error(t, err, in)
			continue
		}
		require.NoError(t, err, in)
		assert.Equal(t, want, Of("j", &v).String())
	}
	var v joined
	s, _ := Parse("j(a)")
	assert.ErrorContains(t, Bind(s, &v), "parameter spaces is missing: some spaces")
	s, _ = Parse("j(a,b,kk=1)")
	assert.ErrorContains(t, Bind(s, &v), "it takes first, spaces, k")
}

// What Of prints binds to what it was printed from.
func TestBindAfterOfIsIdentity(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := joined{First: rapid.StringN(1, -1, -1).Draw(t, "first"), K: rapid.Int().Draw(t, "k")}
		want.Spaces = rapid.SliceOfN(specs(2), 1, 4).Draw(t, "spaces")
		s, err := Parse(Of("j", &want).String())
		require.NoError(t, err)
		var got joined
		require.NoError(t, Bind(s, &got))
		assert.Equal(t, want, got)
	})
}

func TestNearest(t *testing.T) {
	names := []string{"kmeans", "minhash", "louvain"}
	assert.Equal(t, "kmeans", Nearest("kmaens", names))
	assert.Equal(t, "minhash", Nearest("minhsh", names))
	assert.Equal(t, "", Nearest("zzzzzz", names))
	_, err := Find("algorithm", names, func(s string) string { return s }, "k-means")
	assert.ErrorContains(t, err, "did you mean kmeans?")
}

func specs(depth int) *rapid.Generator[Spec] {
	return rapid.Custom(func(t *rapid.T) Spec {
		s := Spec{Name: rapid.StringMatching(`[a-z0-9._/é-]{1,8}`).Draw(t, "name")}
		if depth == 0 {
			if rapid.Bool().Draw(t, "any") {
				s.Name = rapid.String().Draw(t, "text")
			}
			return s
		}
		used := map[string]bool{}
		for range rapid.IntRange(0, 3).Draw(t, "args") {
			a := Arg{Value: specs(depth-1).Draw(t, "value")}
			if name := rapid.StringMatching(`[a-z_]{1,5}`).Draw(t, "param"); !used[name] && rapid.Bool().Draw(t, "named") {
				a.Name = name
				used[name] = true
			}
			s.Args = append(s.Args, a)
		}
		sortArgs(s.Args)
		return s
	})
}

func TestParseAfterPrintIsIdentity(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := specs(2).Draw(t, "spec")
		got, err := Parse(s.String())
		require.NoError(t, err, s.String())
		assert.Equal(t, s, got, s.String())
	})
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"a", "a(b=1,c=d(e))", `a("\x00",x="é")`, "((((", "a(b=c=d)", "a(\xff)"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := Parse(text)
		if err != nil {
			return
		}
		again, err := Parse(s.String())
		require.NoError(t, err)
		require.Equal(t, s, again)
	})
}

type inner struct {
	Size int `spec:"size" default:"3" range:"1:" doc:"how large"`
}

type outer struct {
	First string `spec:"first" default:"a" doc:"the first"`
	inner
	Last string `spec:"last" default:"z" doc:"the last"`
}

func TestParametersOfEmbeddedStructs(t *testing.T) {
	var names []string
	for _, p := range Params(outer{}) {
		names = append(names, p.Name)
	}
	assert.Equal(t, []string{"first", "size", "last"}, names)
	s, err := Parse("x(size=5,last=y)")
	require.NoError(t, err)
	var o outer
	require.NoError(t, Bind(s, &o))
	assert.Equal(t, outer{"a", inner{5}, "y"}, o)
	assert.Equal(t, "x(last=y,size=5)", Of("x", o).String())
	o.Size = 0
	assert.ErrorContains(t, Check("x", &o), "size")
}

package spec

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestSweep(t *testing.T) {
	for text, want := range map[string][]string{
		"f(x=0.5..0.9/3)": {"f(x=0.5)", "f(x=0.7)", "f(x=0.9)"},
		"f(x=0.5..0.95/10,y=word)": {"f(x=0.5,y=word)", "f(x=0.55,y=word)", "f(x=0.6,y=word)", "f(x=0.65,y=word)", "f(x=0.7,y=word)",
			"f(x=0.75,y=word)", "f(x=0.8,y=word)", "f(x=0.85,y=word)", "f(x=0.9,y=word)", "f(x=0.95,y=word)"},
		"f(x=1..2/2,y=10..-10/2)": {"f(x=1,y=10)", "f(x=1,y=-10)", "f(x=2,y=10)", "f(x=2,y=-10)"},
		"f(k=100..300/3,s=g(a=1..2/2))": {"f(k=100,s=g(a=1))", "f(k=100,s=g(a=2))", "f(k=200,s=g(a=1))", "f(k=200,s=g(a=2))",
			"f(k=300,s=g(a=1))", "f(k=300,s=g(a=2))"},
		"f(x=0.5)":            {"f(x=0.5)"},
		"f(file=../a/b..c)":   {"f(file=../a/b..c)"},
		"f":                   {"f"},
		"f(x=a|b|1..2/2)":     {"f(x=a)", "f(x=b)", "f(x=1)", "f(x=2)"},
		"f(s=g(x=1|2),y=a|b)": {"f(s=g(x=1),y=a)", "f(s=g(x=1),y=b)", "f(s=g(x=2),y=a)", "f(s=g(x=2),y=b)"},
		`f("a|b.csv")`:        {"f(a|b.csv)"},
	} {
		s, err := Parse(text)
		require.NoError(t, err)
		list, err := Sweep(s)
		require.NoError(t, err)
		var got []string
		for _, s := range list {
			got = append(got, s.String())
		}
		assert.Equal(t, want, got)
	}
	for _, text := range []string{
		"f(x=1..2)", "f(x=1..2/1)", "f(x=1..1/3)", "f(x=1..2/9999)", "f(x=1..2/100,y=1..2/100)", "f(x=1..2/many)",
		"f(x=a|)", "f(x=a|b(c=1))", "f(x=a|1..2)",
	} {
		s, err := Parse(text)
		require.NoError(t, err)
		_, err = Sweep(s)
		assert.Error(t, err, text)
	}
}

package features

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/corpus"
)

// cosine of two rows of unit length.
func cosine(s *Space, i, j int) float64 {
	a, x := s.Sparse.Row(i)
	b, y := s.Sparse.Row(j)
	sum := 0.0
	for k, c := range a {
		for l, d := range b {
			if c == d {
				sum += float64(x[k]) * float64(y[l])
			}
		}
	}
	return sum
}

func TestEntitiesSpace(t *testing.T) {
	in := &Input{Articles: []corpus.Article{
		{Title: "Klitschko Meets Merkel in Kyiv", Text: "There was a meeting.", Lang: "en"},
		{Text: "It was said that Vitali Klitschko went with Merkel to Kyiv.", Lang: "en-GB"},
		{Text: "we saw Klitschko", Lang: "en"},
		{Text: "nothing here", Lang: "en"},
		{Text: "北京大学发布", Lang: "zh"},
		{Text: "then Merkel left Kyiv", Lang: "en"},
	}}
	s := build(t, "entities", in)
	assert.Equal(t, 4, s.Cols(), "klitschko, kyiv, merkel, vitali klitschko")
	assert.InDelta(t, 1, cosine(s, 0, 0), 1e-6, "a headline in Title Case is read by what other articles of the language write")
	assert.Greater(t, cosine(s, 0, 1), 0.7)
	assert.Greater(t, cosine(s, 1, 2), 0.0, "the head word of Vitali Klitschko")
	for _, i := range []int{3, 4} {
		index, _ := s.Sparse.Row(i)
		assert.Empty(t, index)
	}
	in.Articles[5].Title = "with Kyiv and more"
	weighted := build(t, "entities(title_weight=3)", in)
	_, data := weighted.Sparse.Row(5)
	assert.Greater(t, data[0], data[1], "kyiv is in the title")
	assert.Zero(t, build(t, "entities(title_weight=0)", in).Sparse.Start[1], "the first article has names in the title alone")
}

func TestNumbersSpace(t *testing.T) {
	in := texts(
		"killed 12 people and injured 70 on 12 March 2024", "twelve people died on March 12", "12 drones; 70 percent",
		"in 2024", "no number",
	)
	s := build(t, "numbers", in)
	// 12 people, 12, 70, date 03-12, date 2024, 12 drone, 70 %
	assert.Equal(t, 7, s.Cols())
	assert.Greater(t, cosine(s, 0, 1), cosine(s, 0, 2))
	assert.Greater(t, cosine(s, 0, 2), 0.0, "the bare 12 and 70")
	assert.Greater(t, cosine(s, 0, 3), 0.0, "the year")
	assert.InDelta(t, 1, cosine(s, 3, 3), 1e-6)
	assert.Zero(t, cosine(s, 4, 4))
}

func at(t testing.TB, moments ...string) *Input {
	in := new(Input)
	for _, m := range moments {
		moment, err := corpus.ParseMoment(m)
		require.NoError(t, err)
		in.Articles = append(in.Articles, corpus.Article{Published: moment})
	}
	return in
}

func TestTimeSpace(t *testing.T) {
	in := at(t, "2031-03-11T12:00:00Z", "2031-03-11", "2031-03-14T14:00:00+02:00", "2031-03-17T12:00:00Z", "1931-03-11", "", "")
	s := build(t, "time", in)
	assert.InDelta(t, 1, cosine(s, 0, 1), 1e-6, "of a day noon counts")
	assert.InDelta(t, math.Exp(-0.5), cosine(s, 0, 2), 1e-6, "three days, which is sigma; zones are heeded")
	assert.InDelta(t, math.Exp(-2), cosine(s, 0, 3), 1e-6)
	assert.Zero(t, cosine(s, 0, 4))
	assert.Zero(t, cosine(s, 5, 6), "without a time near to none")
	assert.InDelta(t, math.Exp(-0.5), cosine(build(t, "time(sigma=6)", in), 0, 3), 1e-6)
	for _, list := range []*Input{new(Input), at(t, "", "")} {
		empty := build(t, "time", list)
		assert.Equal(t, len(list.Articles), empty.Rows())
		assert.Equal(t, 1, empty.Cols())
	}
}

func TestTimeIsGaussian(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sigma := rapid.Float64Range(0.001, 100000).Draw(t, "sigma")
		in := new(Input)
		for _, seconds := range rapid.SliceOfN(rapid.Int64Range(-62135596800, 253402300799), 1, 6).Draw(t, "seconds") {
			in.Articles = append(in.Articles, corpus.Article{Published: corpus.Moment{Time: time.Unix(seconds, 0)}})
			in.Articles = append(
				in.Articles,
				corpus.Article{Published: corpus.Moment{Time: time.Unix(seconds+rapid.Int64Range(0, 1e6).Draw(t, "more"), 0)}},
			)
		}
		s, err := (&Time{Sigma: sigma}).Build(t.Context(), in)
		require.NoError(t, err)
		for i := range in.Articles {
			if in.Articles[i].Published.IsZero() {
				continue
			}
			for j := range in.Articles {
				if in.Articles[j].Published.IsZero() {
					continue
				}
				d := float64(in.Articles[i].Published.Time.Unix()-in.Articles[j].Published.Time.Unix()) / 86400 / sigma
				require.InDelta(t, math.Exp(-d*d/2), cosine(s, i, j), 2e-6)
			}
		}
	})
}

func TestChannelsInConcat(t *testing.T) {
	in := at(t, "2031-03-11", "2031-03-14", "")
	for i, s := range []string{"In Kyiv he saw 12 people.", "We saw 12 people in Kyiv.", "we saw no one"} {
		in.Articles[i].Text = s
	}
	s := build(t, "concat(tfidf,entities,numbers,time,weights=2:1:1:1)", in)
	sum := 0.0
	for i, text := range []string{"tfidf", "entities", "numbers", "time"} {
		sum += []float64{4, 1, 1, 1}[i] * cosine(build(t, text, in), 0, 1)
	}
	assert.InDelta(t, sum/7, cosine(s, 0, 1), 1e-5)
	assert.Positive(t, build(t, "concat(lsa,entities,time)", in).Cols())
	assert.Positive(t, build(t, "lsa(space=entities,dims=1)", in).Cols())
	assert.Equal(t, build(t, "entities", in), build(t, "entities", &Input{Articles: in.Articles, Workers: 3}))
}

func BenchmarkChannels(b *testing.B) {
	in := new(Input)
	for i := range 1000 {
		in.Articles = append(in.Articles, corpus.Article{
			Title: fmt.Sprintf("Mayor Vitali Number%d of Kyiv Speaks", i),
			Text: strings.Repeat(
				fmt.Sprintf("At least %d people were killed in the Port District on 12 March 2024, said Anna Number%d of the BBC. ", i, i%50),
				10,
			),
			Published: corpus.Moment{Time: time.Unix(int64(i)*10000, 0)},
		})
	}
	for _, text := range []string{"tfidf", "entities", "numbers", "time"} {
		b.Run(text+"/articles=1000/words=200", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				build(b, text, in)
			}
		})
	}
}

package storyline

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/algorithms/internal/spacetest"
	"github.com/seed-9405df2f/assay/corpus"
)

// titled are headlines, an hour apart.
func titled(titles ...string) []corpus.Article {
	list := make([]corpus.Article, len(titles))
	at := time.Date(2031, 5, 4, 0, 0, 0, 0, time.UTC)
	for i, title := range titles {
		list[i] = corpus.Article{Title: title, Lang: "en", Published: corpus.Moment{Time: at.Add(time.Duration(i) * time.Hour)}}
	}
	return list
}

func found(t *testing.T, list []corpus.Article) corpus.Labels {
	s := New()
	space, err := build(t.Context(), s.Space, list, 0)
	require.NoError(t, err)
	labels, err := s.Cluster(t.Context(), &algorithms.Problem{Articles: list, Space: space})
	require.NoError(t, err)
	return labels
}

func TestUnrelatedHeadlinesStayAlone(t *testing.T) {
	apart := titled("Ferry service to the islands doubled", "Chess prodigy beats grandmaster", "Old tram line becomes a park",
		"Wolves seen near the village school", "Striker signs for another season", "Library lends out sewing machines",
		"Volcano quiet after a restless week", "Tax office apologises for wrong letters", "Composer finds lost symphony in attic",
		"Record honey harvest despite cold spring", "Power cut stops lifts in tower block")
	assert.Equal(t, len(apart), found(t, apart).Groups())
	sharing := titled("Storm closes harbour", "Harbour museum wins prize", "Prize for young baker", "Baker retires at ninety",
		"Ninety trees felled in park", "Park bench stolen twice", "Twice as many swans counted", "Swans delay early train",
		"Train museum needs storm shelter")
	assert.Equal(t, len(sharing), found(t, sharing).Groups(), "a word in common is chance")
}

func TestHeadlinesOfStories(t *testing.T) {
	list := titled("Gas explosion wrecks bakery in Orlen", "Mayor of Tavik quits over bribes",
		"Bakery in Orlen wrecked by gas explosion, two hurt",
		"Bribes: Tavik mayor resigns", "Two hurt as gas blast wrecks Orlen bakery", "Tavik mayor quits, denies bribes",
		"Comet Ruzek visible tonight", "Tonight's sky: comet Ruzek at its brightest", "Explosion at Orlen bakery: gas leak suspected",
		"After bribes scandal, Tavik looks for a new mayor", "How to see comet Ruzek tonight")
	assert.Equal(t, corpus.Labels{0, 1, 0, 1, 0, 1, 2, 2, 0, 1, 2}, found(t, list))
}

// Time strengthens what words say, and says nothing by itself.
func TestNearnessInTime(t *testing.T) {
	space := spacetest.Dense([]float32{1, 0}, []float32{1, 0.1}, []float32{1, 0.1}, []float32{0, 1}, []float32{1, 0.1})
	list := titled("", "", "", "", "")
	list[2].Published.Time = list[2].Published.Time.AddDate(0, 2, 0)
	list[4].Published = corpus.Moment{}
	with, without := make([]float32, 5), make([]float32, 5)
	newRows(space, list).distances(0, 0, with)
	newRows(space, titled("", "", "", "", "")[:0]).distances(0, 0, without)
	for j, factor := range []float64{1, 1, 0.5, 1, 0.75} {
		if j > 0 {
			assert.InDelta(t, factor*float64(1-without[j]), 1-with[j], 1e-3, j)
		}
	}
	assert.Greater(t, with[3], float32(1))
}

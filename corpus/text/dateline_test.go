package text

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

func TestDateline(t *testing.T) {
	for line, rest := range map[string]string{
		"LONDON (Reuters) - ":                           "A bridge fell.",
		"LONDON, March 12 (Reuters) - ":                 "A bridge fell.",
		"BRANNOC, Varnia (CP) - ":                       "Nine died.",
		"PORT HALDEN (CP) — ":                           "“No,” he said.",
		"LOS ANGELES/NEW YORK (Reuters) - ":             "California closed.",
		"ST. IVES, Cornwall (AP) — ":                    "A bridge fell.",
		"ALBANY — ":                                     "Gov. Lind resigned.",
		"ALBANY, N.Y. — ":                               "12 people died.",
		"KYIV, Ukraine -- ":                             "A bridge fell.",
		"(CNN) — ":                                      "A bridge fell.",
		"Washington (CNN) - ":                           "A bridge fell.",
		"New York (CNN Business)":                       "Facebook closed.",
		"Berlin (dpa) – ":                               "Neun Menschen starben.",
		"Madrid, 12 mar (EFE).- ":                       "Nueve personas murieron.",
		"PARIS (AFP) – ":                                "Neuf personnes sont mortes.",
		"Hà Nội (TTXVN) - ":                             "Chín người đã chết.",
		"МОСКВА, 12 марта (ТАСС) — ":                    "Девять человек погибли.",
		"QUILLHAM-ON-SEA, Shire, 3 May (Shirewire) -- ": "The county closed the bridge.",
	} {
		assert.Equal(t, len(line), Dateline(line+rest), line)
		assert.Zero(t, Dateline(rest), rest)
	}
	for _, s := range []string{
		"", "-", "ALBANY — ", "LONDON (Reuters) -", "U.S. - China talks broke down.", "NATO (the alliance) - or what is left of it - met.",
		"A man - 40 - died.", "The NATO alliance — a pact — met.", "OPEC — the cartel — met.", "Smith (Labour) - Won by 200 votes.",
		"12 March - A bridge fell.", strings.Repeat("A", 200) + " — Bridge", strings.Repeat("LONDON, ", 1000) + "(AP) - A",
	} {
		assert.Zero(t, Dateline(s), s)
	}
}

func TestDatelineProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		part := rapid.SampledFrom([]string{"LONDON", " ", "(", ")", "Reuters", "CNN", " - ", "—", ",", "A", "é", "\xff", "東", "a"})
		s := strings.Join(rapid.SliceOf(part).Draw(t, "parts"), "")
		n := Dateline(s)
		assert.True(t, n >= 0 && n < max(len(s), 1) && n <= maxDateline)
		assert.Equal(t, n, Dateline(s+"x"), "what follows does not matter")
	})
}

package scorefile

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/zeebo/xxh3"

	"github.com/seed-9405df2f/assay/corpus/format"
)

var promptfoo = Form{
	Name:  "promptfoo",
	Title: "promptfoo results",
	Doc: "What promptfoo eval -o writes as JSON or JSON lines: score, pass and the named scores of each test. A test is known by its " +
		"description, variables and assertions; repeats are runs. A system is a provider, with the prompt where there are several. " +
		"A unit is a variable, or a field of the metadata.",
	detect: func(_ format.Source, head []byte) bool {
		k := keys(head)
		return has(k, "evalId") || has(k, "results", "config") || has(k, "testIdx", "promptIdx") ||
			has(k, "results") && bytes.Contains(head, []byte(`"promptIdx"`))
	},
	New: func() Reader { return promptfooReader{} },
}

type promptfooReader struct{}

func (promptfooReader) read(ctx context.Context, src format.Source, b *builder) error {
	head, err := src.Head()
	if err != nil {
		return err
	}
	t := promptfooTests{builder: b, prompts: map[string]bool{}, seen: map[[2]string]int{}}
	switch k := keys(head); {
	case has(k, "testIdx", "promptIdx"):
		err = lines(ctx, src, t.add)
	default:
		b.file.record = "result"
		err = document(ctx, src, []string{"results", "results"}, t.add, func(string, []byte) {})
	}
	if err != nil {
		return err
	}
	if t.errors > 0 {
		b.file.Notes = append(b.file.Notes,
			fmt.Sprintf("%s: %d results ended in an error: they count as promptfoo has them, 0", src.Name(), t.errors))
	}
	if len(t.prompts) < 2 {
		for i := range b.file.Rows {
			b.file.Rows[i].System, _, _ = strings.Cut(b.file.Rows[i].System, promptSign)
		}
	}
	for i := range b.file.Rows {
		b.file.Rows[i].System = strings.ReplaceAll(b.file.Rows[i].System, promptSign, ": ")
	}
	return nil
}

// promptSign is between provider and prompt in the name of a system.
const promptSign = "\x00"

type promptfooTests struct {
	*builder
	prompts map[string]bool
	seen    map[[2]string]int // results of a system and test
	errors  int
}

func (t *promptfooTests) add(n int, raw []byte) error {
	var r struct {
		Prompt struct {
			Label string `json:"label"`
			Raw   string `json:"raw"`
		} `json:"prompt"`
		Provider json.RawMessage `json:"provider"`
		TestCase struct {
			Description string          `json:"description"`
			Assert      json.RawMessage `json:"assert"`
		} `json:"testCase"`
		Vars          json.RawMessage            `json:"vars"`
		Score         json.RawMessage            `json:"score"`
		Success       json.RawMessage            `json:"success"`
		NamedScores   map[string]json.RawMessage `json:"namedScores"`
		FailureReason int                        `json:"failureReason"`
	}
	at := place(t.file.Path, t.file.record, n)
	if err := json.Unmarshal(raw, &r); err != nil {
		return fmt.Errorf("%s: %w", at, err)
	}
	if r.FailureReason == 2 {
		t.errors++
	}
	provider, ok := plainText(r.Provider)
	if !ok {
		label, _ := lookup(r.Provider, "label")
		id, _ := lookup(r.Provider, "id")
		provider = cmp.Or(label, id)
	}
	prompt := cmp.Or(r.Prompt.Label, r.Prompt.Raw)
	t.prompts[prompt] = true
	row := Row{Item: testName(r.TestCase.Description, r.Vars, r.TestCase.Assert), System: provider + promptSign + prompt, Line: n}
	key := [2]string{row.System, row.Item}
	t.seen[key]++
	row.Run = fmt.Sprint(t.seen[key])
	var err error
	if row.Unit, err = t.unitOf(raw, "vars.", "testCase.metadata.", "metadata."); err != nil {
		return fmt.Errorf("%s: %w", at, err)
	}
	values := []value{scoreOf("score", r.Score), scoreOf("pass", r.Success)}
	for _, name := range slices.Sorted(maps.Keys(r.NamedScores)) {
		if name == "score" || name == "pass" {
			continue // the total has that name
		}
		values = append(values, scoreOf(name, r.NamedScores[name]))
	}
	return t.builder.add(row, values)
}

// testName names a test by what it asks, with a fingerprint of all that it is.
func testName(description string, vars, assert json.RawMessage) string {
	name := description
	if name == "" {
		var fields map[string]json.RawMessage
		_ = json.Unmarshal(vars, &fields) // of something else the fingerprint tells
		var parts []string
		for _, key := range slices.Sorted(maps.Keys(fields)) {
			text, _ := plainText(fields[key])
			parts = append(parts, key+"="+text)
		}
		name = clip(strings.Join(parts, " "))
	}
	return fmt.Sprintf("%s [%06x]", clip(name), xxh3.HashString(description+"\x00"+canonical(vars)+"\x00"+canonical(assert))&0xffffff)
}

// canonical is JSON without what does not change it.
func canonical(raw json.RawMessage) string {
	var v any
	if len(raw) == 0 || json.Unmarshal(raw, &v) != nil {
		return string(raw)
	}
	text, err := json.Marshal(v)
	if err != nil {
		return string(raw)
	}
	return string(text)
}

package label

import (
	"encoding/csv"
	"errors"
	"fmt"
	"html/template"
	"io"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/internal/table"
)

// columns are those of a sheet.
var columns = []string{"question", "title_a", "from_a", "text_a", "title_b", "from_b", "text_b", "same", "note"}

// WriteSheet writes at most n questions that nobody answered: as a table to fill in, or as a page that asks without a network and
// saves the same table.
func (s *Session) WriteSheet(w io.Writer, n int, asTable bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var questions []Question
	ahead := map[int]int{}
	survey := s.survey(corpus.Unsure)
	for _, h := range survey.Plan(s.figures(), n) {
		for {
			id := fmt.Sprintf("p%d.%d", h, ahead[h])
			if _, ok := s.frame.Ahead(h, ahead[h]); !ok {
				break
			}
			ahead[h]++
			if _, mine := s.latest[id]; mine || len(s.others[id]) > 0 {
				continue
			}
			q, err := s.question(id)
			if err != nil {
				return err
			}
			questions = append(questions, q)
			break
		}
	}
	if len(questions) == 0 {
		return errors.New("every question is answered: there is nothing to put on a sheet")
	}
	shuffle(s, questions)
	if !asTable {
		return sheetPage.Execute(w, questions)
	}
	rows := csv.NewWriter(w)
	_ = rows.Write(columns) // Error returns what went wrong
	for _, q := range questions {
		a, b := q.Articles[0], q.Articles[1]
		_ = rows.Write([]string{q.ID, plain(a.Title), plain(a.From()), plain(a.Text), plain(b.Title), plain(b.From()), plain(b.Text), "", ""})
	}
	rows.Flush()
	return rows.Error()
}

// From is the outlet and the time of an article.
func (a Article) From() string {
	return strings.Trim(a.Source+" · "+a.Time, " ·")
}

// plain keeps spreadsheets from taking a text for a formula.
func plain(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return "'" + text
	}
	return text
}

// ReadSheet takes in the answers of a filled-in table, all or none, and returns their number. Rows without an answer are left out.
func (s *Session) ReadSheet(r io.Reader, path string) (n int, err error) {
	var replies []Reply
	rows := table.Table{
		Columns: columns, Required: [][]string{{"question"}, {"same"}}, Header: strings.Join(columns, ","),
		Object: `{"question":"p0.1","same":"yes"}`,
		Row: func(_ int, row map[string]string) error {
			same := corpus.Answer(strings.ToLower(strings.TrimSpace(row["same"])))
			if same == "" {
				return nil
			}
			reply := Reply{ID: strings.TrimSpace(row["question"]), Same: same, Note: row["note"]}
			q, err := s.question(reply.ID)
			if err == nil {
				_, err = s.lineOf(q, reply)
			}
			replies = append(replies, reply)
			return err
		},
	}
	if at, err := rows.Read(r); err != nil {
		return 0, fmt.Errorf("%s: %w", corpus.Pos{File: path, Line: at}, err)
	}
	for _, reply := range replies {
		switch err := s.Answer(reply); {
		case errors.Is(err, ErrAnswered):
			return n, fmt.Errorf("%s: question %s has another answer already: take its row out, or judge under another name with --as",
				path, reply.ID)
		case err != nil:
			return n, err
		}
		n++
	}
	return n, nil
}

var sheetPage = template.Must(template.New("sheet").ParseFS(pageFiles, "page/sheet.html")).Lookup("sheet.html")

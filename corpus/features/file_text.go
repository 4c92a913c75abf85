package features

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"strconv"

	"github.com/seed-9405df2f/assay/corpus"
)

// isText reports whether the first bytes of a file are those of a text with a row of
// numbers a line.
func isText(head []byte) bool {
	line, _, _ := bytes.Cut(bytes.TrimLeft(head, " \t\r\n"), []byte("\n"))
	if len(line) == len(head) && len(head) > 64 {
		line = line[:bytes.LastIndexAny(line, " \t,;")+1]
	}
	cells := bytes.FieldsFunc(line, betweenNumbers)
	for _, cell := range cells {
		if _, err := strconv.ParseFloat(string(cell), 32); err != nil {
			return false
		}
	}
	return len(cells) > 0
}

func betweenNumbers(r rune) bool { return r == ' ' || r == '\t' || r == ',' || r == ';' || r == '\r' }

// fromText reads a row of numbers a line, parted by white space, commas or
// semicolons, for each article in order.
func fromText(ctx context.Context, lines *bufio.Scanner, articles []corpus.Article) (*Dense, error) {
	m := &Dense{}
	for number := 1; lines.Scan(); number++ {
		if number%256 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		cells := bytes.FieldsFunc(lines.Bytes(), betweenNumbers)
		if len(cells) == 0 {
			continue
		}
		if m.Cols == 0 {
			m.Cols = len(cells)
		}
		if len(cells) != m.Cols {
			return nil, fmt.Errorf("line %d has %d numbers, the first has %d", number, len(cells), m.Cols)
		}
		for _, cell := range cells {
			x, err := strconv.ParseFloat(string(cell), 32)
			if err != nil {
				return nil, fmt.Errorf("line %d: %q is no number that fits", number, cell)
			}
			m.Data = append(m.Data, float32(x))
		}
		m.Rows++
	}
	if err := lines.Err(); err != nil {
		return nil, err
	}
	return inOrder([]int{m.Rows, m.Cols}, m.Data, articles)
}

package eval

import "github.com/seed-9405df2f/assay/corpus"

// A document is the table of the articles of one document of a corpus, such as the mentions of one text.
type document struct {
	table *Table
	rows  []int32 // the row of the whole table for each row of this one
}

// documents returns the tables of the documents of the corpus; nil if it has none, or one, which is the whole.
func (c *Case) documents() []document {
	if c.Corpus == nil || !c.Corpus.Card.Documents {
		return nil
	}
	of := c.Corpus.Documents()
	if of.Groups() < 2 {
		return nil
	}
	var list []document
	next := int32(groups(c.Gold))
	others := make([]int32, len(c.Gold)) // the rows of articles that the gold does not have
	for i, g := range c.Gold {
		if g == corpus.Absent {
			others[i] = next
			next++
		}
	}
	for _, members := range of.Members() {
		var d document
		gold, absent := make(corpus.Labels, len(members)), []int32(nil)
		number := map[int32]int32{} // of the stories, from 0
		for k, i := range members {
			g := c.Gold[i]
			if gold[k] = g; g == corpus.Absent {
				absent = append(absent, others[i])
			} else if g >= 0 {
				n, known := number[g]
				if !known {
					n = int32(len(number))
					number[g], d.rows = n, append(d.rows, g)
				}
				gold[k] = n
			}
		}
		d.rows = append(d.rows, absent...)
		d.table = NewTable(gold, corpus.Pick(c.Pred, members).Canonical())
		list = append(list, d)
	}
	return list
}

// overDocuments adds up the columns that a function has for each document, in the rows of the table.
func (t *Table) overDocuments(columns func(*Table) [][]float64) [][]float64 {
	if t.documents == nil {
		return nil
	}
	var out [][]float64
	for _, d := range t.documents() {
		part := columns(d.table)
		if out == nil {
			out = make([][]float64, len(part))
			for k := range out {
				out[k] = make([]float64, len(t.Stories)+t.others)
			}
		}
		for k, column := range part {
			for i, x := range column {
				out[k][d.rows[i]] += x
			}
		}
	}
	for k, column := range out {
		if t.sums {
			var total sum
			for _, x := range column {
				total.add(x)
			}
			out[k] = []float64{total.value()}
		} else {
			out[k] = t.known.keep(column)
		}
	}
	return out
}

package scorefile

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/spec"
)

// columnParams name the columns of a table that are no scores. What is not named is found by its name.
type columnParams struct {
	ID     string `spec:"id" default:"" doc:"column of the ids of items"`
	System string `spec:"system" default:"" doc:"column of systems"`
	Run    string `spec:"run" default:"" doc:"column that tells runs of one system apart, such as seeds"`
}

// A role is what a column is if it holds no scores.
type role int

const (
	scoreRole role = iota
	idRole
	unitRole
	systemRole
	runRole
	roles
)

// roleNames are plain names of columns, the best first.
var roleNames = [roles][]string{
	idRole: {"id", "itemid", "item", "exampleid", "sampleid", "docid", "qid", "queryid", "questionid", "caseid", "testid", "instanceid", "uid",
		"uuid", "key", "example", "sample", "query", "question", "testcase", "name", "index", "idx", "unnamed0"},
	unitRole:   {"unit", "unitid", "cluster", "clusterid", "group", "groupid"},
	systemRole: {"system", "systemname", "model", "modelname", "provider"},
	runRole:    {"run", "runid", "epoch", "repeat", "repetition", "trial", "seed", "replicate", "attempt"},
}

// rolesOf gives columns their roles.
func (p *columnParams) rolesOf(b *builder, columns []string) (found [roles]string, err error) {
	given := [roles]string{idRole: p.ID, unitRole: b.options.Unit, systemRole: p.System, runRole: p.Run}
	for r := idRole; r < roles; r++ {
		if given[r] != "" {
			if found[r], err = spec.Find("column", columns, func(s string) string { return s }, given[r]); err != nil {
				return found, fmt.Errorf("%s: %w", b.file.Path, err)
			}
			continue
		}
		for _, name := range roleNames[r] {
			i := slices.IndexFunc(columns, func(c string) bool { return plainName(c) == name })
			if i >= 0 && !slices.Contains(Names(b.options.Metrics, columns), columns[i]) && !slices.Contains(found[:r], columns[i]) {
				found[r] = columns[i]
				break
			}
		}
	}
	if found[idRole] == "" {
		return found, fmt.Errorf("%s: no column is known to hold the ids of items among %s: name it, as in table(id=COLUMN):%[1]s",
			b.file.Path, shortList(columns))
	}
	b.file.Unit = found[unitRole]
	return found, nil
}

// A cell is a value of a record.
type cell struct {
	column string
	text   string
	score  value
}

// addRecord adds a record of a table with any columns.
func (b *builder) addRecord(line int, found [roles]string, cells []cell) error {
	row := Row{Line: line}
	var values []value
	for _, c := range cells {
		switch c.column {
		case found[idRole]:
			row.Item = c.text
		case found[unitRole]:
			row.Unit = strings.TrimSpace(c.text)
		case found[systemRole]:
			row.System = strings.TrimSpace(c.text)
		case found[runRole]:
			row.Run = strings.TrimSpace(c.text)
		default:
			values = append(values, c.score)
		}
	}
	if found[unitRole] != "" && row.Unit == "" {
		return fmt.Errorf("%s: the %s is empty: every item needs its unit, or take the column out", b.file.At(row), found[unitRole])
	}
	return b.add(row, values)
}

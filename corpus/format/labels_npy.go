package format

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/internal/tensor"
)

var npyLabels = Format{
	Name: "npy", Title: "NumPy array",
	Doc: "Labels by position in an array of NumPy (.npy): any integer type, floats that are whole numbers, words; one " +
		"dimension, either byte order.",
	Detect: func(_ Source, head []byte) bool { return bytes.HasPrefix(head, []byte("\x93NUMPY")) },
	New:    func() Reader { return npyReader{} },
}

type npyReader struct{ noArticles }

// ReadLabels reads an array.
func (npyReader) ReadLabels(ctx context.Context, src Source, report Reporter) (*corpus.LabelsFile, error) {
	file, err := src.Open()
	if err != nil {
		return nil, err
	}
	defer file.Close()
	in := bufio.NewReaderSize(file, 1<<16)
	a, err := tensor.ReadNPYHeader(in)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", src.name, err)
	}
	count, err := npyLabelCount(a)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", src.name, err)
	}
	list := labelList{src: src}
	var rows []int
	cell := make([]byte, a.Size)
	for i := range count {
		if i%4096 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if _, err := io.ReadFull(in, cell); err != nil {
			return nil, fmt.Errorf("%s: the array is cut off: its head promises %d labels, it holds %d", src.name, count, i)
		}
		name, nan, err := npyLabel(a, cell)
		if err != nil {
			return nil, fmt.Errorf("%s: position %d: %w", src.name, i+1, err)
		}
		rows = append(rows, list.group(name, nan))
	}
	if _, err := in.ReadByte(); err == nil {
		return nil, fmt.Errorf("%s: there are more bytes than the %d labels that the head promises", src.name, count)
	}
	if len(rows) == 0 {
		return nil, fmt.Errorf("%s: there are no labels in it", src.name)
	}
	return byPosition(src, list.groups, rows, report)
}

// npyLabelCount checks that an array holds labels, and returns how many.
func npyLabelCount(a *tensor.NPY) (count int, err error) {
	switch {
	case a.Descr == "":
		return 0, errors.New("the NumPy array is of records: labels are wanted, one number each")
	case a.Kind == 'O':
		return 0, errors.New("the NumPy array holds Python objects: save it as integers, as in numpy.save(name, labels.astype(int))")
	case !a.Numbers() && !a.Words():
		return 0, fmt.Errorf("the NumPy array has the type %q: integers, whole floats or words are wanted", a.Descr)
	}
	wide := 0
	count = 1
	for _, n := range a.Shape {
		if n != 1 {
			wide++
			count = n
		}
	}
	if wide > 1 || len(a.Shape) == 0 {
		return 0, fmt.Errorf("the NumPy array has the shape %v: labels are wanted in one dimension", a.Shape)
	}
	return count, nil
}

// npyLabel is an element as the name of a group.
func npyLabel(a *tensor.NPY, cell []byte) (name string, nan bool, err error) {
	if a.Kind == 'f' {
		switch v := a.Number(cell); {
		case math.IsNaN(v):
			return "NaN", true, nil
		case v != math.Trunc(v) || math.IsInf(v, 0):
			return "", false, fmt.Errorf("%v is no whole number, and so no label", v)
		}
	}
	return a.Text(cell), false, nil
}

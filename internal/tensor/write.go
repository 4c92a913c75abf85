package tensor

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/parquet-go/parquet-go"
)

// WriteNPY writes a matrix of rows of cols values as NumPy's npy, version 1, float32.
func WriteNPY(w io.Writer, rows, cols int, data []float32) error {
	header := fmt.Sprintf("{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d), }", rows, cols)
	header += strings.Repeat(" ", 63-(10+len(header))%64) + "\n" // the numbers begin at a multiple of 64
	out := bufio.NewWriter(w)
	out.WriteString("\x93NUMPY\x01\x00")
	out.Write(binary.LittleEndian.AppendUint16(nil, uint16(len(header))))
	out.WriteString(header)
	writeFloats(out, data)
	return out.Flush()
}

// WriteSafetensors writes a matrix as the tensor embeddings of a safetensors file, and the
// ids of its rows into the metadata.
func WriteSafetensors(w io.Writer, ids []string, rows, cols int, data []float32) error {
	list, err := json.Marshal(ids)
	if err != nil {
		return err
	}
	header, err := json.Marshal(map[string]any{
		"__metadata__": map[string]string{"ids": string(list)},
		"embeddings":   map[string]any{"dtype": "F32", "shape": []int{rows, cols}, "data_offsets": []int{0, 4 * len(data)}},
	})
	if err != nil {
		return err
	}
	header = append(header, strings.Repeat(" ", 7-(len(header)+7)%8)...)
	out := bufio.NewWriter(w)
	out.Write(binary.LittleEndian.AppendUint64(nil, uint64(len(header))))
	out.Write(header)
	writeFloats(out, data)
	return out.Flush()
}

// writeFloats writes numbers; the writer keeps its first error.
func writeFloats(out *bufio.Writer, data []float32) {
	_ = binary.Write(out, binary.LittleEndian, data)
}

// WriteParquet writes a column of ids and one of lists of numbers.
func WriteParquet(w io.Writer, ids []string, cols int, data []float32) error {
	type row struct {
		ID     string    `parquet:"id"`
		Vector []float32 `parquet:"vector,list"`
	}
	table := parquet.NewGenericWriter[row](w, parquet.Compression(&parquet.Zstd))
	for i, id := range ids {
		if _, err := table.Write([]row{{id, data[i*cols : (i+1)*cols]}}); err != nil {
			return err
		}
	}
	return table.Close()
}

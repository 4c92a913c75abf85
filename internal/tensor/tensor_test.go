package tensor

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func safetensors(header string, data ...byte) []byte {
	out := binary.LittleEndian.AppendUint64(nil, uint64(len(header)))
	return append(append(out, header...), data...)
}

func npy(version byte, header string, data ...byte) []byte {
	out := []byte("\x93NUMPY" + string([]byte{version, 0}))
	if version == 1 {
		out = binary.LittleEndian.AppendUint16(out, uint16(len(header)))
	} else {
		out = binary.LittleEndian.AppendUint32(out, uint32(len(header)))
	}
	return append(append(out, header...), data...)
}

func open(t testing.TB, raw []byte) *Safetensors {
	f, err := ReadSafetensors(bytes.NewReader(raw), int64(len(raw)))
	require.NoError(t, err)
	return f
}

func TestHalf(t *testing.T) {
	for bits, want := range map[uint16]float64{
		0x0000: 0, 0x3c00: 1, 0xc000: -2, 0x7bff: 65504, 0x0400: 0x1p-14, 0x0001: 0x1p-24, 0x3555: 0.333251953125,
		0x7c00: math.Inf(1), 0xfc00: math.Inf(-1), 0x83ff: -1023 * 0x1p-24, 0x0200: 0x1p-15,
	} {
		assert.Equal(t, want, Half(bits), "%04x", bits)
	}
	assert.True(t, math.IsNaN(Half(0x7e00)))
}

func TestSafetensorsKinds(t *testing.T) {
	for dtype, raw := range map[string][]byte{
		"F64":  binary.LittleEndian.AppendUint64(nil, math.Float64bits(-2)),
		"F32":  binary.LittleEndian.AppendUint32(nil, math.Float32bits(-2)),
		"F16":  {0x00, 0xc0},
		"BF16": {0x00, 0xc0},
		"I64":  binary.LittleEndian.AppendUint64(nil, math.MaxUint64-1),
		"I32":  binary.LittleEndian.AppendUint32(nil, math.MaxUint32-1),
		"I16":  {0xfe, 0xff},
		"I8":   {0xfe},
	} {
		header := fmt.Sprintf(`{"__metadata__":{"a":"b"},"x":{"dtype":%q,"shape":[1,1],"data_offsets":[1,%d]}}`, dtype, 1+len(raw))
		f := open(t, safetensors(header, append([]byte{9}, raw...)...))
		shape, data, err := f.Floats("x")
		require.NoError(t, err, dtype)
		assert.Equal(t, []int{1, 1}, shape)
		assert.Equal(t, []float32{-2}, data, dtype)
		assert.Equal(t, map[string]string{"a": "b"}, f.Metadata)
		_, _, err = f.Floats("y")
		assert.ErrorContains(t, err, `no tensor "y", only ["x"]`)
	}
}

func TestHostileSafetensors(t *testing.T) {
	for header, want := range map[string]string{
		`[`: "not JSON",
		`{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}`:                     "does not take 4 bytes",
		`{"x":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}`:                     "outside",
		`{"x":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}`:                    "outside",
		`{"x":{"dtype":"F32","shape":[-1,-1],"data_offsets":[0,4]}}`:                 "does not take",
		`{"x":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}`: "does not take",
		`{"x":7}`:            "cannot unmarshal",
		`{"__metadata__":7}`: "no map of strings",
	} {
		raw := safetensors(header, 0, 0, 0, 0)
		_, err := ReadSafetensors(bytes.NewReader(raw), int64(len(raw)))
		assert.ErrorContains(t, err, want, header)
	}
	for _, raw := range [][]byte{nil, {1, 2}, {255, 255, 255, 255, 255, 255, 255, 255}, {9, 0, 0, 0, 0, 0, 0, 0, 0}} {
		_, err := ReadSafetensors(bytes.NewReader(raw), int64(len(raw)))
		assert.ErrorContains(t, err, "no safetensors file")
	}
	f := open(t, safetensors(`{"x":{"dtype":"F8","shape":[1],"data_offsets":[0,1]}}`, 0))
	_, _, err := f.Floats("x")
	assert.ErrorContains(t, err, `type "F8"`)
}

func TestNPY(t *testing.T) {
	for version := byte(1); version <= 3; version++ {
		raw := npy(version, "{'descr': '<f2', 'fortran_order': False, 'shape': (2, 1), }\n", 0, 0x3c, 0, 0xc0)
		shape, data, err := ReadNPY[float32](bytes.NewReader(raw), int64(len(raw)))
		require.NoError(t, err)
		assert.Equal(t, []int{2, 1}, shape)
		assert.Equal(t, []float32{1, -2}, data)
	}
	raw := npy(1, "{'descr': '<i4', 'fortran_order': False, 'shape': (3,), }", 255, 255, 255, 127, 254, 255, 255, 255, 3, 0, 0, 0)
	_, data, err := ReadNPY[float64](bytes.NewReader(raw), int64(len(raw)))
	require.NoError(t, err)
	assert.Equal(t, []float64{math.MaxInt32, -2, 3}, data)
	a, err := ReadNPYHeader(bytes.NewReader(raw))
	require.NoError(t, err)
	assert.Equal(t, []int{3}, a.Shape)
	raw = npy(1, "{'descr': '>u2', 'fortran_order': False, 'shape': (1,), }", 1, 2)
	_, data, err = ReadNPY[float64](bytes.NewReader(raw), int64(len(raw)))
	require.NoError(t, err)
	assert.Equal(t, []float64{258}, data)
	for want, raw := range map[string][]byte{
		"no npy file":       []byte("\x93NUMPX\x01\x00\x00\x00"),
		"version 9":         npy(9, ""),
		"does not fit":      npy(1, "{}")[:11],
		"lacks":             npy(1, "{}"),
		"Fortran order":     npy(1, "{'descr': '<f4', 'fortran_order': True, 'shape': (2, 1), }"),
		`type "<c8"`:        npy(1, "{'descr': '<c8', 'fortran_order': False, 'shape': (2, 1), }"),
		"does not take":     npy(1, "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1), }", 0, 0),
		"out of range":      npy(1, "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999, 1), }"),
		"does not take the": npy(1, "{'descr': '<f8', 'fortran_order': False, 'shape': (4294967296, 4294967296), }"),
	} {
		_, _, err := ReadNPY[float32](bytes.NewReader(raw), int64(len(raw)))
		assert.ErrorContains(t, err, want)
	}
}

func FuzzSafetensors(f *testing.F) {
	f.Add(safetensors(`{"x":{"dtype":"F16","shape":[1,1],"data_offsets":[0,2]},"__metadata__":{}}`, 1, 2))
	f.Add(safetensors(`{"x":{"dtype":"F32","shape":[4294967296,4294967296,0],"data_offsets":[0,0]}}`))
	f.Add([]byte{255, 255, 255, 255, 255, 255, 255, 127, 0})
	f.Fuzz(func(t *testing.T, raw []byte) {
		file, err := ReadSafetensors(bytes.NewReader(raw), int64(len(raw)))
		if err != nil {
			return
		}
		for _, name := range file.Names() {
			shape, data, err := file.Floats(name)
			if err == nil {
				n, ok := product(shape, int64(len(raw)))
				require.True(t, ok)
				require.EqualValues(t, n, len(data))
			}
		}
	})
}

func FuzzNPY(f *testing.F) {
	f.Add(npy(1, "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1), }", 1, 2, 3, 4))
	f.Add(npy(2, "{'descr': '<f8', 'fortran_order': False, 'shape': (0, 999999999999), }"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		shape, data, err := ReadNPY[float32](bytes.NewReader(raw), int64(len(raw)))
		if err == nil {
			n, ok := product(shape, int64(len(raw)))
			require.True(t, ok)
			require.EqualValues(t, n, len(data))
		}
	})
}

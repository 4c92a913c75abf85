package vec

import (
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// Every kernel gives the same bits with every instruction set that this machine has.
func TestInstructionSetsAgree(t *testing.T) {
	best := available()
	if best == plain {
		t.Skip("this processor has no vector instructions to compare with")
	}
	defer func() { level = best }()
	for name, kernel := range kernels {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				defer func() { level = best }()
				run := kernel(t)
				level = plain
				want := run()
				for level = avx2; level <= best; level++ {
					require.Equal(t, bits(want), bits(run()), "set %d", level)
				}
			})
		})
	}
}

// kernels return, by name, what runs a kernel on drawn data.
var kernels = map[string]func(t *rapid.T) func() []float32{
	"products": func(t *rapid.T) func() []float32 {
		dims := rapid.OneOf(rapid.IntRange(1, 40), rapid.IntRange(250, 600)).Draw(t, "dims")
		count, rows := rapid.IntRange(1, 80).Draw(t, "count"), rapid.IntRange(1, 40).Draw(t, "rows")
		values := drawn(t)
		a, p, bias := values(rows*dims), NewPanels(count, dims), []float32(nil)
		for i := range count {
			p.Set(i, values(dims))
		}
		if rapid.Bool().Draw(t, "biased") {
			bias = values(p.Width())
		}
		return func() []float32 {
			out := make([]float32, rows*p.Width())
			p.Products(out, a, bias)
			return out
		}
	},
	"distances": func(t *rapid.T) func() []float32 {
		dims, count := rapid.IntRange(0, 70).Draw(t, "dims"), rapid.IntRange(1, 40).Draw(t, "count")
		values, p := drawn(t), NewPanels(count, dims)
		v, rows := values(dims), values(count*dims)
		for i := range count {
			p.Set(i, rows[i*dims:][:dims])
		}
		return func() []float32 {
			out := make([]float32, p.Width())
			p.SquaredDistances(out, v)
			for i, d := range out[:count] {
				require.Equal(t, SquaredDistance(v, rows[i*dims:][:dims]), d)
			}
			return out
		}
	},
	"sparse products": func(t *rapid.T) func() []float32 {
		dims, count := rapid.IntRange(1, 60).Draw(t, "dims"), rapid.IntRange(1, 140).Draw(t, "count")
		values, c := drawn(t), NewColumns(count, dims)
		for i := range count {
			c.Set(i, values(dims))
		}
		index := rapid.SliceOf(rapid.Int32Range(0, int32(dims)-1)).Draw(t, "index")
		value, base := values(len(index)), values(c.Width())
		return func() []float32 {
			out := slices.Clone(base)
			c.AddProducts(out, index, value)
			return out
		}
	},
	"dot": func(t *rapid.T) func() []float32 {
		n, values := rapid.IntRange(0, 300).Draw(t, "n"), drawn(t)
		a, b := values(n), values(n)
		return func() []float32 { return []float32{Dot(a, b), SquaredDistance(a, b)} }
	},
	"dots": func(t *rapid.T) func() []float32 {
		n, rows, values := rapid.IntRange(1, 300).Draw(t, "n"), rapid.IntRange(0, 20).Draw(t, "rows"), drawn(t)
		matrix, v := values(rows*n), values(n)
		return func() []float32 {
			out := make([]float32, rows)
			Dots(out, matrix, v)
			return out
		}
	},
	"softmax": func(t *rapid.T) func() []float32 {
		v := drawn(t)(rapid.IntRange(1, 70).Draw(t, "n"))
		return func() []float32 {
			out := slices.Clone(v)
			Softmax(out, 0.3)
			return out
		}
	},
	"greatest": func(t *rapid.T) func() []float32 {
		n := lanes * rapid.IntRange(1, 20).Draw(t, "steps")
		v := rapid.SliceOfN(rapid.Map(rapid.IntRange(-5, 5), func(i int) float32 { return float32(i) }), n, n).Draw(t, "v")
		return func() []float32 {
			at, first, second := Greatest(v)
			return []float32{float32(at), first, second}
		}
	},
}

func TestInstructionSetsAgreeInHashes(t *testing.T) {
	best := available()
	defer func() { level = best }()
	rapid.Check(t, func(t *rapid.T) {
		functions, random := rapid.IntRange(0, 200).Draw(t, "functions"), rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		words := func(n int) []uint64 {
			v := make([]uint64, n)
			for i := range v {
				v[i] = random.Uint64()
			}
			return v
		}
		a, b, x := words(functions), words(functions), words(rapid.IntRange(0, 50).Draw(t, "elements"))
		want := slices.Repeat([]uint64{math.MaxUint64}, functions)
		for f := range want {
			for _, x := range x {
				want[f] = min(want[f], a[f]*x+b[f])
			}
		}
		for level = plain; level <= best; level++ {
			got := make([]uint64, functions)
			LeastHashes(got, a, b, x)
			require.Equal(t, want, got, "set %d", level)
		}
	})
}

// drawn makes vectors of random values of very different sizes.
func drawn(t *rapid.T) func(n int) []float32 {
	random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
	spread := rapid.IntRange(0, 30).Draw(t, "spread")
	return func(n int) []float32 {
		v := make([]float32, n)
		for i := range v {
			v[i] = float32(math.Ldexp(random.NormFloat64(), random.IntN(2*spread+1)-spread))
		}
		return v
	}
}

func bits(v []float32) []uint32 {
	b := make([]uint32, len(v))
	for i, x := range v {
		b[i] = math.Float32bits(x)
	}
	return b
}

func TestInstructionSetsAgreeInFloat64(t *testing.T) {
	best := available()
	defer func() { level = best }()
	random := rand.New(rand.NewPCG(3, 4))
	for n := 1; n < 200; n++ {
		rows, v := make([]float64, 7*n), make([]float64, n)
		for i := range rows {
			rows[i] = math.Ldexp(random.NormFloat64(), random.IntN(60))
		}
		for i := range v {
			v[i] = math.Ldexp(random.NormFloat64(), random.IntN(60))
		}
		want, got := make([]float64, 7), make([]float64, 7)
		level = plain
		Dots64(want, rows, v)
		level = best
		Dots64(got, rows, v)
		require.Equal(t, want, got, n)
	}
}

// The sum is rounded once, also where float64 lies halfway between two float32.
func TestFMA(t *testing.T) {
	exact := func(x, y, z float32) float32 {
		sum := new(big.Float).SetPrec(2000).SetFloat64(float64(x))
		sum.Mul(sum, new(big.Float).SetPrec(2000).SetFloat64(float64(y)))
		f, _ := sum.Add(sum, new(big.Float).SetFloat64(float64(z))).Float32()
		return f
	}
	tie := float32(1 + 0x1p-12) // its square is 1 + 2⁻¹¹ + 2⁻²⁴, halfway
	for _, c := range [][3]float32{
		{tie, tie, 0x1p-60}, {tie, tie, -0x1p-60}, {-tie, tie, 0x1p-60}, {-tie, tie, -0x1p-60}, {tie, tie, 0}, {tie, tie, -1},
		{0x1p-75, 0x1p-75, 0x1p-149}, {0x1p-75, 0x1p-75, 0}, {0x1.000002p-75, 0x1p-75, 0}, {0x1p-100, 0x1p-100, 0x3p-149},
		{math.MaxFloat32, 1, math.MaxFloat32}, {0x1p64, 0x1p64, -math.MaxFloat32}, {3, 5, -15},
	} {
		assert.Equal(t, exact(c[0], c[1], c[2]), fma(c[0], c[1], c[2]), "%v", c)
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 200_000 {
		x, y := math.Float32frombits(random.Uint32()), math.Float32frombits(random.Uint32())
		product := float64(x) * float64(y)
		z := math.Float32frombits(random.Uint32())
		if random.IntN(2) == 0 { // of about the size of the product
			z = float32(math.Ldexp(product, random.IntN(60)-30))
		}
		if random.IntN(2) == 0 { // few bits, so that ties are common
			x, y = math.Float32frombits(math.Float32bits(x)&^0xfff), math.Float32frombits(math.Float32bits(y)&^0xfff)
		}
		if math.IsNaN(product) || math.IsInf(product, 0) || math.IsNaN(float64(z)) || math.IsInf(float64(z), 0) {
			continue
		}
		require.Equal(t, exact(x, y, z), fma(x, y, z), "%x %x %x", x, y, z)
	}
}

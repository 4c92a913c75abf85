package vec

// An instructionSet is the vector instructions that kernels use, from none to the
// widest.
type instructionSet int

const (
	plain  instructionSet = iota // Go alone
	avx2                         // with fused multiplication
	avx512                       // its foundation, with 32 registers of 16 float32
)

// level is the best that the processor has. Tests lower it.
var level = available()

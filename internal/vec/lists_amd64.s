#include "textflag.h"

// Points AX at the list of a row, unless it is behind the last.
#define LIST \
	CMPQ AX, R10          \
	JCC  outside          \
	LEAQ (AX)(AX*2), AX   \
	SHLQ $4, AX           \
	ADDQ SI, AX

// func listsFused(out *float64, width int, index *int32, value *float64, terms int, rows *List, count int) (ok bool)
TEXT ·listsFused(SB), NOSPLIT, $0-57
	MOVQ out+0(FP), DI
	MOVQ width+8(FP), DX
	MOVQ index+16(FP), R8
	MOVQ value+24(FP), R9
	MOVQ terms+32(FP), CX
	MOVQ rows+40(FP), SI
	MOVQ count+48(FP), R10
	XORQ BX, BX

row:
	// The memory of a later row is asked for now.
	LEAQ 4(BX), AX
	CMPQ AX, CX
	JGE  here
	MOVL (R8)(AX*4), AX
	LIST
	MOVQ (AX), R11
	MOVQ 24(AX), R12
	PREFETCHT0 (R11)
	PREFETCHT0 64(R11)
	PREFETCHT0 (R12)
	PREFETCHT0 64(R12)
	PREFETCHT0 128(R12)
	PREFETCHT0 192(R12)

here:
	MOVL  (R8)(BX*4), AX
	LIST
	MOVQ  (AX), R11
	MOVQ  8(AX), R13
	MOVQ  24(AX), R12
	CMPQ  R13, 32(AX)
	JGT   outside
	TESTQ R13, R13
	JZ    next
	VMOVSD (R9)(BX*8), X0
	XORQ  AX, AX

value:
	MOVL        (R11)(AX*4), R15
	CMPQ        R15, DX
	JCC         outside
	VMOVSD      (DI)(R15*8), X1
	VFMADD231SD (R12)(AX*8), X0, X1
	VMOVSD      X1, (DI)(R15*8)
	INCQ        AX
	CMPQ        AX, R13
	JLT         value

next:
	INCQ BX
	CMPQ BX, CX
	JLT  row
	MOVB $1, ok+56(FP)
	RET

outside:
	MOVB $0, ok+56(FP)
	RET

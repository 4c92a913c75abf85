#include "textflag.h"

// Two registers of the panel times one value of each of two rows.
#define ROWS(FIRST, SECOND, A, B, C, D) \
	VBROADCASTSS (FIRST)(BX*4), Y2  \
	VBROADCASTSS (SECOND)(BX*4), Y3 \
	VFMADD231PS  Y0, Y2, A          \
	VFMADD231PS  Y1, Y2, B          \
	VFMADD231PS  Y0, Y3, C          \
	VFMADD231PS  Y1, Y3, D

// Writes two registers and a row of base into out, and goes on to the next.
#define WRITE(A, B) \
	VADDPS  (R14), A, A   \
	VADDPS  32(R14), B, B \
	VMOVUPS A, (DI)       \
	VMOVUPS B, 32(DI)     \
	ADDQ    AX, DI        \
	ADDQ    R15, R14

// func tileFused(out *float32, width int, base *float32, step int, rows *float32, stride int, panel *float32, terms int)
TEXT ·tileFused(SB), NOSPLIT, $0-64
	MOVQ   out+0(FP), DI
	MOVQ   width+8(FP), AX
	MOVQ   base+16(FP), R14
	MOVQ   step+24(FP), R15
	MOVQ   rows+32(FP), R8
	MOVQ   stride+40(FP), DX
	MOVQ   panel+48(FP), SI
	MOVQ   terms+56(FP), CX
	LEAQ   (R8)(DX*1), R9
	LEAQ   (R8)(DX*2), R10
	LEAQ   (R9)(DX*2), R11
	LEAQ   (R8)(DX*4), R12
	LEAQ   (R9)(DX*4), R13
	VXORPS Y4, Y4, Y4
	VXORPS Y5, Y5, Y5
	VXORPS Y6, Y6, Y6
	VXORPS Y7, Y7, Y7
	VXORPS Y8, Y8, Y8
	VXORPS Y9, Y9, Y9
	VXORPS Y10, Y10, Y10
	VXORPS Y11, Y11, Y11
	VXORPS Y12, Y12, Y12
	VXORPS Y13, Y13, Y13
	VXORPS Y14, Y14, Y14
	VXORPS Y15, Y15, Y15
	XORQ   BX, BX

term:
	VMOVUPS (SI), Y0
	VMOVUPS 32(SI), Y1
	ROWS(R8, R9, Y4, Y5, Y6, Y7)
	ROWS(R10, R11, Y8, Y9, Y10, Y11)
	ROWS(R12, R13, Y12, Y13, Y14, Y15)
	ADDQ    $64, SI
	INCQ    BX
	CMPQ    BX, CX
	JLT     term

	WRITE(Y4, Y5)
	WRITE(Y6, Y7)
	WRITE(Y8, Y9)
	WRITE(Y10, Y11)
	WRITE(Y12, Y13)
	WRITE(Y14, Y15)
	VZEROUPPER
	RET

// func stripFused(out, base, row, panel *float32, terms int)
TEXT ·stripFused(SB), NOSPLIT, $0-40
	MOVQ   out+0(FP), DI
	MOVQ   base+8(FP), R14
	MOVQ   row+16(FP), R8
	MOVQ   panel+24(FP), SI
	MOVQ   terms+32(FP), CX
	XORQ   AX, AX
	XORQ   R15, R15
	VXORPS Y4, Y4, Y4
	VXORPS Y5, Y5, Y5
	XORQ   BX, BX

value:
	VBROADCASTSS (R8)(BX*4), Y2
	VFMADD231PS  (SI), Y2, Y4
	VFMADD231PS  32(SI), Y2, Y5
	ADDQ         $64, SI
	INCQ         BX
	CMPQ         BX, CX
	JLT          value

	WRITE(Y4, Y5)
	VZEROUPPER
	RET

// func stripeFused(out *float32, index *int32, value *float32, terms int, data *float32, width int)
TEXT ·stripeFused(SB), NOSPLIT, $0-48
	MOVQ   out+0(FP), DI
	MOVQ   index+8(FP), R8
	MOVQ   value+16(FP), R9
	MOVQ   terms+24(FP), CX
	MOVQ   data+32(FP), SI
	MOVQ   width+40(FP), DX
	VMOVUPS (DI), Y4
	VMOVUPS 32(DI), Y5
	VMOVUPS 64(DI), Y6
	VMOVUPS 96(DI), Y7
	VXORPS Y8, Y8, Y8
	VXORPS Y9, Y9, Y9
	VXORPS Y10, Y10, Y10
	VXORPS Y11, Y11, Y11
	XORQ   BX, BX

entry:
	MOVLQSX      (R8)(BX*4), AX
	VBROADCASTSS (R9)(BX*4), Y2
	IMULQ        DX, AX
	ADDQ         SI, AX
	VFMADD231PS  (AX), Y2, Y8
	VFMADD231PS  32(AX), Y2, Y9
	VFMADD231PS  64(AX), Y2, Y10
	VFMADD231PS  96(AX), Y2, Y11
	INCQ         BX
	CMPQ         BX, CX
	JLT          entry

	VADDPS  Y8, Y4, Y4
	VADDPS  Y9, Y5, Y5
	VADDPS  Y10, Y6, Y6
	VADDPS  Y11, Y7, Y7
	VMOVUPS Y4, (DI)
	VMOVUPS Y5, 32(DI)
	VMOVUPS Y6, 64(DI)
	VMOVUPS Y7, 96(DI)
	VZEROUPPER
	RET

DATA first8<>+0(SB)/4, $0
DATA first8<>+4(SB)/4, $1
DATA first8<>+8(SB)/4, $2
DATA first8<>+12(SB)/4, $3
DATA first8<>+16(SB)/4, $4
DATA first8<>+20(SB)/4, $5
DATA first8<>+24(SB)/4, $6
DATA first8<>+28(SB)/4, $7
GLOBL first8<>(SB), RODATA|NOPTR, $32
DATA eight<>+0(SB)/4, $8
GLOBL eight<>(SB), RODATA|NOPTR, $4

DATA minusInf<>+0(SB)/4, $0xFF800000
GLOBL minusInf<>(SB), RODATA|NOPTR, $4
DATA last<>+0(SB)/4, $0x7FFFFFFF
GLOBL last<>(SB), RODATA|NOPTR, $4

// The greatest of the eight values of a register, in all eight of the other.
#define ACROSS(OP, Y, OUTX, OUTY, TX) \
	VEXTRACTF128 $1, Y, TX        \
	OP           TX, OUTX, OUTX   \
	VPERMILPS    $0x4E, OUTX, TX  \
	OP           TX, OUTX, OUTX   \
	VPERMILPS    $0xB1, OUTX, TX  \
	OP           TX, OUTX, OUTX   \
	VBROADCASTSS OUTX, OUTY

// func greatestWide(v *float32, n int) (at int, first, second float32)
TEXT ·greatestWide(SB), NOSPLIT, $0-32
	MOVQ         v+0(FP), SI
	MOVQ         n+8(FP), CX
	VBROADCASTSS minusInf<>(SB), Y0
	VMOVAPS      Y0, Y1
	VPXOR        Y2, Y2, Y2
	VMOVDQU      first8<>(SB), Y3
	VPBROADCASTD eight<>(SB), Y4
	XORQ         BX, BX

step:
	VMOVUPS   (SI)(BX*4), Y5
	VCMPPS    $0x1E, Y0, Y5, Y6 // greater than the first
	VMINPS    Y0, Y5, Y7
	VMAXPS    Y7, Y1, Y1
	VMAXPS    Y0, Y5, Y0
	VBLENDVPS Y6, Y3, Y2, Y2
	VPADDD    Y4, Y3, Y3
	ADDQ      $8, BX
	CMPQ      BX, CX
	JLT       step

	// Of the lanes that hold the greatest value, the one that met it first.
	VMOVAPS      Y0, Y8
	ACROSS(VMAXPS, Y8, X8, Y8, X9)
	VCMPPS       $0, Y8, Y0, Y9
	VPBROADCASTD last<>(SB), Y10
	VBLENDVPS    Y9, Y2, Y10, Y10
	ACROSS(VPMINSD, Y10, X10, Y10, X11)
	VPCMPEQD     Y10, Y2, Y11
	VPAND        Y9, Y11, Y11

	// The second is that of its lane, or the first of another.
	VBLENDVPS Y11, Y1, Y0, Y12
	ACROSS(VMAXPS, Y12, X12, Y12, X13)
	VMOVD     X10, AX
	MOVQ      AX, at+16(FP)
	VMOVSS    X8, first+24(FP)
	VMOVSS    X12, second+28(FP)
	VZEROUPPER
	RET

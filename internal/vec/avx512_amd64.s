#include "textflag.h"

// Clears four registers.
#define CLEAR(A, B, C, D) \
	VPXORD A, A, A \
	VPXORD B, B, B \
	VPXORD C, C, C \
	VPXORD D, D, D

// One value of a row times a register of each of two panels.
#define BOTH(ADDRESS, A, B) \
	VBROADCASTSS ADDRESS, Z2 \
	VFMADD231PS  Z0, Z2, A   \
	VFMADD231PS  Z1, Z2, B

// Writes a row of two panels and what it is added to, and goes on to the next row.
#define PUT(A, B) \
	VADDPS  (R14), A, A   \
	VADDPS  64(R14), B, B \
	VMOVUPS A, (DI)       \
	VMOVUPS B, 64(DI)     \
	ADDQ    AX, DI        \
	ADDQ    R15, R14

// func tallPair512(out *float32, width int, base *float32, step int, rows *float32, stride int, first, second *float32, terms int)
TEXT ·tallPair512(SB), NOSPLIT, $0-72
	MOVQ out+0(FP), DI
	MOVQ width+8(FP), AX
	MOVQ base+16(FP), R14
	MOVQ step+24(FP), R15
	MOVQ rows+32(FP), R8
	MOVQ stride+40(FP), DX
	MOVQ first+48(FP), SI
	MOVQ second+56(FP), BX
	MOVQ terms+64(FP), CX
	LEAQ (DX)(DX*2), R9
	LEAQ (R8)(DX*4), R10
	LEAQ (R8)(DX*8), R11
	CLEAR(Z4, Z5, Z6, Z7)
	CLEAR(Z8, Z9, Z10, Z11)
	CLEAR(Z12, Z13, Z14, Z15)
	CLEAR(Z16, Z17, Z18, Z19)
	CLEAR(Z20, Z21, Z22, Z23)
	CLEAR(Z24, Z25, Z26, Z27)

pair:
	VMOVUPS (SI), Z0
	VMOVUPS (BX), Z1
	BOTH((R8), Z4, Z5)
	BOTH((R8)(DX*1), Z6, Z7)
	BOTH((R8)(DX*2), Z8, Z9)
	BOTH((R8)(R9*1), Z10, Z11)
	BOTH((R10), Z12, Z13)
	BOTH((R10)(DX*1), Z14, Z15)
	BOTH((R10)(DX*2), Z16, Z17)
	BOTH((R10)(R9*1), Z18, Z19)
	BOTH((R11), Z20, Z21)
	BOTH((R11)(DX*1), Z22, Z23)
	BOTH((R11)(DX*2), Z24, Z25)
	BOTH((R11)(R9*1), Z26, Z27)
	ADDQ    $64, SI
	ADDQ    $64, BX
	ADDQ    $4, R8
	ADDQ    $4, R10
	ADDQ    $4, R11
	DECQ    CX
	JNZ     pair

	PUT(Z4, Z5)
	PUT(Z6, Z7)
	PUT(Z8, Z9)
	PUT(Z10, Z11)
	PUT(Z12, Z13)
	PUT(Z14, Z15)
	PUT(Z16, Z17)
	PUT(Z18, Z19)
	PUT(Z20, Z21)
	PUT(Z22, Z23)
	PUT(Z24, Z25)
	PUT(Z26, Z27)
	VZEROUPPER
	RET

// Writes a row of one panel and what it is added to, and goes on to the next row.
#define PUTONE(A) \
	VADDPS  (R14), A, A \
	VMOVUPS A, (DI)     \
	ADDQ    AX, DI      \
	ADDQ    R15, R14

// func tall512(out *float32, width int, base *float32, step int, rows *float32, stride int, panel *float32, terms int)
TEXT ·tall512(SB), NOSPLIT, $0-64
	MOVQ out+0(FP), DI
	MOVQ width+8(FP), AX
	MOVQ base+16(FP), R14
	MOVQ step+24(FP), R15
	MOVQ rows+32(FP), R8
	MOVQ stride+40(FP), DX
	MOVQ panel+48(FP), SI
	MOVQ terms+56(FP), CX
	LEAQ (DX)(DX*2), R9
	LEAQ (R8)(DX*4), R10
	LEAQ (R8)(DX*8), R11
	CLEAR(Z4, Z5, Z6, Z7)
	CLEAR(Z8, Z9, Z10, Z11)
	CLEAR(Z12, Z13, Z14, Z15)

one:
	VMOVUPS          (SI), Z0
	VFMADD231PS.BCST (R8), Z0, Z4
	VFMADD231PS.BCST (R8)(DX*1), Z0, Z5
	VFMADD231PS.BCST (R8)(DX*2), Z0, Z6
	VFMADD231PS.BCST (R8)(R9*1), Z0, Z7
	VFMADD231PS.BCST (R10), Z0, Z8
	VFMADD231PS.BCST (R10)(DX*1), Z0, Z9
	VFMADD231PS.BCST (R10)(DX*2), Z0, Z10
	VFMADD231PS.BCST (R10)(R9*1), Z0, Z11
	VFMADD231PS.BCST (R11), Z0, Z12
	VFMADD231PS.BCST (R11)(DX*1), Z0, Z13
	VFMADD231PS.BCST (R11)(DX*2), Z0, Z14
	VFMADD231PS.BCST (R11)(R9*1), Z0, Z15
	ADDQ             $64, SI
	ADDQ             $4, R8
	ADDQ             $4, R10
	ADDQ             $4, R11
	DECQ             CX
	JNZ              one

	PUTONE(Z4)
	PUTONE(Z5)
	PUTONE(Z6)
	PUTONE(Z7)
	PUTONE(Z8)
	PUTONE(Z9)
	PUTONE(Z10)
	PUTONE(Z11)
	PUTONE(Z12)
	PUTONE(Z13)
	PUTONE(Z14)
	PUTONE(Z15)
	VZEROUPPER
	RET

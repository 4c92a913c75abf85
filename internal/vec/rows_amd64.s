#include "textflag.h"

// Points AX at the row of the next index, unless that begins behind the last.
#define ROW(VALUE) \
	MOVLQSX      (R8)(BX*4), AX     \
	VBROADCASTSD (R9)(BX*8), VALUE  \
	IMULQ        DX, AX             \
	CMPQ         AX, R10            \
	JHI          outside            \
	ADDQ         SI, AX

// func rows512(out *float64, index *int32, value *float64, terms int, data *float64, width, last int) (ok bool)
TEXT ·rows512(SB), NOSPLIT, $0-57
	MOVQ out+0(FP), DI
	MOVQ index+8(FP), R8
	MOVQ value+16(FP), R9
	MOVQ terms+24(FP), CX
	MOVQ data+32(FP), SI
	MOVQ width+40(FP), DX
	MOVQ last+48(FP), R10
	XORQ BX, BX
	VMOVUPD (DI), Z1
	VMOVUPD 64(DI), Z2
	VMOVUPD 128(DI), Z3
	VMOVUPD 192(DI), Z4
	VMOVUPD 256(DI), Z5
	VMOVUPD 320(DI), Z6
	VMOVUPD 384(DI), Z7
	VMOVUPD 448(DI), Z8

row:
	ROW(Z0)
	VFMADD231PD (AX), Z0, Z1
	VFMADD231PD 64(AX), Z0, Z2
	VFMADD231PD 128(AX), Z0, Z3
	VFMADD231PD 192(AX), Z0, Z4
	VFMADD231PD 256(AX), Z0, Z5
	VFMADD231PD 320(AX), Z0, Z6
	VFMADD231PD 384(AX), Z0, Z7
	VFMADD231PD 448(AX), Z0, Z8
	INCQ BX
	CMPQ BX, CX
	JLT  row

	VMOVUPD Z1, (DI)
	VMOVUPD Z2, 64(DI)
	VMOVUPD Z3, 128(DI)
	VMOVUPD Z4, 192(DI)
	VMOVUPD Z5, 256(DI)
	VMOVUPD Z6, 320(DI)
	VMOVUPD Z7, 384(DI)
	VMOVUPD Z8, 448(DI)
	VZEROUPPER
	MOVB $1, ok+56(FP)
	RET

outside:
	VZEROUPPER
	MOVB $0, ok+56(FP)
	RET

// func rows256(out *float64, index *int32, value *float64, terms int, data *float64, width, last int) (ok bool)
TEXT ·rows256(SB), NOSPLIT, $0-57
	MOVQ out+0(FP), DI
	MOVQ index+8(FP), R8
	MOVQ value+16(FP), R9
	MOVQ terms+24(FP), CX
	MOVQ data+32(FP), SI
	MOVQ width+40(FP), DX
	MOVQ last+48(FP), R10
	XORQ BX, BX
	VMOVUPD (DI), Y1
	VMOVUPD 32(DI), Y2
	VMOVUPD 64(DI), Y3
	VMOVUPD 96(DI), Y4
	VMOVUPD 128(DI), Y5
	VMOVUPD 160(DI), Y6
	VMOVUPD 192(DI), Y7
	VMOVUPD 224(DI), Y8

row:
	ROW(Y0)
	VFMADD231PD (AX), Y0, Y1
	VFMADD231PD 32(AX), Y0, Y2
	VFMADD231PD 64(AX), Y0, Y3
	VFMADD231PD 96(AX), Y0, Y4
	VFMADD231PD 128(AX), Y0, Y5
	VFMADD231PD 160(AX), Y0, Y6
	VFMADD231PD 192(AX), Y0, Y7
	VFMADD231PD 224(AX), Y0, Y8
	INCQ BX
	CMPQ BX, CX
	JLT  row

	VMOVUPD Y1, (DI)
	VMOVUPD Y2, 32(DI)
	VMOVUPD Y3, 64(DI)
	VMOVUPD Y4, 96(DI)
	VMOVUPD Y5, 128(DI)
	VMOVUPD Y6, 160(DI)
	VMOVUPD Y7, 192(DI)
	VMOVUPD Y8, 224(DI)
	VZEROUPPER
	MOVB $1, ok+56(FP)
	RET

outside:
	VZEROUPPER
	MOVB $0, ok+56(FP)
	RET

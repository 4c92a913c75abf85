#include "textflag.h"

// Adds to a sum the squared differences of two values from a register of a panel
// each, 64 and 320 bytes further on than the last pair.
#define SQUARES512(V, W, P, Q, SUM) \
	VBROADCASTSS V(R8), Z0 \
	VBROADCASTSS W(R8), Z1 \
	VSUBPS       P(SI), Z0, Z0 \
	VSUBPS       Q(SI), Z1, Z1 \
	VMULPS       Z0, Z0, Z0 \
	VMULPS       Z1, Z1, Z1 \
	VADDPS       Z1, Z0, Z0 \
	VADDPS       Z0, SUM, SUM

// func distances512(out, v, panel *float32, terms int)
TEXT ·distances512(SB), NOSPLIT, $0-32
	MOVQ   out+0(FP), DI
	MOVQ   v+8(FP), R8
	MOVQ   panel+16(FP), SI
	MOVQ   terms+24(FP), CX
	VPXORD Z4, Z4, Z4
	VPXORD Z5, Z5, Z5
	VPXORD Z6, Z6, Z6
	VPXORD Z7, Z7, Z7
	SUBQ   $8, CX
	JLT    rest

eight:
	SQUARES512(0, 16, 0, 256, Z4)
	SQUARES512(4, 20, 64, 320, Z5)
	SQUARES512(8, 24, 128, 384, Z6)
	SQUARES512(12, 28, 192, 448, Z7)
	ADDQ $32, R8
	ADDQ $512, SI
	SUBQ $8, CX
	JGE  eight

rest:
	ADDQ $8, CX
	JZ   sum

single:
	VBROADCASTSS (R8), Z0
	VSUBPS       (SI), Z0, Z0
	VMULPS       Z0, Z0, Z0
	VADDPS       Z0, Z4, Z4
	ADDQ         $4, R8
	ADDQ         $64, SI
	DECQ         CX
	JNZ          single

sum:
	VADDPS  Z5, Z4, Z4
	VADDPS  Z7, Z6, Z6
	VADDPS  Z6, Z4, Z4
	VMOVUPS Z4, (DI)
	VZEROUPPER
	RET

// The same of half a panel.
#define SQUARES(V, W, P, Q, SUM) \
	VBROADCASTSS V(R8), Y0 \
	VBROADCASTSS W(R8), Y1 \
	VSUBPS       P(SI), Y0, Y0 \
	VSUBPS       Q(SI), Y1, Y1 \
	VMULPS       Y0, Y0, Y0 \
	VMULPS       Y1, Y1, Y1 \
	VADDPS       Y1, Y0, Y0 \
	VADDPS       Y0, SUM, SUM

// func distances256(out, v, panel *float32, terms int)
TEXT ·distances256(SB), NOSPLIT, $0-32
	MOVQ   out+0(FP), DI
	MOVQ   v+8(FP), R8
	MOVQ   panel+16(FP), SI
	MOVQ   terms+24(FP), CX
	VXORPS Y4, Y4, Y4
	VXORPS Y5, Y5, Y5
	VXORPS Y6, Y6, Y6
	VXORPS Y7, Y7, Y7
	VXORPS Y8, Y8, Y8
	VXORPS Y9, Y9, Y9
	VXORPS Y10, Y10, Y10
	VXORPS Y11, Y11, Y11
	SUBQ   $8, CX
	JLT    remainder

step:
	SQUARES(0, 16, 0, 256, Y4)
	SQUARES(0, 16, 32, 288, Y8)
	SQUARES(4, 20, 64, 320, Y5)
	SQUARES(4, 20, 96, 352, Y9)
	SQUARES(8, 24, 128, 384, Y6)
	SQUARES(8, 24, 160, 416, Y10)
	SQUARES(12, 28, 192, 448, Y7)
	SQUARES(12, 28, 224, 480, Y11)
	ADDQ $32, R8
	ADDQ $512, SI
	SUBQ $8, CX
	JGE  step

remainder:
	ADDQ $8, CX
	JZ   add

value:
	VBROADCASTSS (R8), Y0
	VSUBPS       (SI), Y0, Y1
	VSUBPS       32(SI), Y0, Y2
	VMULPS       Y1, Y1, Y1
	VMULPS       Y2, Y2, Y2
	VADDPS       Y1, Y4, Y4
	VADDPS       Y2, Y8, Y8
	ADDQ         $4, R8
	ADDQ         $64, SI
	DECQ         CX
	JNZ          value

add:
	VADDPS  Y5, Y4, Y4
	VADDPS  Y7, Y6, Y6
	VADDPS  Y6, Y4, Y4
	VADDPS  Y9, Y8, Y8
	VADDPS  Y11, Y10, Y10
	VADDPS  Y10, Y8, Y8
	VMOVUPS Y4, (DI)
	VMOVUPS Y8, 32(DI)
	VZEROUPPER
	RET

package minhash

import (
	"cmp"
	"context"
	"math/bits"
	"slices"

	"github.com/seed-9405df2f/assay/internal/parallel"
	"github.com/seed-9405df2f/assay/internal/unionfind"
)

// within returns pairs of positions whose numbers of size bits differ in at
// most radius of them, radius below bits: enough of them to connect all that such
// pairs connect, and fewer than there are numbers for each block.
//
// The bits are cut into radius+1 blocks. Two numbers that differ in at most
// radius bits are equal in a block at least, so they are neighbours when the
// numbers are sorted by that block. For n random numbers, n²/2^(bits/(radius+1))
// pairs are compared for each block; in the worst case, all.
func within(ctx context.Context, numbers []uint64, size, radius, workers int) ([][2]int32, error) {
	masks := blocks(size, radius+1)
	found := make([][][2]int32, len(masks))
	err := parallel.Each(ctx, len(masks), workers, func(b int) {
		found[b] = together(ctx, numbers, masks[b], radius)
	})
	return slices.Concat(found...), err
}

// blocks cuts size bits into count masks, as even as can be.
func blocks(size, count int) []uint64 {
	masks := make([]uint64, count)
	for b := range masks {
		from, to := b*size/count, (b+1)*size/count
		masks[b] = (1<<(to-from) - 1) << from
	}
	return masks
}

// together finds those among the pairs that are equal in the block of a mask. It
// stops short when ctx is done.
func together(ctx context.Context, numbers []uint64, mask uint64, radius int) [][2]int32 {
	type seat struct {
		number uint64
		at     int32
	}
	row := make([]seat, len(numbers))
	for i, number := range numbers {
		row[i] = seat{number, int32(i)}
	}
	slices.SortFunc(row, func(a, b seat) int {
		return cmp.Or(cmp.Compare(a.number&mask, b.number&mask), cmp.Compare(a.at, b.at))
	})
	var found [][2]int32
	groups := unionfind.New(len(numbers))
	for i, a := range row {
		if i%64 == 0 && ctx.Err() != nil {
			return nil
		}
		for _, b := range row[i+1:] {
			differ := a.number ^ b.number
			if differ&mask != 0 {
				break
			}
			if bits.OnesCount64(differ) <= radius && groups.Union(int(a.at), int(b.at)) {
				found = append(found, [2]int32{a.at, b.at})
			}
		}
	}
	return found
}

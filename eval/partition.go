package eval

import "slices"

// Partition is the one list of metrics that compare two groupings of the same
// articles and need nothing else.
var Partition = slices.Concat(purityMetrics, bcubedMetrics, overlapMetrics, pairMetrics, informationMetrics, matchingMetrics,
	linkMetrics, editMetrics, countMetrics)

package text

import "github.com/seed-9405df2f/assay/corpus/outlet"

// Outlet returns the publisher of an article by its Source, as outlet.Of does.
func Outlet(source string) string { return outlet.Of(source) }

// OutletName returns what readers call the outlet of a source, as outlet.Name does.
func OutletName(source string) string { return outlet.Name(source) }

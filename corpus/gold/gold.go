// Package gold embeds assay's own gold corpora, in the native form. All of them
// are fiction written for assay: see each one's card.
package gold

import "embed"

// Files holds a folder a corpus.
//
//go:embed newsroom tiny headlines
var Files embed.FS

// Names lists the embedded corpora, the main one first.
func Names() []string { return []string{"newsroom", "tiny", "headlines"} }

// Defaults lists those that a bench takes if it is given none: tiny is for trying things
// out, and shows no differences.
func Defaults() []string { return []string{"newsroom"} }

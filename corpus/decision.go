package corpus

// Decision is the kind of the notes that say how a source was read where it could have
// been read otherwise: which field is what, the encoding, the separator, dates without a
// zone, which words mean that an article has no group.
const Decision FaultKind = "decision"

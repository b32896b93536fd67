package names

// Domain is a set of texts with conventions of its own for what is marked as a
// name. The model shares most weights between domains and holds some for each.
type Domain uint8

// The domains of the training sets.
const (
	// News: the project's own annotation guide. What the stage uses.
	News Domain = iota
	// Worldwide: en-worldwide-newswire.
	Worldwide
	// CoNLL: the CoNLL-2003 shared task.
	CoNLL
	// Wikigold: Wikipedia articles.
	Wikigold
)

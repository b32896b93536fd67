package events

import "gleaner/extractors/doc"

// Propose opens propose to the tests of the whole chain.
func (s *Definitions) Propose(d *doc.Doc) ([]Candidate, error) { return s.propose(d, nil) }

// Similar opens similar to the tests.
var Similar = similar

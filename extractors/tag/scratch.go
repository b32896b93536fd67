package tag

import (
	"gleaner/extractors/doc"
	"gleaner/extractors/lexicons"
	"gleaner/extractors/linear"
)

// margin is the number of empty words on both sides of a sentence, so that
// neighbours need no bounds check.
const margin = 3

// scratch is what one sentence needs while it is tagged; it is pooled.
type scratch struct {
	words  []word
	buf    []linear.Feature
	scores linear.Scores
	lemma  []byte
	forms  *forms
}

func (s *Stage) newScratch() *scratch { return &scratch{forms: newForms(len(s.tags))} }

// word is what the features say about a token, as values for hashing.
type word struct {
	text    string // lower case
	key     uint64 // of text and shape, for what is remembered
	hash    uint64
	shape   uint64
	tags    uint64 // the set of tags the word had in training
	cluster lexicons.Cluster
	known   bool // has a cluster
	fixed   doc.Tag
	tag     doc.Tag
}

// rare is the value of all words that are not in the list, so that the model
// learns from rare words how to treat new ones.
const rare = 2

// edge stands before and after the sentence.
var edge = word{hash: 1, shape: 1 << 20, tags: 1 << 63}

// at returns token i of the sentence; i may exceed it by the margin.
func (w *scratch) at(i int) *word { return &w.words[i+margin] }

func (w *scratch) set(i int, t doc.Tag) { w.at(i).tag = t }

// read looks up the words of a sentence.
func (w *scratch) read(s *Stage, d *doc.Doc, tokens []doc.Token) {
	w.words = w.words[:0]
	for range margin {
		w.words = append(w.words, edge)
	}
	style := capitals(tokens)
	for i := range tokens {
		t := &tokens[i]
		c := s.lookUp(t.Lower, w)
		c.shape = shape(d, t) | style<<16
		c.key = uint64(linear.Two(0, c.key, c.shape))
		w.words = append(w.words, c)
	}
	for range margin {
		w.words = append(w.words, edge)
	}
	if style == 0 {
		w.initials(tokens)
	}
}

// initials are names whatever the words that they spell: "AT & T".
func (w *scratch) initials(tokens []doc.Token) {
	for i := 1; i+1 < len(tokens); i++ {
		if tokens[i].Lower == "&" && isInitials(&tokens[i-1]) && isInitials(&tokens[i+1]) {
			w.at(i-1).fixed, w.at(i+1).fixed = doc.NNP, doc.NNP
		}
	}
}

// isInitials says whether a token is one or two capital letters.
func isInitials(t *doc.Token) bool {
	return t.Len() <= 2 && t.Shape.Is(doc.Initial) && (t.Len() == 1 || t.Shape.Is(doc.AllUpper))
}

// shape is how the token is written, with its length when short.
func shape(d *doc.Doc, t *doc.Token) uint64 {
	const facts = doc.Initial | doc.AllUpper | doc.Mixed | doc.Digit | doc.Number | doc.Punct | doc.Letters
	return uint64(t.Shape&facts) | uint64(min(t.Len(), 3))<<12
}

// capitals tells how a sentence is written: 0 as prose, 1 with most words
// capitalised, 2 in capitals.
func capitals(tokens []doc.Token) uint64 {
	var words, initial, upper int
	for i := range tokens {
		t := &tokens[i]
		if !t.Shape.Is(doc.Letters) || t.Len() < 4 {
			continue
		}
		words++
		if t.Shape.Is(doc.Initial) {
			initial++
		}
		if t.Shape.Is(doc.AllUpper) {
			upper++
		}
	}
	switch {
	case words >= 2 && upper*4 >= words*3:
		return 2
	case words >= 3 && initial*4 >= words*3:
		return 1
	}
	return 0
}

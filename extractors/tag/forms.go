package tag

import (
	"gleaner/extractors/doc"
	"gleaner/extractors/linear"
)

// How many words, forms and lemmas are remembered.
const (
	formSlots  = 2048
	lemmaSlots = 4096
	wordSlots  = 4096
)

// forms remembers what has been looked up, from one document to the next: the
// scores of words by themselves and beside a token, what the lists say of a
// word, and lemmas. Slots are taken over by the next that falls on them.
type forms struct {
	alone  *linear.Memory
	beside [len(sides)]*linear.Memory
	words  []knownWord
	lemmas []knownLemma
}

// knownWord is what the lists say of the word with that hash, 0 for none.
type knownWord struct {
	hash uint64
	word word
}

// knownLemma is the edit for a word with a tag; key 0 marks a free slot.
type knownLemma struct {
	key  uint64
	edit edit
}

func newForms(labels int) *forms {
	f := &forms{
		alone: linear.NewMemory(formSlots, labels),
		words: make([]knownWord, wordSlots), lemmas: make([]knownLemma, lemmaSlots),
	}
	for i := range f.beside {
		f.beside[i] = linear.NewMemory(formSlots, labels)
	}
	return f
}

// score scores the tags of token i, as by all of its features.
func (s *Stage) score(w *scratch, i int) {
	m := w.forms
	var parts [1 + len(sides)][]int32
	c, at := w.at(i), first(i)
	known := false
	if parts[0], known = m.alone.At(c.key ^ at<<63); !known {
		w.buf = c.alone(w.buf[:0], at)
		s.scorer.Score(w.buf, &w.scores)
		copy(parts[0], w.scores[:])
	}
	for side, distance := range sides {
		o := w.at(i + distance)
		if parts[side+1], known = m.beside[side].At(o.key); !known {
			w.buf = o.beside(w.buf[:0], side)
			s.scorer.Score(w.buf, &w.scores)
			copy(parts[side+1], w.scores[:])
		}
	}
	w.buf = w.together(w.buf[:0], i)
	s.scorer.Score(w.buf, &w.scores)
	for _, part := range parts {
		w.scores.Add(part)
	}
}

// lookUp returns what the lists say of a word in lower case.
func (s *Stage) lookUp(lower string, w *scratch) word {
	hash := linear.String(lower)
	k := &w.forms.words[hash>>20%wordSlots]
	if k.hash != hash {
		*k = knownWord{hash, s.newWord(lower, hash)}
	}
	found := k.word
	found.text = lower
	return found
}

func (s *Stage) newWord(lower string, hash uint64) word {
	entry := s.words.find(lower)
	cluster, known := s.clusters.Of(lower)
	c := word{key: hash, hash: rare, tags: entry.tags, fixed: entry.fixed, cluster: cluster, known: known}
	if entry.tags != 0 {
		c.hash = hash
	}
	return c
}

// lemma returns the lemma of a token that has its tag; key is its word's.
func (s *Stage) lemma(d *doc.Doc, t *doc.Token, key uint64, w *scratch) string {
	at := uint64(linear.Two(1, key, uint64(t.Tag)))
	k := &w.forms.lemmas[at>>20%lemmaSlots]
	if k.key != at {
		e, _ := s.lemmas.find(t.Lower, t.Tag)
		*k = knownLemma{at, e}
	}
	return k.edit.apply(d, t.Lower, w)
}

package events

import (
	"cmp"
	"slices"

	"gleaner/extractors/doc"
)

// telling is what a sentence tells of, as far as sentences are compared by it.
type telling struct {
	known bool
	// entities are those mentioned, each once.
	entities []int32
	// times are the normal forms of its times, or their words.
	times []string
	// words are the lemmas of its content words, in order; each sets a bit of some.
	words []uint64
	some  uint64
}

// told is what a sentence tells of. It is worked out once.
func (r *reading) told(sentence int32) *telling {
	t := &r.tellings[sentence]
	if !t.known {
		*t = telling{known: true, entities: r.entitiesOf(sentence), times: r.timesOf(sentence)}
		s := r.d.Sentences[sentence].Range
		for i := s.First; i < s.End; i++ {
			if r.contentWord(i) {
				t.words = append(t.words, r.words[i].lemma)
				t.some |= bitOf(r.words[i].lemma)
			}
		}
	}
	return t
}

// bitOf is one of 64 bits for a word; most that a sentence lacks are told by it.
func bitOf(word uint64) uint64 { return 1 << (word >> 58) }

// timesOf lists the times of a sentence as their normal form or words.
func (r *reading) timesOf(sentence int32) []string {
	var list []string
	s := r.d.Sentences[sentence].Range
	for i := r.firstValue(s); i < len(r.d.Values) && r.d.Values[i].First < s.End; i++ {
		if v := &r.d.Values[i]; v.Kind == doc.TimeValue && s.Contains(v.Range) {
			list = append(list, cmp.Or(v.From, v.Text, r.d.TextOf(v.Range)))
		}
	}
	return list
}

// entitiesOf lists the entities of a sentence, each once.
func (r *reading) entitiesOf(sentence int32) []int32 {
	var list []int32
	s := r.d.Sentences[sentence].Range
	for t := s.First; t < s.End; t++ {
		if m := r.mentionAt(t); m != nil && m.Entity != doc.NoEntity && !slices.Contains(list, m.Entity) {
			list = append(list, m.Entity)
		}
	}
	return list
}

// sharedEntities counts the entities that two sentences have in common.
func (r *reading) sharedEntities(a, b int32) int {
	if a == b {
		return 0
	}
	n := 0
	other := r.told(b).entities
	for _, e := range r.told(a).entities {
		if slices.Contains(other, e) {
			n++
		}
	}
	return n
}

// sharedWords counts the content words of a sentence that another has, too.
func (r *reading) sharedWords(a, b int32) int {
	if a == b {
		return 0
	}
	n := 0
	other := r.told(b)
	for _, w := range r.told(a).words {
		if other.some&bitOf(w) != 0 && slices.Contains(other.words, w) {
			n++
		}
	}
	return n
}

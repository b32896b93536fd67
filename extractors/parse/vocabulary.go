package parse

import (
	"encoding/binary"
	"maps"
	"slices"

	"gleaner/extractors/doc"
	"gleaner/extractors/linear"
)

// vocabulary holds the words and lemmas, as hashes, that were frequent enough
// in training to tell something by themselves. All others are taken for one
// word, so that the parser learns from rare words how to treat new ones.
type vocabulary map[uint64]struct{}

// leastSeen is how often a word must occur.
const leastSeen = 4

// rare is the value of a word that is not in the vocabulary.
const rare = 3

// value returns the word as a value for features.
func (v vocabulary) value(word string) uint64 {
	h := linear.String(word)
	if _, ok := v[h]; ok {
		return h
	}
	return rare
}

// newVocabulary counts words and lemmas.
func newVocabulary(documents []*doc.Doc) vocabulary {
	words, lemmas := map[string]int{}, map[string]int{}
	for _, d := range documents {
		for i := range d.Tokens {
			words[d.Tokens[i].Lower]++
			lemmas[d.Tokens[i].Lemma]++
		}
	}
	v := vocabulary{}
	for _, counts := range []map[string]int{words, lemmas} {
		for word, n := range counts {
			if n >= leastSeen {
				v[linear.String(word)] = struct{}{}
			}
		}
	}
	return v
}

// append writes the hashes, ascending.
func (v vocabulary) append(out []byte) []byte {
	for _, h := range slices.Sorted(maps.Keys(v)) {
		out = binary.LittleEndian.AppendUint64(out, h)
	}
	return out
}

func openVocabulary(file []byte) vocabulary {
	v := make(vocabulary, len(file)/8)
	for ; len(file) >= 8; file = file[8:] {
		v[binary.LittleEndian.Uint64(file)] = struct{}{}
	}
	return v
}

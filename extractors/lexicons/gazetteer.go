package lexicons

import (
	_ "embed"
	"fmt"

	"gleaner/extractors/doc"
)

//go:embed gazetteer.bin
var gazetteerFile string

// Gazetteer knows what names and words can be. Names are compared by letters
// and digits alone, without case and accents, so that their tokenization does
// not matter. It is immutable and safe for concurrent use.
type Gazetteer struct{ table table }

// LoadGazetteer opens the embedded gazetteer.
func LoadGazetteer() (*Gazetteer, error) {
	t, err := openTable(gazetteerFile)
	if err != nil {
		return nil, fmt.Errorf("load gazetteer: %w", err)
	}
	return &Gazetteer{t}, nil
}

// Kinds returns what a whole name or word can be, 0 when it is not listed.
func (g *Gazetteer) Kinds(name string) Kinds {
	h := hashName(fnvOffset, name)
	if h == fnvOffset {
		return 0
	}
	v, _ := g.table.find(h)
	return Kinds(v) &^ prefix
}

// Longest returns how many of the tokens, from the first on, the longest
// listed name covers, and its kinds; 0 when none begins there. The tokens
// should be of one sentence.
func (g *Gazetteer) Longest(tokens []doc.Token) (n int, kinds Kinds) {
	h := uint32(fnvOffset)
	for i := range tokens {
		before := h
		if h = hashName(h, tokens[i].Lower); h == before {
			// A mark: names go on across "&", "." and the like, but never end with one.
			if i == 0 || !joins(tokens[i].Lower) {
				break
			}
			continue
		}
		v, ok := g.table.find(h)
		if !ok {
			break
		}
		if k := Kinds(v) &^ prefix; k != 0 {
			n, kinds = i+1, k
		}
		if Kinds(v)&prefix == 0 {
			break
		}
	}
	return n, kinds
}

// joins says whether a mark may stand within a name.
func joins(mark string) bool {
	switch mark {
	case "&", ".", "-", "'", "/", "!":
		return true
	}
	return false
}

// EncodeGazetteer makes the file that LoadGazetteer opens, of names with their kinds.
func EncodeGazetteer(names map[string]Kinds) []byte {
	entries := make(map[uint32]uint32, 2*len(names))
	for name, kinds := range names {
		h := uint32(fnvOffset)
		for rest := name; rest != ""; {
			part, after := cutWord(rest)
			next := hashName(h, part)
			if next != h && hashName(next, after) != next {
				entries[next] |= uint32(prefix)
			}
			h, rest = next, after
		}
		if h != fnvOffset {
			entries[h] |= uint32(kinds)
		}
	}
	return encodeTable(entries)
}

// cutWord cuts behind the first letters or digits that a token may end with.
func cutWord(s string) (word, rest string) {
	seen := false
	for i, r := range s {
		alphanumeric := isAlphanumeric(r)
		if seen && !alphanumeric {
			return s[:i], s[i:]
		}
		seen = seen || alphanumeric
	}
	return s, ""
}

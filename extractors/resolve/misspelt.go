package resolve

import (
	"slices"

	"gleaner/extractors/doc"
)

// fittingMisspelt finds the name that differs from the form by one letter, left
// out, added, changed or swapped with its neighbour, in one long word: "Ministry"
// and "Minstry", "Democrat" and "Democrats".
func (g *grouping) fittingMisspelt(f *form) []int32 {
	if f.kind == doc.GPE || len(f.key) < longWord {
		return nil
	}
	const compared = 64
	for c := len(g.clusters) - 1; c >= max(0, len(g.clusters)-compared); c-- {
		lead := &g.forms[g.clusters[c].lead]
		if lead.kind != f.kind || len(lead.words) < len(f.words) {
			continue
		}
		words := lead.words
		if f.kind == doc.Person && len(f.words) == 1 {
			words = words[len(words)-1:]
		}
		if words[0] != "" && words[0][0] == f.words[0][0] && misspelt(f.words, words) {
			return []int32{int32(c)}
		}
	}
	return nil
}

// longWord is the least length, in bytes, of a word of which one letter more or
// less makes no other name.
const longWord = 6

// misspelt says whether one long word of two names differs by a letter and all
// others are equal.
func misspelt(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	found := false
	for i := range a {
		if a[i] == b[i] {
			continue
		}
		if found || min(len(a[i]), len(b[i])) < longWord || !oneOff(a[i], b[i]) {
			return false
		}
		found = true
	}
	return found
}

// oneOff says whether a and b differ by one letter. A different vowel at the
// end makes another name: "Antonia", "Antonio".
func oneOff(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	switch {
	case i < len(b) && (isDigit(b[i]) || i < len(a) && isDigit(a[i])), len(b)-len(a) > 1:
		return false
	case len(a) < len(b):
		return a[i:] == b[i+1:]
	case i == len(a)-1:
		return !slices.Contains([]byte("aeiou"), a[i])
	}
	return a[i+1:] == b[i+1:] || a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

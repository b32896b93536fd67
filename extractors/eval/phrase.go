package eval

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// phrase is a name or filler made ready for comparison: the normal form, and
// how often each word that carries meaning occurs in it.
type phrase struct {
	norm  string
	words map[string]int
	count int
}

// stopWords carry no meaning in a filler.
var stopWords = map[string]bool{
	"the": true, "a": true, "an": true, "its": true, "his": true, "her": true, "their": true,
	"of": true, "in": true, "for": true, "to": true, "on": true, "at": true, "by": true,
	"with": true, "and": true, "some": true, "about": true, "around": true, "more": true, "than": true,
}

func newPhrase(s string) phrase {
	p := phrase{norm: normalize(s)}
	for _, w := range strings.Fields(p.norm) {
		if stopWords[w] {
			continue
		}
		if p.words == nil {
			p.words = make(map[string]int)
		}
		p.words[w]++
		p.count++
	}
	return p
}

func newPhrases(all ...string) []phrase {
	out := make([]phrase, len(all))
	for i, s := range all {
		out[i] = newPhrase(s)
	}
	return out
}

// same says whether two phrases are equal in normal form, or share words so
// that the Dice coefficient of their word counts is at least one half.
func (p phrase) same(o phrase) bool {
	if p.norm == o.norm {
		return true
	}
	shared := 0
	for w, n := range p.words {
		shared += min(n, o.words[w])
	}
	return shared > 0 && 4*shared >= p.count+o.count
}

// anySame says whether one of the forms of a is one of b.
func anySame(a, b []phrase) bool {
	for _, x := range a {
		for _, y := range b {
			if x.same(y) {
				return true
			}
		}
	}
	return false
}

// normalize lowers the case, drops the possessive 's, and replaces each run of
// what is not a letter, digit, underscore, "%", "$", "€", "£" or "." by one
// space; spaces and full stops at the ends go too.
func normalize(s string) string {
	s = dropPossessive(lower(s))
	var b strings.Builder
	gap := false
	for _, r := range s {
		if !isWord(r) && !strings.ContainsRune("%$€£.", r) {
			gap = true
			continue
		}
		if gap {
			b.WriteByte(' ')
			gap = false
		}
		b.WriteRune(r)
	}
	return strings.Trim(b.String(), " .")
}

// lower is strings.ToLower with the one letter whose full lower case is two
// code points.
func lower(s string) string {
	return strings.ToLower(strings.ReplaceAll(s, "İ", "i\u0307"))
}

// dropPossessive removes each 's that ends a word.
func dropPossessive(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if (r == '\'' || r == '’') && strings.HasPrefix(s[i+size:], "s") {
			next, n := utf8.DecodeRuneInString(s[i+size+1:])
			if n == 0 || !isWord(next) {
				i += size + 1
				continue
			}
		}
		b.WriteString(s[i : i+size])
		i += size
	}
	return b.String()
}

// isWord says whether r belongs to a word: letter, number or underscore.
func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) || r == '_' }

package resolve

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"gleaner/extractors/doc"
	"gleaner/extractors/lexicons"
)

// form is one distinct way of naming something, in normal form.
type form struct {
	kind doc.Kind
	// text is the form as it is first written.
	text string
	// words are the words that tell it apart: lower case, without accents,
	// marks, possessives, titles and legal forms.
	words []string
	// whole are the words with legal forms.
	whole []string
	// key is the words without the gaps, so that "AT & T" is "AT&T".
	key string
	// acronym says that the form is one word in capitals.
	acronym bool
	// introduces is the form that stands in brackets behind this one, or none.
	introducedBy int32
	// cluster is the entity, or none when there are several; then choices are those.
	cluster int32
	choices []int32
}

const none int32 = -1

// newForm reads the normal form of a mention.
func (s *Stage) newForm(d *doc.Doc, m doc.Mention) form {
	f := form{kind: m.Kind, text: d.TextOf(m.Range), introducedBy: none, cluster: none}
	for i := m.First; i < m.End; i++ {
		t := &d.Tokens[i]
		if t.Shape.Is(doc.Punct) || isPossessive(t.Lower) {
			continue
		}
		f.words = append(f.words, fold(strings.TrimSuffix(t.Lower, ".com")))
	}
	switch m.Kind {
	case doc.Person:
		f.words = s.bareName(f.words)
	case doc.GPE:
		if len(f.words) > 2 && f.words[0] == "state" && f.words[1] == "of" {
			f.words = f.words[2:]
		}
	case doc.Organization:
		f.whole = f.words
		f.words = s.withoutLegalForm(f.words)
	}
	if len(f.words) > 1 && f.words[0] == "the" {
		f.words = f.words[1:]
	}
	f.key = strings.Join(f.words, "")
	f.acronym = m.Len() == 1 && d.Tokens[m.First].Shape.Is(doc.AllUpper) && len(f.key) <= 7
	return f
}

func isPossessive(lower string) bool { return lower == "'s" || lower == "’s" || lower == "'" }

// bareName drops titles before a person's name and suffixes behind it.
func (s *Stage) bareName(words []string) []string {
	for len(words) > 1 {
		kinds := s.gazetteer.Kinds(words[0])
		if !kinds.Has(lexicons.PersonTitle) || kinds.Has(lexicons.GivenName|lexicons.Surname) && !honorifics[words[0]] {
			break
		}
		words = words[1:]
	}
	for len(words) > 1 && nameSuffixes[words[len(words)-1]] {
		words = words[:len(words)-1]
	}
	return words
}

var honorifics = map[string]bool{
	"mr": true, "mrs": true, "ms": true, "miss": true, "dr": true, "sir": true, "lord": true, "lady": true,
	"president": true, "senator": true, "sen": true, "rep": true, "gov": true, "governor": true, "prof": true,
	"professor": true, "judge": true, "justice": true, "general": true, "gen": true, "col": true, "pope": true,
	"king": true, "queen": true, "prince": true, "princess": true, "minister": true, "secretary": true, "dame": true,
}

var nameSuffixes = map[string]bool{"jr": true, "jr.": true, "sr": true, "sr.": true, "ii": true, "iii": true, "iv": true}

// withoutLegalForm drops what says only how a company is incorporated.
func (s *Stage) withoutLegalForm(words []string) []string {
	for len(words) > 1 && s.gazetteer.Kinds(words[len(words)-1]).Has(lexicons.LegalForm) && !trades[words[len(words)-1]] {
		words = words[:len(words)-1]
		if last := words[len(words)-1]; len(words) > 1 && last == "and" {
			words = words[:len(words)-1]
		}
	}
	return words
}

// trades among the legal forms tell companies of one family apart: "Zorbax
// Industries" and "Zorbax Capital".
var trades = wordSet("associates bancorp bancshares capital enterprises industries international partners trust ventures")

// fold removes accents and the marks within a word: "u.s." becomes "us".
func fold(lower string) string {
	plain := true
	for i := 0; i < len(lower); i++ {
		if c := lower[i]; c >= utf8.RuneSelf || !('a' <= c && c <= 'z' || '0' <= c && c <= '9') {
			plain = false
			break
		}
	}
	if plain {
		return lower
	}
	var b strings.Builder
	for _, r := range norm.NFD.String(lower) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(r)
		}
	}
	if b.Len() == 0 {
		return lower
	}
	return b.String()
}

// last is the last word, "" when there is none.
func (f *form) last() string {
	if len(f.words) == 0 {
		return ""
	}
	return f.words[len(f.words)-1]
}

// first is the first word, "" when there is none.
func (f *form) first() string {
	if len(f.words) == 0 {
		return ""
	}
	return f.words[0]
}

// holdsAll says whether the name is that of a group of companies, which is none of
// its companies: "Zorbax Group" beside "Zorbax Motors" and "Zorbax Capital".
func (f *form) holdsAll() bool {
	n := len(f.whole)
	return n > len(f.words) && (f.whole[n-1] == "group" || f.whole[n-1] == "holdings" || f.whole[n-1] == "holding")
}

// turned is the key of the name the other way round: "Ministry of Finance" for
// "Finance Ministry", "" for names that have none.
func (f *form) turned() string {
	n := len(f.words)
	switch {
	case f.kind != doc.Organization || n < 2:
		return ""
	case n > 2 && f.words[1] == "of" && turnable[f.words[0]]:
		return strings.TrimPrefix(strings.Join(f.words[2:], ""), "the") + f.words[0]
	case turnable[f.words[n-1]]:
		return f.words[n-1] + "of" + strings.Join(f.words[:n-1], "")
	}
	return ""
}

// turnable heads of names stand before "of" or behind.
var turnable = map[string]bool{"ministry": true, "department": true, "university": true, "court": true, "bureau": true, "office": true}

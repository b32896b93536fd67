package events

import (
	"slices"
	"strings"

	"gleaner/extractors/doc"
)

// triggerIndex finds triggers by the lower-case form of their first word.
type triggerIndex map[string][]indexed

// indexed is one word or phrase of a trigger.
type indexed struct {
	definition *Definition
	trigger    *Trigger
	class      class
	// words are the forms of each word, in order.
	words [][]string
	// head is the word that governs the others: the verb, or the noun.
	head int
}

// indexTriggers indexes all triggers; those of one word in the order of the definitions.
func indexTriggers(all []*Definition) triggerIndex {
	index := triggerIndex{}
	for _, d := range all {
		for _, t := range d.Triggers {
			for c, list := range [numClasses][]string{t.Verbs, t.Nouns, t.Phrases} {
				for _, entry := range list {
					for _, words := range spellings(entry) {
						index.add(d, t, class(c), words)
					}
				}
			}
		}
	}
	return index
}

// spellings are the sequences of tokens that an entry may be: a hyphen may be
// a token of its own, part of one token, or left out.
func spellings(entry string) [][]string {
	if !strings.Contains(entry, "-") {
		return [][]string{strings.Fields(entry)}
	}
	return [][]string{
		strings.Fields(strings.ReplaceAll(entry, "-", " - ")),
		strings.Fields(entry),
		strings.Fields(strings.ReplaceAll(entry, "-", "")),
	}
}

func (index triggerIndex) add(d *Definition, t *Trigger, c class, words []string) {
	e := indexed{definition: d, trigger: t, class: c}
	if c == nounClass {
		e.head = nounHead(words)
	}
	for i, w := range words {
		e.words = append(e.words, wordForms(w, i, c))
	}
	for _, first := range e.words[0] {
		if !slices.ContainsFunc(index[first], e.same) {
			index[first] = append(index[first], e)
		}
	}
}

// same says whether o stands for the same words of the same definition.
func (e *indexed) same(o indexed) bool {
	return e.definition == o.definition && e.class == o.class && slices.EqualFunc(e.words, o.words, slices.Equal)
}

// wordForms are the forms of word i of an entry; "a|b" gives alternatives.
func wordForms(word string, i int, c class) []string {
	var forms []string
	for w := range strings.SplitSeq(word, "|") {
		switch {
		case c == verbClass && i == 0:
			forms = append(forms, inflections(w, verbClass)...)
		case c == phraseClass || isPreposition(w) || len(w) < 3:
			forms = append(forms, w)
		default:
			forms = append(forms, inflections(w, nounClass)...)
		}
	}
	return forms
}

// nounHead is the last word before a preposition: "memorandum of understanding".
func nounHead(words []string) int {
	for i := 1; i < len(words); i++ {
		if words[i-1] != "-" && isPreposition(words[i]) && i+1 < len(words) && words[i] != "up" && words[i] != "off" && words[i] != "out" {
			return i - 1
		}
	}
	return len(words) - 1
}

// maxGap is how many words may stand between two words of a verb phrase:
// "reached a tentative agreement".
const maxGap = 3

// wildcard stands in an entry for one to four words of any kind, "take * to court",
// and in a context for one.
// Such an entry covers its first word only.
const wildcard = "*"

// match returns the tokens that the entry covers when its first word stands at
// token first, and the token of its head.
func (e *indexed) match(tokens []doc.Token, sentence doc.Range, first int32) (trigger doc.Range, head int32, ok bool) {
	at, head := first, first
	open := false
	for i := 1; i < len(e.words); i++ {
		wild := e.words[i][0] == wildcard
		if wild {
			open = true
			at++
			i++
		}
		at++
		for gap := 0; ; gap++ {
			if at >= sentence.End || gap > maxGap {
				return doc.Range{}, 0, false
			}
			if slices.Contains(e.words[i], tokens[at].Lower) {
				break
			}
			if !wild && (e.class != verbClass || !skippable(tokens[at].Tag)) {
				return doc.Range{}, 0, false
			}
			at++
		}
		if i == e.head {
			head = at
		}
	}
	if open {
		return doc.Range{First: first, End: first + 1}, first, true
	}
	return doc.Range{First: first, End: at + 1}, head, true
}

// skippable says whether a word may stand within a verb phrase.
func skippable(t doc.Tag) bool {
	return t == doc.DT || t == doc.PRPS || t == doc.RB || t == doc.CD || t.Adjective()
}

// agrees says whether the tag is one of the class. In headlines, whose capital
// letters mislead taggers, and for participles it may be near enough: near is
// true then and the trigger counts less.
func (e *indexed) agrees(t *doc.Token, s *doc.Sentence) (ok, near bool) {
	participle := strings.HasSuffix(t.Lower, "ed") || strings.HasSuffix(t.Lower, "ing")
	switch {
	case e.class == phraseClass || t.Tag == doc.NoTag || len(e.words) > 1:
		return true, false
	case e.class == verbClass && t.Tag.Verb(), e.class == nounClass && t.Tag.Noun():
		return true, false
	case e.class == nounClass && t.Tag == doc.VBG:
		return true, false
	case s.Headline || s.TitleCase:
		return true, true
	case e.class == verbClass && participle && (t.Tag.Adjective() || t.Tag.Noun()):
		return true, true
	}
	return false, false
}

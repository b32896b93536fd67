package events

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"gleaner/extractors/doc"
)

// around is a sequence of words around a trigger.
type around struct {
	before, after [][]string // alternatives per word; nil admits any word
}

// anyOrNone stands in a context for any word or none, as wildcard does for any.
const anyOrNone = wildcard + "?"

// maxContexts bounds what one sequence stands for.
const maxContexts = 16

// parseAround reads a sequence such as "<verb> a|the deal", which is several
// where a word of it may be missing. A word "@list" stands for those of a list.
func parseAround(text string, lists map[string]commaSeparated) ([]around, error) {
	all := []around{{}}
	found := false
	for w := range strings.FieldsSeq(text) {
		if slices.Contains(classMarks[:], w) {
			if found {
				return nil, errors.New("name the trigger once")
			}
			found = true
			continue
		}
		words, err := alternatives(w, lists)
		if err != nil {
			return nil, err
		}
		var longer []around
		for _, c := range all {
			longer = append(longer, c.with(words, found))
		}
		if w == anyOrNone {
			longer = append(longer, all...)
		}
		if all = longer; len(all) > maxContexts {
			return nil, fmt.Errorf("%s stands in it too often", anyOrNone)
		}
	}
	all = slices.DeleteFunc(all, func(c around) bool { return len(c.before)+len(c.after) == 0 })
	if !found || len(all) == 0 {
		return nil, errors.New("name the trigger as <verb>, <noun> or <phrase>")
	}
	return all, nil
}

// alternatives are the words that a word of a context stands for, nil for any.
func alternatives(w string, lists map[string]commaSeparated) (words []string, err error) {
	if w == wildcard || w == anyOrNone {
		return nil, nil
	}
	for one := range strings.SplitSeq(w, "|") {
		name, isList := strings.CutPrefix(one, "@")
		list, known := lists[name]
		switch {
		case !isList:
			words = append(words, one)
		case !known:
			return nil, fmt.Errorf("there is no list %q under words", name)
		default:
			words = append(words, list.items...)
		}
	}
	return words, nil
}

// with is the context with one more word before or behind the trigger.
func (c around) with(words []string, behind bool) around {
	if behind {
		c.after = append(slices.Clip(c.after), words)
	} else {
		c.before = append(slices.Clip(c.before), words)
	}
	return c
}

// matches says whether the words stand around the trigger.
func (c *around) matches(tokens []doc.Token, sentence, trigger doc.Range) bool {
	first, end := trigger.First-int32(len(c.before)), trigger.End+int32(len(c.after))
	if first < sentence.First || end > sentence.End {
		return false
	}
	return sequence(tokens[first:], c.before) && sequence(tokens[trigger.End:], c.after)
}

// sequence says whether the tokens begin with the words, by lower case or lemma.
func sequence(tokens []doc.Token, words [][]string) bool {
	for i, alternatives := range words {
		t := &tokens[i]
		if alternatives != nil && !slices.Contains(alternatives, t.Lower) && !slices.Contains(alternatives, t.Lemma) {
			return false
		}
	}
	return true
}

// checkWords checks the lists of words that contexts may name.
func checkWords(p *problems, lists map[string]commaSeparated) {
	for _, name := range slices.Sorted(maps.Keys(lists)) {
		if !typeName.MatchString(name) {
			p.add(lists[name].at, "words %q: want lower case letters, digits and underscores", name)
		}
		for _, item := range lists[name].items {
			if strings.ContainsAny(item, " |@") {
				p.add(lists[name].at, "words %q: %q is not a single word", name, item)
			}
		}
	}
}

package treebank

import (
	"fmt"
	"strconv"
	"strings"
)

// Reference is an annotated mention of GUM: any noun phrase or pronoun, with
// what it refers to.
type Reference struct {
	// First and End are the words of the document, half-open.
	First, End int
	// Entity numbers what is referred to within the document.
	Entity int
	// Kind is GUM's type: person, organization, place, object, abstract and so on.
	Kind string
}

// references reads the mentions that begin and end at a word from GUM's
// attribute "Entity", as in "(3-person-new-...(4-place-new-...)5)".
func (r *reader) references(misc string) error {
	value, found := attribute(misc, "Entity")
	if !found {
		return nil
	}
	d := &r.documents[len(r.documents)-1]
	word := r.before + len(r.words)
	for value != "" {
		if value[0] == '(' {
			end := strings.IndexAny(value[1:], "()") + 1
			if end == 0 {
				end = len(value)
			}
			number, rest, _ := strings.Cut(value[1:end], "-")
			kind, _, _ := strings.Cut(rest, "-")
			d.References = append(d.References, Reference{First: word, Entity: referent(number), Kind: kind})
			if value = value[end:]; strings.HasPrefix(value, ")") {
				d.References[len(d.References)-1].End = word + 1
				value = value[1:]
			}
			continue
		}
		number, rest, closed := strings.Cut(value, ")")
		if !closed {
			return fmt.Errorf("entity %q is not closed", value)
		}
		d.close(referent(number), word+1)
		value = rest
	}
	return nil
}

// close ends the mention of the entity that was opened last.
func (d *Document) close(entity, end int) {
	for i := len(d.References) - 1; i >= 0; i-- {
		if m := &d.References[i]; m.Entity == entity && m.End == 0 {
			m.End = end
			return
		}
	}
}

// referent is the number of an entity, the part of a divided mention left out.
func referent(number string) int {
	number, _, _ = strings.Cut(number, "[")
	n, _ := strconv.Atoi(number)
	return n
}

// attribute returns the value of a name in the last column.
func attribute(misc, name string) (value string, found bool) {
	for part := range strings.SplitSeq(misc, "|") {
		if key, value, ok := strings.Cut(part, "="); ok && key == name {
			return value, true
		}
	}
	return "", false
}

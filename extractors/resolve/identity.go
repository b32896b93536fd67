package resolve

import (
	"hash/fnv"
	"strconv"
	"strings"

	"gleaner/extractors/doc"
	"gleaner/extractors/lexicons"
)

// prefixes say in an id what kind of entity it is.
var prefixes = [doc.NumKinds]string{
	doc.Organization: "org:", doc.Person: "person:", doc.GPE: "gpe:", doc.Location: "loc:", doc.Product: "product:",
}

// identify gives every entity its id and links. The id is the linked one where
// the knowledge base knows the thing, else a hash of kind and normalized name.
// It returns the row of each entity that the knowledge base knows, the zero
// value for the others.
func (s *Stage) identify(d *doc.Doc) []lexicons.Row {
	rows := unite(d, s.linkAll(d))
	taken := make(map[string]bool, len(d.Entities))
	for i := range d.Entities {
		if e := &d.Entities[i]; rows[i].ID != "" {
			e.ID, e.Links = prefixes[e.Kind]+rows[i].ID, rows[i].Links
			taken[e.ID] = true
		}
	}
	for i := range d.Entities {
		if rows[i].ID != "" {
			continue
		}
		e, id := &d.Entities[i], ""
		for n := 0; id == "" || taken[id]; n++ {
			id = prefixes[e.Kind] + s.hash(e, n)
		}
		taken[id] = true
		e.ID = id
	}
	return rows
}

// hash is stable across articles and versions: FNV-1a over kind, normalized
// name and, for the second entity of that name in an article, its number. The
// name counts without its gaps, as forms are compared: "Hewlett-Packard" is
// "Hewlett Packard".
func (s *Stage) hash(e *doc.Entity, n int) string {
	h := fnv.New64a()
	h.Write([]byte(e.Kind.String()))
	h.Write([]byte{' '})
	for _, w := range s.normalWords(e) {
		h.Write([]byte(w))
	}
	if n > 0 {
		h.Write([]byte(" " + strconv.Itoa(n))) // apart: the second "Zorbax" is not "Zorbax 1"
	}
	const digits = 16
	sum := strconv.FormatUint(h.Sum64(), 16)
	return strings.Repeat("0", digits-len(sum)) + sum
}

// normalWords are the words of the entity's name as forms are compared.
func (s *Stage) normalWords(e *doc.Entity) []string {
	var words []string
	for w := range strings.FieldsSeq(strings.ToLower(e.Name)) {
		if w != "&" {
			words = append(words, fold(w))
		}
	}
	switch e.Kind {
	case doc.Person:
		words = s.bareName(words)
	case doc.Organization:
		words = s.withoutLegalForm(words)
	}
	if len(words) > 1 && words[0] == "the" {
		words = words[1:]
	}
	return words
}

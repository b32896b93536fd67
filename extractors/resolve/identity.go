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
// a lexicon knows the thing, else a hash of kind and normalized name. Of two
// entities with one link only the first has it.
func (s *Stage) identify(d *doc.Doc) {
	taken := make(map[string]bool, len(d.Entities))
	for i := range d.Entities {
		e := &d.Entities[i]
		id := ""
		if link, ok := s.link(e); ok && !taken[prefixes[e.Kind]+link.ID] {
			id = prefixes[e.Kind] + link.ID
			e.Links = []doc.Link{link}
		}
		for n := 0; id == "" || taken[id]; n++ {
			id = prefixes[e.Kind] + s.hash(e, n)
		}
		taken[id] = true
		e.ID = id
	}
}

// link finds the identifier of a country, city or listed company by any of its names.
func (s *Stage) link(e *doc.Entity) (doc.Link, bool) {
	switch e.Kind {
	case doc.GPE:
		if code := s.countryOf(e.Name); code != "" {
			return doc.Link{Scheme: lexicons.ISO3166.String(), ID: code}, true
		}
		if id, ok := s.links.Of(lexicons.GeoNames, e.Name); ok {
			return doc.Link{Scheme: lexicons.GeoNames.String(), ID: id}, true
		}
	case doc.Organization:
		if id, ok := s.links.Of(lexicons.Ticker, e.Name); ok && len(e.Name) > 2 {
			return doc.Link{Scheme: lexicons.Ticker.String(), ID: id}, true
		}
	}
	return doc.Link{}, false
}

// countryOf returns the ISO 3166-1 code of a sovereign country, "" for anything
// else: England is not the United Kingdom.
func (s *Stage) countryOf(name string) string {
	if parts[strings.ToLower(name)] {
		return ""
	}
	code, _ := s.links.Of(lexicons.ISO3166, name)
	return code
}

// parts are countries that share the code of the state they are part of.
var parts = map[string]bool{"england": true, "scotland": true, "wales": true, "northern ireland": true}

// hash is stable across articles and versions: FNV-1a over kind, normalized
// name and, for the second entity of that name in an article, its number.
func (s *Stage) hash(e *doc.Entity, n int) string {
	h := fnv.New64a()
	h.Write([]byte(e.Kind.String()))
	for _, w := range s.normalWords(e) {
		h.Write([]byte{' '})
		h.Write([]byte(w))
	}
	if n > 0 {
		h.Write([]byte(strconv.Itoa(n)))
	}
	const digits = 16
	sum := strconv.FormatUint(h.Sum64(), 16)
	return strings.Repeat("0", digits-len(sum)) + sum
}

// normalWords are the words of the entity's name as forms are compared.
func (s *Stage) normalWords(e *doc.Entity) []string {
	words := strings.Fields(strings.ToLower(e.Name))
	for i, w := range words {
		words[i] = fold(w)
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

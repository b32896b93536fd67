package lexicons

import (
	_ "embed"
	"fmt"

	"gleaner/extractors/doc"
)

//go:embed links.bin
var linksFile string

// Row is something that the knowledge base knows by its names.
type Row struct {
	// ID is stable and unique among the rows of a kind: "NASDAQ:AAPL", "us-fcc",
	// "FR", "2988507".
	ID   string
	Kind doc.Kind
	// Rank says how likely the name means this row where nothing else is known.
	Rank Rank
	// Country is the ISO 3166-1 code of where it belongs, Region the first
	// division of the country; "" when unknown.
	Country, Region string
	// Words tell of its trade, in lower case, separated by spaces.
	Words string
	// Links are its identifiers elsewhere.
	Links []doc.Link
	// Origin says where the row comes from.
	Origin string
}

// Rank orders rows of one name.
type Rank uint8

// The ranks.
const (
	// Unsure: the name is also a common word, surname or place, and the thing is
	// not widely known.
	Unsure Rank = iota
	// Plain: a town, or a company that its name tells apart.
	Plain
	// Wide: a widely known company, or a large city.
	Wide
	// Division: a state or province.
	Division
	// Capital of a country.
	Capital
	// Sovereign: a country.
	Sovereign
	// Listed by the user: outranks all else.
	Listed
)

// Knowledge leads from names to rows. Names are compared by letters and digits
// alone, without case and accents. It is immutable and safe for concurrent use.
type Knowledge struct {
	table table
	// postings holds for each name a count and that many pairs of check and offset.
	postings string
	rows     string
	// own are the user's rows by normal form of the name, never the names that
	// are no entities.
	own   map[string][]Row
	never map[string]bool
	// longest is the number of words of the user's longest name.
	longest int
}

// LoadKnowledge opens the embedded knowledge base. It decodes nothing: rows
// are read where they lie when a name is looked up.
func LoadKnowledge() (*Knowledge, error) { return openKnowledge(linksFile) }

func openKnowledge(file string) (*Knowledge, error) {
	if len(file) < 8 {
		return nil, fmt.Errorf("load links: file of %d bytes is cut short", len(file))
	}
	slots, postings := uint64(word(file, 0)), uint64(word(file, 4))
	if 8+slots+postings > uint64(len(file)) {
		return nil, fmt.Errorf("load links: parts of %d and %d bytes are cut short", slots, postings)
	}
	t, err := openTable(file[8 : 8+slots])
	if err != nil {
		return nil, fmt.Errorf("load links: %w", err)
	}
	return &Knowledge{table: t, postings: file[8+slots : 8+slots+postings], rows: file[8+slots+postings:]}, nil
}

// Find returns the rows of a kind that go by the name, the user's own first.
func (k *Knowledge) Find(kind doc.Kind, name string) []Row {
	var found []Row
	if len(k.own) > 0 {
		for _, r := range k.own[normal(name)] {
			if r.Kind == kind {
				found = append(found, r)
			}
		}
	}
	key, check := nameKeys(kind, name)
	at, ok := k.table.find(key)
	if !ok {
		return found
	}
	for n := word(k.postings, at); n > 0; n-- {
		if at += 4; word(k.postings, at) == check {
			found = append(found, k.row(kind, word(k.postings, at+4)))
		}
		at += 4
	}
	return found
}

// Knows says whether anything of the kind goes by the name.
func (k *Knowledge) Knows(kind doc.Kind, name string) bool {
	key, _ := nameKeys(kind, name)
	if _, ok := k.table.find(key); ok {
		return true
	}
	return len(k.own) > 0 && len(k.own[normal(name)]) > 0
}

// nameKeys are the key of the table and an independent check, together 64 bits.
func nameKeys(kind doc.Kind, name string) (key, check uint32) {
	key = hashName((fnvOffset^uint32(kind+1))*fnvPrime, name)
	return key, hashName((fnvOffset^uint32(kind+101))*fnvPrime*31, name)*2654435761 ^ key>>7
}

// row decodes the row at an offset.
func (k *Knowledge) row(kind doc.Kind, at uint32) Row {
	r := Row{Kind: kind, Rank: Rank(k.rows[at]), Origin: origins[k.rows[at+1]]}
	rest := k.rows[at+2:]
	next := func() (s string) {
		n := int(rest[0])
		s, rest = rest[1:1+n], rest[1+n:]
		return s
	}
	r.ID, r.Country, r.Region, r.Words = next(), next(), next(), next()
	for n := next(); n != ""; n = next() {
		r.Links = append(r.Links, doc.Link{Scheme: n, ID: next()})
	}
	return r
}

// origins are where rows come from; their order is part of the file.
var origins = [...]string{
	"listed companies (us-stocks)", "countries (mledoze)", "cities (GeoNames)", "written for Gleaner", "user",
}

// The origins of rows.
const (
	FromStocks uint8 = iota
	FromCountries
	FromGeoNames
	FromHand
	fromUser
)

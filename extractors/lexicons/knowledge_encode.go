package lexicons

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
)

// Entry is a row of the knowledge base with its names, for EncodeKnowledge.
type Entry struct {
	Row
	Names  []string
	Origin uint8
}

// maxNamesakes bounds the rows of one name.
const maxNamesakes = 32

// EncodeKnowledge makes the file that LoadKnowledge opens. The same entries in
// the same order give the same bytes.
func EncodeKnowledge(entries []Entry) ([]byte, error) {
	type posting struct{ check, offset uint32 }
	byKey := map[uint32][]posting{}
	var rows []byte
	for i := range entries {
		e := &entries[i]
		offset := uint32(len(rows))
		rows = append(rows, byte(e.Rank), e.Origin)
		fields := []string{e.ID, e.Country, e.Region, e.Words}
		for _, l := range e.Links {
			fields = append(fields, l.Scheme, l.ID)
		}
		for _, f := range append(fields, "") {
			if len(f) > 255 {
				return nil, fmt.Errorf("encode links: %s: a field of %d bytes is too long", e.ID, len(f))
			}
			rows = append(append(rows, byte(len(f))), f...)
		}
		for _, name := range e.Names {
			key, check := nameKeys(e.Kind, name)
			p := posting{check, offset}
			if known := byKey[key]; len(known) < maxNamesakes && !slices.Contains(known, p) && normal(name) != "" {
				byKey[key] = append(known, p)
			}
		}
	}
	keys := make([]uint32, 0, len(byKey))
	for key := range byKey {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	var postings []byte
	slots := make(map[uint32]uint32, len(keys))
	for _, key := range keys {
		slots[key] = uint32(len(postings))
		postings = binary.LittleEndian.AppendUint32(postings, uint32(len(byKey[key])))
		for _, p := range byKey[key] {
			postings = binary.LittleEndian.AppendUint32(postings, p.check)
			postings = binary.LittleEndian.AppendUint32(postings, p.offset)
		}
	}
	table := encodeTable(slots)
	out := binary.LittleEndian.AppendUint32(nil, uint32(len(table)))
	out = binary.LittleEndian.AppendUint32(out, uint32(len(postings)))
	return slices.Concat(out, table, postings, rows), nil
}

// normal is the name as it is compared: letters and digits in lower case,
// without accents.
func normal(name string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(name) {
		if isAlphanumeric(r) {
			b.WriteRune(plain(r))
		}
	}
	return b.String()
}

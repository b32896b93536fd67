package lexicons

import (
	_ "embed"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
)

//go:embed links.bin
var linksFile string

// Links leads from names to identifiers in other systems. It is immutable and
// safe for concurrent use.
type Links struct {
	table table
	// ids holds the identifiers, each behind its length in one byte.
	ids string
}

// Scheme is a system of identifiers.
type Scheme uint8

// The schemes.
const (
	// Ticker: exchange and symbol of a listed company, "NASDAQ:AAPL".
	Ticker Scheme = iota
	// ISO3166: two-letter code of a country, ISO 3166-1.
	ISO3166
	// GeoNames: number of a city in geonames.org.
	GeoNames
)

var schemeNames = [...]string{"ticker", "iso3166", "geonames"}

// String returns the scheme as records write it.
func (s Scheme) String() string { return schemeNames[s] }

// LoadLinks opens the embedded links.
func LoadLinks() (*Links, error) {
	if len(linksFile) < 4 {
		return nil, fmt.Errorf("load links: file of %d bytes is cut short", len(linksFile))
	}
	size := uint64(word(linksFile, 0))
	if size > uint64(len(linksFile)-4) {
		return nil, fmt.Errorf("load links: table of %d bytes is cut short", size)
	}
	t, err := openTable(linksFile[4 : 4+size])
	if err != nil {
		return nil, fmt.Errorf("load links: %w", err)
	}
	return &Links{t, linksFile[4+size:]}, nil
}

// Of returns the identifier of a name; ok is false when there is none or when
// several things have the name.
func (l *Links) Of(scheme Scheme, name string) (id string, ok bool) {
	at, ok := l.table.find(linkKey(scheme, name))
	if !ok {
		return "", false
	}
	end := at + 1 + uint32(l.ids[at])
	return l.ids[at+1 : end], true
}

func linkKey(scheme Scheme, name string) uint32 {
	return hashName((fnvOffset^uint32(scheme+1))*fnvPrime, name)
}

// Link is an entry of the file of links.
type Link struct {
	Scheme   Scheme
	Name, ID string
}

// EncodeLinks makes the file that LoadLinks opens. Names with several
// identifiers of one scheme are left out.
func EncodeLinks(links []Link) []byte {
	ids := make(map[uint32]string, len(links))
	for _, l := range links {
		key := linkKey(l.Scheme, l.Name)
		if old, taken := ids[key]; taken && old != l.ID {
			ids[key] = ""
		} else {
			ids[key] = l.ID
		}
	}
	distinct := make([]string, 0, len(ids))
	for _, id := range ids {
		distinct = append(distinct, id)
	}
	slices.Sort(distinct)
	offsets := map[string]uint32{}
	var blob strings.Builder
	for _, id := range slices.Compact(distinct) {
		if id != "" && len(id) < 256 {
			offsets[id] = uint32(blob.Len())
			blob.WriteByte(byte(len(id)))
			blob.WriteString(id)
		}
	}
	entries := make(map[uint32]uint32, len(ids))
	for key, id := range ids {
		if at, kept := offsets[id]; kept {
			entries[key] = at
		}
	}
	slots := encodeTable(entries)
	out := binary.LittleEndian.AppendUint32(nil, uint32(len(slots)))
	return append(append(out, slots...), blob.String()...)
}

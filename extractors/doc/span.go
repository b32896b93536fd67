package doc

// Span is a half-open range of bytes of Doc.Text.
type Span struct{ Start, End int32 }

// Len is the number of bytes.
func (s Span) Len() int { return int(s.End - s.Start) }

// Contains says whether o lies within s.
func (s Span) Contains(o Span) bool { return s.Start <= o.Start && o.End <= s.End }

// Overlaps says whether s and o share a byte.
func (s Span) Overlaps(o Span) bool { return s.Start < o.End && o.Start < s.End }

// Range is a half-open range of indexes into Doc.Tokens.
type Range struct{ First, End int32 }

// Len is the number of tokens.
func (r Range) Len() int { return int(r.End - r.First) }

// Contains says whether o lies within r.
func (r Range) Contains(o Range) bool { return r.First <= o.First && o.End <= r.End }

// Overlaps says whether r and o share a token.
func (r Range) Overlaps(o Range) bool { return r.First < o.End && o.First < r.End }

// Holds says whether the token lies within r.
func (r Range) Holds(token int32) bool { return r.First <= token && token < r.End }

// Cut is a part of the text that is not article: scraping junk, boilerplate.
type Cut struct {
	Span
	// Reason is a short code, for example "percent_encoded" or "source_link".
	Reason string
}

// Note is a remark about how the document was read; Span is empty when it
// concerns the whole.
type Note struct {
	Code    string
	Message string
	Span    Span
}

// SourceMap leads from offsets of Doc.Text to offsets of Doc.Raw. Entries are
// sorted by Text; between two entries both advance together.
type SourceMap []SourcePoint

// SourcePoint says that the byte at Text stands at Raw in the source.
type SourcePoint struct{ Text, Raw int32 }

// Raw returns the offset in the source of a byte of the text. A nil map is the
// identity.
func (m SourceMap) Raw(text int32) int32 {
	low, high := 0, len(m)
	for low < high {
		mid := (low + high) / 2
		if m[mid].Text <= text {
			low = mid + 1
		} else {
			high = mid
		}
	}
	if low == 0 {
		return text
	}
	p := m[low-1]
	return p.Raw + text - p.Text
}

package clean

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"gleaner/extractors/doc"
)

// renderer writes the text of a page and the way back to the source.
type renderer struct {
	raw string
	out strings.Builder
	// points is the map; a point is added where the distance changes, and for
	// every decoded character.
	points doc.SourceMap
	// pending is the white space before the next character.
	pending string
}

// paragraph writes one paragraph, parted from what is before by an empty line.
func (r *renderer) paragraph(p *page, para *paragraph) {
	r.pending = "\n\n"
	for i := para.from; i < para.to; i++ {
		n := &p.nodes[i]
		switch {
		case n.kind == text && !n.hidden:
			r.text(int(n.from), int(n.to))
		case n.tag == atom.Br:
			r.space("\n")
		}
	}
}

// space asks for white space before the next character; a longer one wins.
func (r *renderer) space(s string) {
	if len(s) > len(r.pending) || s == "\n" && r.pending == " " {
		r.pending = s
	}
}

// text writes raw[from:to] with its character references decoded and its white
// space folded.
func (r *renderer) text(from, to int) {
	for at := from; at < to; {
		b := r.raw[at]
		switch {
		case b == '&':
			at += r.reference(at, to)
		case b <= ' ':
			r.space(" ")
			at++
		case b < utf8.RuneSelf:
			r.write(at, r.raw[at:at+1])
			at++
		default:
			c, size := utf8.DecodeRuneInString(r.raw[at:to])
			switch {
			case c == utf8.RuneError && size == 1:
				r.write(at, "\uFFFD")
			case c != 0xA0 && unicode.IsSpace(c):
				r.space(" ")
			default:
				r.write(at, r.raw[at:at+size])
			}
			at += size
		}
	}
}

// maxReference bounds the length of a character reference.
const maxReference = 34

// reference writes the character reference at at and returns its length.
func (r *renderer) reference(at, to int) int {
	end := at + 1
	for end < to && end-at < maxReference && (r.raw[end] == '#' || isAlphanumeric(r.raw[end])) {
		end++
	}
	if end < to && r.raw[end] == ';' {
		end++
	}
	source := r.raw[at:end]
	decoded := html.UnescapeString(source)
	if decoded == source {
		r.write(at, "&")
		return 1
	}
	if strings.TrimSpace(decoded) == "" {
		r.space(" ")
	} else {
		r.write(at, decoded)
	}
	return end - at
}

func isAlphanumeric(b byte) bool {
	return 'a' <= b|0x20 && b|0x20 <= 'z' || '0' <= b && b <= '9'
}

// write appends s, which stands at that byte of the source.
func (r *renderer) write(at int, s string) {
	if r.pending != "" && r.out.Len() > 0 {
		r.out.WriteString(r.pending)
	}
	r.pending = ""
	here := int32(r.out.Len())
	decoded := s != r.raw[at:min(len(r.raw), at+len(s))]
	if n := len(r.points); n == 0 || decoded || int32(at)-r.points[n-1].Raw != here-r.points[n-1].Text {
		r.points = append(r.points, doc.SourcePoint{Text: here, Raw: int32(at)})
	}
	r.out.WriteString(s)
}

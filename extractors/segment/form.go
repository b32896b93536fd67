package segment

import (
	"unicode"
	"unicode/utf8"

	"gleaner/extractors/doc"
)

// form fills Lower and Shape of the token from its text.
func (t *tokenizer) form(token *doc.Token) {
	var f former
	buf := t.lower[:0]
	for at := int(token.Start); at < int(token.End); {
		if b := t.text[at]; b < utf8.RuneSelf && b != '&' {
			buf = append(buf, f.ascii(b))
			at++
			continue
		}
		r, size := t.read(at)
		at += size
		if r != skip {
			buf = appendFolded(buf, r)
			f.rune(r)
		}
	}
	t.lower = buf
	token.Lower = t.d.Intern(unquote(buf))
	token.Shape = f.shape()
}

// former gathers the facts of a token's shape, character by character.
type former struct {
	letters, uppers, digits int
	marks                   int // characters that are no letter and no digit
	odd                     int // of these, those that separate no digits
	lowerSeen, initial      bool
	mixed                   bool
}

func (f *former) ascii(b byte) byte {
	switch {
	case 'a' <= b && b <= 'z':
		f.letters++
		f.lowerSeen = true
	case 'A' <= b && b <= 'Z':
		f.upper()
		return b | 0x20
	case asciiDigit(b):
		f.digits++
	default:
		f.marks++
		if b != '.' && b != ',' && b != ':' && b != '/' && b != '-' {
			f.odd++
		}
	}
	return b
}

func (f *former) upper() {
	f.initial = f.initial || f.letters == 0
	f.mixed = f.mixed || f.lowerSeen
	f.letters++
	f.uppers++
}

func (f *former) rune(r rune) {
	switch {
	case unicode.IsUpper(r):
		f.upper()
	case unicode.IsLetter(r):
		f.letters++
		f.lowerSeen = true
	case unicode.IsDigit(r):
		f.digits++
	case unicode.IsMark(r):
	default:
		f.marks++
		f.odd++
	}
}

func (f *former) shape() (s doc.Shape) {
	set := func(fact bool, flag doc.Shape) {
		if fact {
			s |= flag
		}
	}
	set(f.initial, doc.Initial)
	set(f.letters >= 2 && f.letters == f.uppers, doc.AllUpper)
	set(f.mixed, doc.Mixed)
	set(f.digits > 0, doc.Digit)
	set(f.digits > 0 && f.letters == 0 && f.odd == 0, doc.Number)
	set(f.letters == 0 && f.digits == 0, doc.Punct)
	set(f.letters > 0, doc.Letters)
	return s
}

// appendFolded appends the lower case of r with quotes, dashes, spaces and the
// ellipsis in their ASCII forms; a long dash becomes "--".
func appendFolded(buf []byte, r rune) []byte {
	switch r {
	case '’', '‘', '´', '‛', '′', '‚':
		return append(buf, '\'')
	case '“', '”', '„', '«', '»', '‟', '″':
		return append(buf, '"')
	case '‐', '‑', '−', '–', '‒':
		return append(buf, '-')
	case '—', '―':
		return append(buf, "--"...)
	case '…':
		return append(buf, "..."...)
	}
	return utf8.AppendRune(buf, unicode.ToLower(r))
}

// unquote gives the typewriter's and the treebank's double quotes one form.
func unquote(buf []byte) []byte {
	if len(buf) == 2 && (buf[0] == '`' && buf[1] == '`' || buf[0] == '\'' && buf[1] == '\'') {
		return append(buf[:0], '"')
	}
	return buf
}

// Form fills Lower and Shape of a token whose span comes from elsewhere, as
// Apply would; SpaceBefore and BreakBefore are left to the caller.
func Form(d *doc.Doc, token *doc.Token) {
	t := tokenizer{d: d, text: d.Text, end: int(token.End)}
	t.form(token)
}

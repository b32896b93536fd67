package segment

import (
	"strconv"
	"unicode"
	"unicode/utf8"
)

// skip is what the reader returns for characters that show nothing: soft
// hyphens, zero-width spaces and joiners, byte order and direction marks.
const skip rune = -1

// read decodes the character at text[at:] and returns the number of bytes it
// takes. It sees through broken encodings: "&amp;" reads as '&', and "â€™" or
// "Â£", UTF-8 once decoded as Windows-1252, as ’ and £, and U+0092, Windows-1252
// once decoded as ISO 8859-1, as ’.
func read(text string, at int) (r rune, size int) {
	b := text[at]
	if b < utf8.RuneSelf {
		if b == '&' {
			if r, size := readEntity(text[at:]); size > 0 {
				return r, size
			}
		}
		return rune(b), 1
	}
	r, size = utf8.DecodeRuneInString(text[at:])
	if r >= 0xC2 && r <= 0xF4 {
		if mended, n := readMojibake(text[at:], r, size); n > 0 {
			return mended, n
		}
	}
	switch {
	case r >= 0x80 && r <= 0x9F:
		return windows1252[r-0x80], size
	case invisible(r):
		return skip, size
	}
	return r, size
}

func invisible(r rune) bool {
	switch {
	case r == 0xAD, r == 0xFEFF, r == 0x2060, r == 0x180E:
		return true
	case r >= 0x200B && r <= 0x200F, r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069:
		return true
	}
	return false
}

// entities are the named character references that occur in text that was
// unescaped once too seldom.
var entities = map[string]rune{
	"amp": '&', "lt": '<', "gt": '>', "quot": '"', "apos": '\'', "nbsp": 0xA0,
	"rsquo": '’', "lsquo": '‘', "rdquo": '”', "ldquo": '“', "ndash": '–', "mdash": '—',
	"hellip": '…', "pound": '£', "euro": '€', "yen": '¥', "cent": '¢', "copy": '©', "reg": '®',
	"trade": '™', "eacute": 'é', "egrave": 'è', "agrave": 'à', "ccedil": 'ç', "uuml": 'ü',
	"ouml": 'ö', "auml": 'ä', "ntilde": 'ñ', "shy": 0xAD, "bull": '•', "middot": '·', "deg": '°',
}

// maxEntity bounds the letters or digits of a character reference.
const maxEntity = 8

// readEntity decodes "&name;", "&#39;" or "&#x27;"; size is 0 for anything else.
func readEntity(text string) (r rune, size int) {
	end := 1
	for end < len(text) && end <= maxEntity && text[end] != ';' {
		if c := text[end]; c != '#' && !asciiLetter(c) && !asciiDigit(c) {
			return 0, 0
		}
		end++
	}
	if end < 3 || end >= len(text) || text[end] != ';' {
		return 0, 0
	}
	name := text[1:end]
	if name[0] == '#' {
		r = numericEntity(name[1:])
	} else {
		r = entities[name]
	}
	switch {
	case r == 0:
		return 0, 0
	case invisible(r):
		return skip, end + 1
	}
	return r, end + 1
}

func numericEntity(digits string) rune {
	base := 10
	if digits[0] == 'x' || digits[0] == 'X' {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil || n < ' ' || n > unicode.MaxRune || !utf8.ValidRune(rune(n)) {
		return 0
	}
	return rune(n)
}

// readMojibake decodes characters that are the bytes of one UTF-8 sequence in
// Windows-1252; first is the one of the leading byte. size is 0 when they are not.
func readMojibake(text string, first rune, firstSize int) (r rune, size int) {
	want := 2
	if first >= 0xF0 {
		want = 4
	} else if first >= 0xE0 {
		want = 3
	}
	bytes := [4]byte{byte(first)}
	at := firstSize
	for n := 1; n < want; n++ {
		c, s := utf8.DecodeRuneInString(text[at:])
		b := windowsByte(c)
		if b < 0x80 || b > 0xBF {
			if n == 2 && first == 'â' && bytes[1] == 0x80 {
				return '”', at // "â€" whose last character, unassigned, was lost
			}
			return 0, 0
		}
		bytes[n] = b
		at += s
	}
	r, n := utf8.DecodeRune(bytes[:want])
	if r == utf8.RuneError || n != want {
		return 0, 0
	}
	if invisible(r) {
		return skip, at
	}
	return r, at
}

// windows1252 are the characters of the bytes 0x80 to 0x9F.
var windows1252 = [32]rune{
	'€', 0x81, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', 0x8D, 'Ž', 0x8F,
	0x90, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', 0x9D, 'ž', 'Ÿ',
}

// windowsByte returns the byte of a character in Windows-1252 or ISO 8859-1,
// 0 for those of neither and for ASCII.
func windowsByte(r rune) byte {
	if r >= 0x80 && r <= 0xFF {
		return byte(r)
	}
	if r < 0x152 || r > 0x2122 {
		return 0
	}
	for i, c := range windows1252 {
		if c == r {
			return byte(0x80 + i)
		}
	}
	return 0
}

func asciiLetter(b byte) bool { return 'a' <= b|0x20 && b|0x20 <= 'z' }
func asciiDigit(b byte) bool  { return '0' <= b && b <= '9' }

// class is what the tokenizer tells apart.
type class uint8

const (
	space class = iota
	letter
	digit
	mark // punctuation and symbols
	hidden
)

// classOf returns the class of a character as read gives it.
func classOf(r rune) class {
	if r < utf8.RuneSelf {
		switch {
		case r == skip:
			return hidden
		case r <= ' ', r == 0x7F:
			return space
		case asciiLetter(byte(r)):
			return letter
		case asciiDigit(byte(r)):
			return digit
		}
		return mark
	}
	switch {
	case unicode.IsLetter(r), unicode.IsMark(r):
		return letter
	case unicode.IsDigit(r):
		return digit
	case unicode.IsSpace(r), unicode.IsControl(r):
		return space
	}
	return mark
}

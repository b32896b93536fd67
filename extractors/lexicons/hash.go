package lexicons

import (
	"unicode"
	"unicode/utf8"
)

// FNV-1a, 32 bits (Fowler, Noll, Vo).
const (
	fnvOffset = 2166136261
	fnvPrime  = 16777619
)

// hashWord hashes a word as it is.
func hashWord(s string) uint32 {
	h := uint32(fnvOffset)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint32(s[i])) * fnvPrime
	}
	return h
}

// hashName goes on hashing a name from h, by its letters and digits alone, in
// lower case and without accents: "AT&T", "AT & T" and "at&t" are the same
// name however they are cut into tokens. h is unchanged by marks and spaces.
func hashName(h uint32, s string) uint32 {
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case 'a' <= c && c <= 'z' || '0' <= c && c <= '9':
		case 'A' <= c && c <= 'Z':
			c += 'a' - 'A'
		case c < utf8.RuneSelf:
			continue
		default:
			return hashRunes(h, s[i:])
		}
		h = (h ^ uint32(c)) * fnvPrime
	}
	return h
}

// hashRunes is hashName for text beyond ASCII.
func hashRunes(h uint32, s string) uint32 {
	for _, r := range s {
		if !isAlphanumeric(r) {
			continue
		}
		r = plain(unicode.ToLower(r))
		for r >= utf8.RuneSelf {
			h = (h ^ uint32(r&0x7f|0x80)) * fnvPrime
			r >>= 7
		}
		h = (h ^ uint32(r)) * fnvPrime
	}
	return h
}

// unaccented are the base letters of U+00E0 to U+017F; a space where there is none.
const unaccented = "aaaaaaaceeeeiiii" + "dnooooo ouuuuyty" +
	"aaaaaacccccccc" + "dd" + "ddeeeeeeeeeegggg" + "gggghhhhiiiiiiii" + "iiiijjkkklllllll" +
	"lllnnnnnnnnnoooo" + "oooorrrrrrssssss" + "ssttttttuuuuuuuu" + "uuuuwwyyyzzzzzzs"

// plain strips the accent off a lower-case Latin letter.
func plain(r rune) rune {
	if r < 0xE0 || r > 0x17F {
		return r
	}
	if base := unaccented[r-0xE0]; base != ' ' {
		return rune(base)
	}
	return r
}

// isAlphanumeric says whether hashName looks at the character.
func isAlphanumeric(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

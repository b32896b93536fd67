package console

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// shown makes a text harmless to look at: control characters and those that
// turn the direction of writing become visible. The number of code points stays.
func shown(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case unicode.IsControl(r), turnsDirection(r):
			return utf8.RuneError
		}
		return r
	}, s)
}

// turnsDirection says whether the character overrides, embeds or isolates a
// direction: with it a text can look like another one.
func turnsDirection(r rune) bool {
	return r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 || r == 0x061C || r == 0x200E || r == 0x200F
}

// line is a short text on one line, at most limit code points long.
func line(s string, limit int) string {
	// Bytes first, for the text may be as large as an article.
	s = strings.Join(strings.Fields(shown(short(s, 4*limit))), " ")
	if runes := []rune(s); len(runes) > limit {
		return strings.TrimSpace(string(runes[:limit-1])) + "…"
	}
	return s
}

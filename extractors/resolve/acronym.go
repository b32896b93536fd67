package resolve

// minorWords are left out of most acronyms.
var minorWords = map[string]bool{
	"of": true, "the": true, "and": true, "for": true, "on": true, "in": true, "to": true, "de": true, "du": true, "des": true, "la": true,
}

// acronymsOf returns the acronyms by which a name of several words goes: the
// initials without minor words, with them, and without a leading "US".
func acronymsOf(words []string) []string {
	if len(words) < 2 {
		return nil
	}
	major, all := initials(words, minorWords), initials(words, nil)
	out := []string{major}
	if all != major {
		out = append(out, all)
	}
	if words[0] == "us" || words[0] == "uk" || words[0] == "national" {
		if rest := initials(words[1:], minorWords); len(rest) >= 2 {
			out = append(out, rest)
		}
	}
	if len(major) < 2 {
		return out[1:]
	}
	return out
}

func initials(words []string, without map[string]bool) string {
	var b [16]byte
	out := b[:0]
	for _, w := range words {
		if w != "" && !without[w] {
			out = append(out, w[0])
		}
	}
	return string(out)
}

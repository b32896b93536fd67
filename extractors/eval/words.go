package eval

import (
	"strings"
	"unicode"
)

// WordF1 compares the words of an extracted text with those of the expected one,
// as bags: words are runs of letters and digits in lower case, Chinese and
// Japanese characters count one by one. It returns precision, recall and their
// harmonic mean, 0 to 1.
func WordF1(got, want string) (precision, recall, f1 float64) {
	counts := map[string]int{}
	wanted, found, same := 0, 0, 0
	for word := range bagWords(want) {
		counts[word]++
		wanted++
	}
	for word := range bagWords(got) {
		found++
		if counts[word] > 0 {
			counts[word]--
			same++
		}
	}
	if same == 0 {
		return 0, 0, 0
	}
	precision, recall = float64(same)/float64(found), float64(same)/float64(wanted)
	return precision, recall, 2 * precision * recall / (precision + recall)
}

// bagWords yields the words of a text for WordF1.
func bagWords(text string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for run := range strings.FieldsFuncSeq(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
			start := 0
			for i, r := range run {
				if !unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) {
					continue
				}
				if start < i && !yield(run[start:i]) || !yield(string(r)) {
					return
				}
				start = i + len(string(r))
			}
			if start < len(run) && !yield(run[start:]) {
				return
			}
		}
	}
}

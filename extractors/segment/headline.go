package segment

import (
	"strings"

	"gleaner/extractors/doc"
)

// maxHeadline is the most tokens a headline has.
const maxHeadline = 30

// short says whether the tokens, a line of their own, could be a headline:
// few, and without the end of a sentence.
func (s *splitter) short(r doc.Range) bool {
	if r.Len() > maxHeadline {
		return false
	}
	last := s.d.Tokens[r.End-1]
	switch last.Lower {
	case ".", ":", ",", ";", "...", "\"", ")":
		return s.titleCase(r)
	}
	return last.Shape&(doc.Letters|doc.Digit) != 0 || last.Lower == "?" || last.Lower == "!" || last.Lower == "'"
}

// markHeadlines takes back the mark from lines that head nothing: the last one.
func (s *splitter) markHeadlines() {
	if n := len(s.d.Sentences); n > 0 {
		s.d.Sentences[n-1].Headline = false
	}
}

// titleCase says whether nearly all words that would be written small in a
// sentence begin with a capital.
func (s *splitter) titleCase(r doc.Range) bool {
	words, capitals := 0, 0
	for i := r.First + 1; i < r.End; i++ {
		token := &s.d.Tokens[i]
		if !token.Shape.Is(doc.Letters) || token.Span.Len() < 4 || smallWords[token.Lower] {
			continue
		}
		words++
		if token.Shape.Is(doc.Initial) {
			capitals++
		}
	}
	return words >= 3 && capitals*5 >= words*4
}

// smallWords stay small in headlines of title case.
var smallWords = wordSet("from with into over amid upon than that after about onto")

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(words) {
		set[word] = true
	}
	return set
}

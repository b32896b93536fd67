package tag

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"gleaner/extractors/doc"
)

// Words says which tags a word had in training.
type Words struct{ entries map[string]wordEntry }

type wordEntry struct {
	tags  uint64  // the set of its tags, by 1<<tag
	fixed doc.Tag // its only tag when it was frequent, else NoTag
}

// What it takes to enter the list, and for a word to be given its tag unseen.
const (
	leastSeen  = 6
	leastShare = 0.02
	fixedSeen  = 40
	fixedShare = 0.998
)

// find returns the entry of a word in lower case, the zero entry if unknown.
func (w *Words) find(lower string) wordEntry { return w.entries[lower] }

// learnWords counts the tags of each word.
func learnWords(lessons []Lesson) *Words {
	counts := map[string]*[doc.NumTags]int{}
	for _, l := range lessons {
		for i := range l.Doc.Tokens {
			lower := l.Doc.Tokens[i].Lower
			if counts[lower] == nil {
				counts[lower] = new([doc.NumTags]int)
			}
			counts[lower][l.Tags[i]]++
		}
	}
	w := &Words{entries: map[string]wordEntry{}}
	for lower, byTag := range counts {
		if e, ok := newWordEntry(byTag); ok && !strings.ContainsAny(lower, "\t\n") {
			w.entries[lower] = e
		}
	}
	return w
}

func newWordEntry(counts *[doc.NumTags]int) (e wordEntry, ok bool) {
	all, most := 0, doc.NoTag
	for t, n := range counts {
		all += n
		if n > counts[most] {
			most = doc.Tag(t)
		}
	}
	if all < leastSeen {
		return e, false
	}
	for t, n := range counts {
		if n > 0 && float64(n) >= leastShare*float64(all) {
			e.tags |= 1 << t
		}
	}
	// Nouns and names are told apart by how they are written, not by the word.
	open := most.Noun() || most.Adjective()
	if all >= fixedSeen && float64(counts[most]) >= fixedShare*float64(all) && !open {
		e.fixed = most
	}
	return e, true
}

// append writes the list as lines of word, tags in hexadecimal and fixed tag.
func (w *Words) append(out []byte) []byte {
	for _, lower := range slices.Sorted(maps.Keys(w.entries)) {
		e := w.entries[lower]
		out = append(append(out, lower...), '\t')
		out = append(strconv.AppendUint(out, e.tags, 16), '\t')
		out = append(append(out, e.fixed.String()...), '\n')
	}
	return out
}

// openWords reads what append wrote; the words point into the text.
func openWords(text string) (*Words, error) {
	w := &Words{entries: make(map[string]wordEntry, strings.Count(text, "\n"))}
	for line := range strings.Lines(text) {
		lower, rest, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		set, fixed, ok := strings.Cut(rest, "\t")
		tags, err := strconv.ParseUint(set, 16, 64)
		tag, known := doc.ParseTag(fixed)
		if !ok || err != nil || fixed != "" && !known {
			return nil, errDamaged
		}
		w.entries[lower] = wordEntry{tags, tag}
	}
	return w, nil
}

package tag

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"gleaner/extractors/doc"
)

// Lemmas turns words into their dictionary form by edits of the ending: the
// edit of the whole word with its tag where that is known, else that of its
// longest known ending.
type Lemmas struct {
	words, endings [doc.NumTags]map[string]edit
}

// edit takes strip bytes off the end and adds a string.
type edit struct {
	strip int
	add   string
}

// longestEnding bounds the endings that are learned, in bytes.
const longestEnding = 6

// of returns the lemma of a token that has its tag.
func (l *Lemmas) of(d *doc.Doc, t *doc.Token, w *scratch) string {
	e, ok := l.find(t.Lower, t.Tag)
	if !ok || e.strip == 0 && e.add == "" || e.strip > len(t.Lower) {
		return t.Lower
	}
	w.lemma = append(append(w.lemma[:0], t.Lower[:len(t.Lower)-e.strip]...), e.add...)
	return d.Intern(w.lemma)
}

func (l *Lemmas) find(lower string, tag doc.Tag) (edit, bool) {
	if e, ok := l.words[tag][lower]; ok {
		return e, true
	}
	return l.byEnding(lower, tag)
}

func (l *Lemmas) byEnding(lower string, tag doc.Tag) (edit, bool) {
	endings := l.endings[tag]
	if len(endings) == 0 {
		return edit{}, false
	}
	for n := min(longestEnding, len(lower)-1); n >= 0; n-- {
		if e, ok := endings[lower[len(lower)-n:]]; ok {
			return e, true
		}
	}
	return edit{}, false
}

// learnLemmas learns endings from word types, then the words that the endings
// get wrong.
func learnLemmas(lessons []Lesson) *Lemmas {
	l := &Lemmas{}
	for tag, lemmas := range countLemmas(lessons) {
		l.learn(doc.Tag(tag), lemmas)
	}
	return l
}

// countLemmas returns the most frequent lemma of each word by tag.
func countLemmas(lessons []Lesson) [doc.NumTags]map[string]string {
	var counts [doc.NumTags]map[string]map[string]int
	for _, lesson := range lessons {
		for i := range lesson.Doc.Tokens {
			lower, tag := lesson.Doc.Tokens[i].Lower, lesson.Tags[i]
			lemma := strings.ToLower(lesson.Lemmas[i])
			if strings.ContainsAny(lower+lemma, "\t\n") || lemma == "_" && lower != "_" {
				continue
			}
			if counts[tag] == nil {
				counts[tag] = map[string]map[string]int{}
			}
			if counts[tag][lower] == nil {
				counts[tag][lower] = map[string]int{}
			}
			counts[tag][lower][lemma]++
		}
	}
	var best [doc.NumTags]map[string]string
	for tag, words := range counts {
		best[tag] = map[string]string{}
		for lower, lemmas := range words {
			best[tag][lower] = mostFrequent(lemmas)
		}
	}
	return best
}

// mostFrequent returns the key with the highest count, the first on a tie.
func mostFrequent[K cmp.Ordered](counts map[K]int) K {
	var best K
	most := 0
	for _, k := range slices.Sorted(maps.Keys(counts)) {
		if counts[k] > most {
			best, most = k, counts[k]
		}
	}
	return best
}

func (l *Lemmas) learn(tag doc.Tag, lemmas map[string]string) {
	counts := map[string]map[string]int{}
	for lower, lemma := range lemmas {
		e := editBetween(lower, lemma).String()
		for n := 0; n <= min(longestEnding, len(lower)-1); n++ {
			end := lower[len(lower)-n:]
			if counts[end] == nil {
				counts[end] = map[string]int{}
			}
			counts[end][e]++
		}
	}
	l.words[tag], l.endings[tag] = map[string]edit{}, map[string]edit{}
	endings := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
	})
	for _, end := range endings {
		best := mostFrequent(counts[end])
		if old, ok := l.byEnding("?"+end, tag); counts[end][best] >= 2 && (!ok || old.String() != best) {
			l.endings[tag][end] = parseEdit(best)
		}
	}
	for lower, lemma := range lemmas {
		if e, _ := l.byEnding(lower, tag); e.strip > len(lower) || lower[:len(lower)-e.strip]+e.add != lemma {
			l.words[tag][lower] = editBetween(lower, lemma)
		}
	}
}

// editBetween keeps what both have in front.
func editBetween(lower, lemma string) edit {
	n := 0
	for n < len(lower) && n < len(lemma) && lower[n] == lemma[n] {
		n++
	}
	return edit{len(lower) - n, lemma[n:]}
}

// String writes the edit as "2+y".
func (e edit) String() string { return strconv.Itoa(e.strip) + "+" + e.add }

func parseEdit(s string) edit {
	strip, add, _ := strings.Cut(s, "+")
	n, err := strconv.Atoi(strip)
	if err != nil || n < 0 {
		return edit{}
	}
	return edit{n, add}
}

// append writes the tables as lines of tag, "=" for a word or "-" for an
// ending, the word or ending, and the edit.
func (l *Lemmas) append(out []byte) []byte {
	for tag := range doc.NumTags {
		for mark, table := range []map[string]edit{l.endings[tag], l.words[tag]} {
			for _, key := range slices.Sorted(maps.Keys(table)) {
				out = append(out, tag.String()...)
				out = append(out, '\t', "-="[mark])
				out = append(append(out, key...), '\t')
				out = append(append(out, table[key].String()...), '\n')
			}
		}
	}
	return out
}

// openLemmas reads what append wrote; the words point into the text.
func openLemmas(text string) (*Lemmas, error) {
	l := &Lemmas{}
	for line := range strings.Lines(text) {
		parts := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(parts) != 3 || parts[1] == "" {
			return nil, errDamaged
		}
		tag, ok := doc.ParseTag(parts[0])
		if !ok && parts[0] != "" {
			return nil, errDamaged
		}
		tables := &l.endings
		if parts[1][0] == '=' {
			tables = &l.words
		}
		if tables[tag] == nil {
			tables[tag] = map[string]edit{}
		}
		tables[tag][parts[1][1:]] = parseEdit(parts[2])
	}
	return l, nil
}

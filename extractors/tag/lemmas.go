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
// longest known ending. An ending may be known after vowels or consonants only
// ("fined", but "gained").
type Lemmas struct {
	words   [doc.NumTags]map[string]edit
	endings [doc.NumTags][numSounds]map[string]edit
}

// sound is what stands before an ending.
type sound uint8

const (
	anything sound = iota
	vowel
	consonant
	numSounds
)

func soundOf(b byte) sound {
	switch b {
	case 'a', 'e', 'i', 'o', 'u':
		return vowel
	case '?':
		return anything
	}
	return consonant
}

// edit takes strip bytes off the end and adds a string.
type edit struct {
	strip int
	add   string
}

// longestEnding bounds the endings that are learned, in bytes.
const longestEnding = 6

// apply returns the word as the edit changes it; the word itself where it
// cannot.
func (e edit) apply(d *doc.Doc, lower string, w *scratch) string {
	if e.strip == 0 && e.add == "" || e.strip > len(lower) {
		return lower
	}
	w.lemma = append(append(w.lemma[:0], lower[:len(lower)-e.strip]...), e.add...)
	return d.Intern(w.lemma)
}

func (l *Lemmas) find(lower string, tag doc.Tag) (edit, bool) {
	if e, ok := l.words[tag][lower]; ok {
		return e, true
	}
	return l.byEnding(lower, tag)
}

func (l *Lemmas) byEnding(lower string, tag doc.Tag) (edit, bool) {
	endings := &l.endings[tag]
	if len(endings[anything]) == 0 {
		return edit{}, false
	}
	for n := min(longestEnding, len(lower)-1); n >= 0; n-- {
		at := len(lower) - n
		if e, ok := endings[soundOf(lower[at-1])][lower[at:]]; ok {
			return e, true
		}
		if e, ok := endings[anything][lower[at:]]; ok {
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

// ending is the key of an edit while it is learned.
type ending struct {
	text   string
	before sound
}

func (e ending) compare(o ending) int {
	return cmp.Or(cmp.Compare(len(e.text), len(o.text)), cmp.Compare(e.before, o.before), cmp.Compare(e.text, o.text))
}

// learn keeps an ending when it tells more than shorter ones, and a word when
// the endings get it wrong.
func (l *Lemmas) learn(tag doc.Tag, lemmas map[string]string) {
	l.words[tag] = map[string]edit{}
	for i := range l.endings[tag] {
		l.endings[tag][i] = map[string]edit{}
	}
	counts := countEndings(lemmas)
	for _, end := range slices.SortedFunc(maps.Keys(counts), ending.compare) {
		best := mostFrequent(counts[end])
		word := "?ab"[end.before:end.before+1] + end.text
		if old, ok := l.byEnding(word, tag); counts[end][best] >= 2 && (!ok || old.String() != best) {
			l.endings[tag][end.before][end.text] = parseEdit(best)
		}
	}
	for lower, lemma := range lemmas {
		if e, _ := l.byEnding(lower, tag); e.strip > len(lower) || lower[:len(lower)-e.strip]+e.add != lemma {
			l.words[tag][lower] = editBetween(lower, lemma)
		}
	}
}

// countEndings counts the edits of each ending, by word types.
func countEndings(lemmas map[string]string) map[ending]map[string]int {
	counts := map[ending]map[string]int{}
	for lower, lemma := range lemmas {
		e := editBetween(lower, lemma).String()
		for n := 0; n <= min(longestEnding, len(lower)-1); n++ {
			at := len(lower) - n
			for _, before := range []sound{anything, soundOf(lower[at-1])} {
				end := ending{lower[at:], before}
				if counts[end] == nil {
					counts[end] = map[string]int{}
				}
				counts[end][e]++
			}
		}
	}
	return counts
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

// marks stand for the tables in the file: endings after anything, vowels and
// consonants, and words.
const marks = "-vc="

// append writes the tables as lines of tag, mark and word or ending, edit.
func (l *Lemmas) append(out []byte) []byte {
	for tag := range doc.NumTags {
		for i := range marks {
			table := l.table(tag, marks[i])
			for _, key := range slices.Sorted(maps.Keys(*table)) {
				out = append(out, tag.String()...)
				out = append(out, '\t', marks[i])
				out = append(append(out, key...), '\t')
				out = append(append(out, (*table)[key].String()...), '\n')
			}
		}
	}
	return out
}

// table returns the table of a mark, nil if there is none.
func (l *Lemmas) table(tag doc.Tag, mark byte) *map[string]edit {
	switch i := strings.IndexByte(marks, mark); {
	case i < 0:
		return nil
	case i < int(numSounds):
		return &l.endings[tag][i]
	}
	return &l.words[tag]
}

// openLemmas reads what append wrote; the words point into the text.
func openLemmas(text string) (*Lemmas, error) {
	l := &Lemmas{}
	for line := range strings.Lines(text) {
		name, rest, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		key, change, ok := strings.Cut(rest, "\t")
		tag, known := doc.ParseTag(name)
		if !ok || key == "" || !known && name != "" || l.table(tag, key[0]) == nil {
			return nil, errDamaged
		}
		table := l.table(tag, key[0])
		if *table == nil {
			*table = map[string]edit{}
		}
		(*table)[key[1:]] = parseEdit(change)
	}
	return l, nil
}

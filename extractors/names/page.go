package names

import (
	"gleaner/extractors/doc"
	"gleaner/extractors/lexicons"
	"gleaner/extractors/linear"
)

// page is the working memory for one document: what is seen of its tokens and
// distinct words. Pages are pooled; once grown they allocate nothing.
type page struct {
	lists  *lists
	doc    *doc.Doc
	sights []sight
	words  []word
	// index leads from a word's hash to words: open addressing, index+1, 0 is empty.
	index []int32
	runs  []run
	// initials are those of the capitalised runs, for acronyms.
	initials []initials
	// labels of the tokens, by the last pass.
	labels []label
	// scores are those of the first pass, a row of labels for each token.
	scores   []int32
	features []linear.Feature
	forms    forms
}

// lists are the lexicons that the stage looks words up in, and what the model
// looks at besides.
type lists struct {
	clusters  *lexicons.Clusters
	gazetteer *lexicons.Gazetteer
	leanings  *leanings
	// layout is Learning.Layout.
	layout bool
}

// run is a stretch of capitalised tokens, with "of", "and" and the like inside.
type run struct {
	doc.Range
	// text hashes its words.
	text uint64
	// listed are the kinds of the whole run in the gazetteer.
	listed lexicons.Kinds
}

// read fills the page from the document's tokens.
func (p *page) read(d *doc.Doc) {
	p.doc = d
	n := len(d.Tokens)
	p.sights = resized(p.sights, n)
	p.labels = resized(p.labels, n)
	clear(p.labels)
	p.scores = resized(p.scores, n*numLabels)
	p.words, p.runs, p.initials = p.words[:0], p.runs[:0], p.initials[:0]
	slots := 64
	for slots < 2*n {
		slots *= 2
	}
	p.index = resized(p.index, slots)
	clear(p.index)
	for i := range d.Sentences {
		p.readSentence(d.Sentences[i].Range, i)
	}
	p.gather()
}

// resized returns a slice of length n, with whatever it held before.
func resized[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/2)
	}
	return s[:n]
}

// readSentence sees each token of a sentence, and its runs and listed names.
func (p *page) readSentence(r doc.Range, index int) {
	tokens := p.doc.Tokens[r.First:r.End]
	style := styleOf(tokens)
	opens := true
	for i := range tokens {
		t, s := &tokens[i], &p.sights[int(r.First)+i]
		*s = sight{word: p.wordOf(t.Lower), run: -1, letter: letterOf(t.Shape, opens, style)}
		if s.letter != lowercase {
			s.shape = shapeOf(p.doc.Slice(t.Span))
		}
		if s.letter != mark {
			opens = false
		} else if t.Lower == ":" {
			opens = true
		}
		w := &p.words[s.word]
		switch s.letter {
		case lowercase:
			w.plain++
		case capital, upper, mixed:
			w.capital++
		}
	}
	if p.lists.layout && len(tokens) > 0 {
		p.sights[r.First].line = lineOf(tokens, style, index)
	}
	p.findRuns(r)
	p.findListed(r)
}

// wordOf returns the index of the entry of a word, made when it is new.
func (p *page) wordOf(lower string) int32 {
	hash := linear.String(lower)
	mask := uint64(len(p.index) - 1)
	for slot := hash >> 7 & mask; ; slot = (slot + 1) & mask {
		if p.index[slot] == 0 {
			w := word{lower: lower, hash: hash, kinds: p.lists.gazetteer.Kinds(lower)}
			w.cluster, w.known = p.lists.clusters.Of(lower)
			w.leaning = p.lists.leanings.of(hash)
			p.words = append(p.words, w)
			p.index[slot] = int32(len(p.words))
			return int32(len(p.words) - 1)
		}
		if at := p.index[slot] - 1; p.words[at].hash == hash {
			return at
		}
	}
}

// findRuns marks the capitalised runs of a sentence. In title case and
// capitals everything is one run, so there are none.
func (p *page) findRuns(r doc.Range) {
	for i := r.First; i < r.End; {
		if !p.sights[i].letter.runs() {
			i++
			continue
		}
		end := i + 1
		for end < r.End {
			if p.sights[end].letter.runs() {
				end++
			} else if skip := p.joiners(end, r.End); skip > 0 {
				end += skip + 1
			} else {
				break
			}
		}
		p.addRun(run{Range: doc.Range{First: i, End: end}})
		i = end
	}
}

// runs says whether tokens of that case can make a run.
func (l letter) runs() bool { return l == capital || l == opening || l == upper || l == mixed }

// joiners returns how many tokens at i, one or two, link two capitalised ones.
func (p *page) joiners(i, end int32) int32 {
	n := int32(0)
	for n < 2 && i+n < end && isJoiner(p.doc.Tokens[i+n].Lower) {
		n++
	}
	if n > 0 && i+n < end && p.sights[i+n].letter.runs() {
		return n
	}
	return 0
}

func isJoiner(lower string) bool {
	switch lower {
	case "of", "&", "-", "for", "de", "la", "del", "da", "do", "dos", "van", "von", "der", "den", "bin", "al", "el", "ibn", "du", "des", "di", "'s", ".":
		return true
	}
	return false
}

func (p *page) addRun(r run) {
	hash, letters := uint64(0), 0
	for i := r.First; i < r.End; i++ {
		r.text = r.text*0x9e3779b97f4a7c15 + p.wordAt(i).hash
		p.sights[i].run = int32(len(p.runs))
		if p.sights[i].letter.runs() {
			hash = hash*31 + uint64(p.doc.Tokens[i].Lower[0])
			letters++
		}
	}
	if n, kinds := p.lists.gazetteer.Longest(p.doc.Tokens[r.First:min(r.End, r.First+8)]); n == r.Len() {
		r.listed = kinds
	}
	p.runs = append(p.runs, r)
	if letters > 1 {
		p.initials = append(p.initials, initials{hash, int32(len(p.runs) - 1)})
	}
}

// findListed marks the listed names of several tokens, longest first from the left.
func (p *page) findListed(r doc.Range) {
	for i := r.First; i < r.End; {
		n := 0
		var kinds lexicons.Kinds
		if l := p.sights[i].letter; l.written() || l == digits {
			n, kinds = p.lists.gazetteer.Longest(p.doc.Tokens[i:min(r.End, i+8)])
		}
		if n < 2 {
			i++
			continue
		}
		for k := range int32(n) {
			s := &p.sights[i+k]
			s.found, s.at = kinds, inner
		}
		p.sights[i].at = first
		p.sights[i+int32(n)-1].at = last
		i += int32(n)
	}
}

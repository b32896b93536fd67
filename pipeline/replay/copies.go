package replay

import (
	"fmt"
	"math"
	"slices"
	"sync"
	"unicode"
	"unicode/utf8"
)

// The prints of articles: MinHash by one permutation over shingles of words
// (Broder 1997; Li, Owen, Zhang 2012).
const (
	// shingleWords is how many words in a row are compared.
	shingleWords = 5
	// printBins is how many minima make a print, bands how many groups of them
	// are looked up: articles that agree in one group are compared in full.
	printBins = 64
	bands     = 8
	bandBins  = printBins / bands
	// minShingles is how many an article has to have: shorter ones are copies
	// only when they are equal.
	minShingles = 40
	// printFigures is how many of the numbers of an article are compared.
	printFigures = 16
	// minFigures is which part of the numbers two copies share: an article that
	// says the same with other figures is other news.
	minFigures = 0.8
)

// DefaultSimilarity is which part of their shingles copies share at least.
const DefaultSimilarity = 0.85

// DefaultWindow is how many articles are remembered; each takes about 270 bytes.
const DefaultWindow = 200_000

// print is what articles are compared by.
type print struct {
	// exact is a hash of all words; 0 when there are none.
	exact uint64
	// bins are minima of the hashes of shingles; meaningless unless near is set.
	bins [printBins]uint16
	near bool
	// figures are the smallest hashes of the numbers, sorted, of which there are n.
	figures [printFigures]uint16
	n       uint8
}

// Twin is the article that another one is a copy of.
type Twin struct {
	ID string
	// Similarity is the estimated part of shingles that both have; 1 when all
	// words are equal.
	Similarity float64
}

// String says it for people.
func (t *Twin) String() string {
	if t.Similarity == 1 {
		return fmt.Sprintf("copy of article %s: the same words", t.ID)
	}
	return fmt.Sprintf("copy of article %s: %.0f %% the same", t.ID, 100*t.Similarity)
}

// Copies finds articles that were there before, word for word or nearly so,
// among the last ones of its window. Memory is bounded by the window.
type Copies struct {
	similarity float64

	mu   sync.Mutex
	ring []original
	next int64 // originals seen
	// tables lead from a hash to the number, from 1, of the last original that
	// had it; the first is for whole texts, the others for bands.
	tables [1 + bands][]int64
	// marks are positions in the archive before some originals, every markEvery.
	marks []mark
}

type original struct {
	print
	id string
}

type mark struct {
	number   int64 // of the original
	position string
}

// markEvery is how many originals share a mark.
const markEvery = 1024

// NewCopies remembers the last window articles that were no copies. similarity
// is between 0 and 1; at 1 only equal texts are copies.
func NewCopies(window int, similarity float64) *Copies {
	c := &Copies{similarity: similarity, ring: make([]original, max(window, 1))}
	size := 1
	for size < 2*len(c.ring) {
		size *= 2
	}
	for i := range c.tables {
		c.tables[i] = make([]int64, size)
	}
	return c
}

// see returns what the article is a copy of; nil for an original, which is
// remembered. position is where reading goes on with it.
func (c *Copies) see(p print, id, position string) *Twin {
	if p.exact == 0 {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	slots := c.slots(&p)
	for i, slot := range slots {
		o := c.at(c.tables[i][slot])
		if o == nil {
			continue
		}
		if o.exact == p.exact {
			return &Twin{ID: o.id, Similarity: 1}
		}
		if i == 0 || !p.near || !o.near || c.similarity >= 1 {
			continue
		}
		if similar := p.similarity(&o.print); similar >= c.similarity && p.sameFigures(&o.print) {
			return &Twin{ID: o.id, Similarity: min(similar, 0.99)}
		}
	}
	if c.next%markEvery == 0 {
		c.marks = append(c.marks, mark{c.next, position})
		oldest := c.next - int64(len(c.ring))
		for len(c.marks) > 1 && c.marks[1].number <= oldest {
			c.marks = c.marks[1:]
		}
	}
	c.ring[c.next%int64(len(c.ring))] = original{p, id}
	c.next++
	for i, slot := range slots {
		c.tables[i][slot] = c.next
	}
	return nil
}

// at returns an original by its number from 1; nil when it is forgotten.
func (c *Copies) at(number int64) *original {
	if number == 0 || number <= c.next-int64(len(c.ring)) {
		return nil
	}
	return &c.ring[(number-1)%int64(len(c.ring))]
}

// from is where to read from to remember what is remembered now; ok is false
// when nothing is.
func (c *Copies) from() (position string, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.marks) == 0 {
		return "", false
	}
	return c.marks[0].position, true
}

// slots are the places of a print in the tables.
func (c *Copies) slots(p *print) []uint64 {
	mask := uint64(len(c.tables[0]) - 1)
	slots := append(make([]uint64, 0, 1+bands), mix(p.exact)>>20&mask)
	if !p.near {
		return slots
	}
	for b := range bands {
		h := uint64(b) + 1
		for _, bin := range p.bins[b*bandBins : (b+1)*bandBins] {
			h = mix(h ^ uint64(bin))
		}
		slots = append(slots, h>>20&mask)
	}
	return slots
}

// similarity estimates which part of their shingles both share.
func (p *print) similarity(o *print) float64 {
	same := 0
	for i, bin := range p.bins {
		if bin == o.bins[i] {
			same++
		}
	}
	return float64(same) / printBins
}

// sameFigures says whether both give nearly the same numbers.
func (p *print) sameFigures(o *print) bool {
	a, b := p.figures[:p.n], o.figures[:o.n]
	shared := 0
	for _, f := range a {
		if _, ok := slices.BinarySearch(b, f); ok {
			shared++
		}
	}
	all := len(a) + len(b) - shared
	return all == 0 || float64(shared)/float64(all) >= minFigures
}

// newPrint makes the print of a text. Case, spaces and punctuation do not count.
func newPrint(text string) print {
	var p print
	var last [shingleWords]uint64 // hashes of the last words
	minima := [printBins]uint64{}
	for i := range minima {
		minima[i] = math.MaxUint64
	}
	var figures []uint16
	words := 0
	eachWord(text, func(h uint64, number bool) {
		p.exact = mix(p.exact ^ h)
		if number {
			figures = append(figures, uint16(h>>16))
		}
		copy(last[:], last[1:])
		last[shingleWords-1] = h
		if words++; words < shingleWords {
			return
		}
		s := uint64(0)
		for _, w := range last {
			s = mix(s ^ w)
		}
		bin := s >> 58 // 64 bins
		minima[bin] = min(minima[bin], s)
	})
	slices.Sort(figures)
	figures = slices.Compact(figures)
	p.n = uint8(copy(p.figures[:], figures))
	if p.near = words >= minShingles+shingleWords-1; p.near {
		fill(&minima)
		for i, m := range minima {
			p.bins[i] = uint16(mix(m) >> 20)
		}
	}
	return p
}

// fill gives bins that no shingle fell into the minimum of the next that has one.
func fill(minima *[printBins]uint64) {
	was := *minima
	for i := range was {
		for j := 0; was[(i+j)%printBins] == math.MaxUint64 && j < printBins; j++ {
			minima[i] = was[(i+j+1)%printBins] + uint64(j+1)
		}
	}
}

// eachWord gives a hash of every word in lower case, and whether it is a number.
func eachWord(text string, see func(hash uint64, number bool)) {
	const offset, prime = 14695981039346656037, 1099511628211 // FNV-1a
	h, inWord, number := uint64(offset), false, false
	end := func() {
		if inWord {
			see(mix(h), number)
		}
		h, inWord, number = offset, false, false
	}
	for i := 0; i < len(text); {
		r, n := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(text[i:])
		}
		i += n
		switch {
		case r >= 'a' && r <= 'z':
		case r >= 'A' && r <= 'Z':
			r += 'a' - 'A'
		case r >= '0' && r <= '9':
			number = number || !inWord
		case r < utf8.RuneSelf || !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r):
			end()
			continue
		default:
			r = unicode.ToLower(r)
		}
		h, inWord = (h^uint64(r))*prime, true
	}
	end()
}

// mix spreads the bits of a hash (the finalizer of SplitMix64). It never gives 0.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return (x ^ x>>31) | 1
}

package events

import (
	"math"

	"gleaner/extractors/doc"
	"gleaner/extractors/lexicons"
	"gleaner/extractors/neural"
)

// meaning holds what the words of a document mean as vectors, made when they
// are asked for. It is reused from document to document.
type meaning struct {
	d       *doc.Doc
	vectors *lexicons.Vectors
	// ranks of the tokens' words in vectors, -1 for unknown ones.
	ranks []int32
	// words are the vectors made so far, by rank; room is where the next go.
	words     map[int32][]float32
	room      []float32
	sentences [][]float32
	document  []float32
}

// frequent is the rank from which a word counts fully in a mean; more frequent
// words say less.
const frequent = 400

// read turns to a document.
func (m *meaning) read(d *doc.Doc, vectors *lexicons.Vectors) {
	m.d, m.vectors, m.document = d, vectors, nil
	if m.words == nil {
		m.words = map[int32][]float32{}
	}
	clear(m.words)
	m.room = m.room[:0]
	m.ranks = unset(m.ranks, len(d.Tokens))
	for i := range d.Tokens {
		t := &d.Tokens[i]
		rank, ok := vectors.Find(t.Lower)
		if !ok {
			rank, ok = vectors.Find(t.Lemma)
		}
		if ok {
			m.ranks[i] = rank
		}
	}
	clear(m.sentences)
	m.sentences = append(m.sentences[:0], make([][]float32, len(d.Sentences))...)
}

// vector makes room for a vector. Vectors stay valid until the next document.
func (m *meaning) vector() []float32 {
	if len(m.room)+lexicons.VectorWidth > cap(m.room) {
		m.room = make([]float32, 0, 256*lexicons.VectorWidth)
	}
	n := len(m.room)
	m.room = m.room[:n+lexicons.VectorWidth]
	v := m.room[n : n+lexicons.VectorWidth : n+lexicons.VectorWidth]
	clear(v)
	return v
}

// slot is a token's word as an input of a network, empty for unknown ones.
func (m *meaning) slot(t int32) neural.Slot {
	return neural.Slot{Vector: m.of(t), Key: uint32(m.ranks[t] + 1), Lasting: true}
}

// Keys of other vectors than words begin here.
const (
	sentenceKeys = 1 << 24
	documentKey  = 1 << 31
)

// sentenceSlot is what a sentence is about, documentSlot what all is about.
func (m *meaning) sentenceSlot(i int32) neural.Slot {
	return neural.Slot{Vector: m.ofSentence(i), Key: sentenceKeys + uint32(i)}
}

func (m *meaning) documentSlot() neural.Slot {
	return neural.Slot{Vector: m.ofDocument(), Key: documentKey}
}

// of is the vector of a token's word, nil for unknown ones.
func (m *meaning) of(t int32) []float32 {
	rank := m.ranks[t]
	if rank < 0 {
		return nil
	}
	v := m.words[rank]
	if v == nil {
		v = m.vector()
		m.vectors.Read(rank, v)
		m.words[rank] = v
	}
	return v
}

// ofSentence is the weighted mean of a sentence's words, of length 1.
func (m *meaning) ofSentence(i int32) []float32 {
	if m.sentences[i] == nil {
		m.sentences[i] = m.mean(m.d.Sentences[i].Range)
	}
	return m.sentences[i]
}

// ofDocument is the weighted mean of all words, of length 1.
func (m *meaning) ofDocument() []float32 {
	if m.document == nil {
		m.document = m.mean(doc.Range{First: 0, End: int32(min(len(m.d.Tokens), maxTopic))})
	}
	return m.document
}

// maxTopic is how many tokens tell what a document is about.
const maxTopic = 2000

func (m *meaning) mean(r doc.Range) []float32 {
	sum := m.vector()
	for t := r.First; t < r.End; t++ {
		weight := min(1, float32(m.ranks[t]+1)/frequent)
		for i, x := range m.of(t) {
			sum[i] += weight * x
		}
	}
	square := 0.0
	for _, x := range sum {
		square += float64(x) * float64(x)
	}
	if square > 0 {
		scale := float32(1 / math.Sqrt(square))
		for i := range sum {
			sum[i] *= scale
		}
	}
	return sum
}

// forget drops the room, so that vectors that were handed out stay valid.
func (m *meaning) forget() { m.room, m.sentences, m.words = nil, nil, nil }

package names

import (
	"gleaner/extractors/doc"
	"gleaner/extractors/linear"
)

// decodeFirst labels the tokens by what is seen of them, and keeps the scores.
func (p *page) decodeFirst(sequence *linear.Sequence, domain Domain) error {
	lattice := sequence.Lattice()
	defer lattice.Release()
	p.remember(sequence, domain)
	for i := range p.doc.Sentences {
		if err := p.doc.Err(); err != nil {
			return err
		}
		r := p.doc.Sentences[i].Range
		for s := p.nextStretch(r.First, r.End); s.Len() > 0; s = p.nextStretch(s.End, r.End) {
			lattice.Reset()
			for t := s.First; t < s.End; t++ {
				p.scoreToken(lattice, t, r.First, r.End)
			}
			copy(p.labels[s.First:s.End], lattice.Decode())
			copy(p.scores[int(s.First)*numLabels:], lattice.Emissions())
		}
	}
	return nil
}

// decodeSecond labels the tokens again by their votes, on top of the scores of
// the first pass.
func (p *page) decodeSecond(sequence *linear.Sequence, domain Domain) error {
	lattice := sequence.Lattice()
	defer lattice.Release()
	for i := range p.doc.Sentences {
		if err := p.doc.Err(); err != nil {
			return err
		}
		r := p.doc.Sentences[i].Range
		for s := p.nextStretch(r.First, r.End); s.Len() > 0; s = p.nextStretch(s.End, r.End) {
			lattice.Reset()
			for t := s.First; t < s.End; t++ {
				p.features = p.describeVotes(p.features[:0], t, r.First, r.End, domain)
				lattice.Add(p.features)
			}
			emissions := lattice.Emissions()
			for i, base := range p.base(s) {
				emissions[i] += base
			}
			// The labels of the stretch are read while describing it, so they are
			// replaced only now.
			copy(p.labels[s.First:s.End], lattice.Decode())
		}
	}
	return nil
}

// base are the scores that the first pass gave the tokens.
func (p *page) base(r doc.Range) []int32 {
	return p.scores[int(r.First)*numLabels : int(r.End)*numLabels]
}

// nextStretch returns the next tokens, from i on, that may hold names: those
// with a capital, and their neighbours. Everything else is Outside. The range
// is empty when there is none before end.
func (p *page) nextStretch(i, end int32) doc.Range {
	for i < end && !p.near(i, end) {
		i++
	}
	first := i
	for i < end && p.near(i, end) {
		i++
	}
	return doc.Range{First: first, End: i}
}

// near says whether the token or one next to it has a capital, or stands
// behind the hyphen after one ("Ki-hyun"), or between words next to one.
func (p *page) near(i, end int32) bool {
	if p.written(i, end) || p.written(i+1, end) || p.written(i-1, end) {
		return true
	}
	return p.written(i-2, end) && (p.doc.Tokens[i-1].Lower == "-" || p.written(i+2, end))
}

// written says whether a token before end has a capital.
func (p *page) written(i, end int32) bool {
	return i >= 0 && i < end && p.sights[i].letter.written()
}

// nextName returns the next labelled name from token i on; it is empty when
// there is none.
func (p *page) nextName(i int32) (name doc.Range, kind int) {
	n := int32(len(p.labels))
	for i < n && p.labels[i] == outside {
		i++
	}
	if i == n {
		return doc.Range{}, 0
	}
	end := i + 1
	for end < n && p.labels[end] != outside && !begins(p.labels[end]) {
		end++
	}
	return doc.Range{First: i, End: end}, indexOf(p.labels[i])
}

// mentions appends the labelled names to the document.
func (p *page) mentions() {
	for name, kind := p.nextName(0); name.Len() > 0; name, kind = p.nextName(name.End) {
		p.doc.Mentions = append(p.doc.Mentions, doc.Mention{
			Range: withoutOpener(p.doc, name), Kind: Kinds[kind], Form: doc.Name, Entity: doc.NoEntity, Score: 1,
		})
	}
}

// withoutOpener leaves out the word that opens a question or a condition before a
// name, where its capital is the sentence's: "Should Acme Corp fail".
func withoutOpener(d *doc.Doc, name doc.Range) doc.Range {
	if name.Len() > 1 && openers[d.Tokens[name.First].Lower] && d.Sentences[d.SentenceAt(name.First)].First == name.First {
		name.First++
	}
	return name
}

// openers begin no name of more than one word.
var openers = map[string]bool{
	"should": true, "were": true, "was": true, "did": true, "does": true, "could": true, "would": true, "unless": true, "is": true, "are": true, "has": true,
}

package names

import (
	"gleaner/extractors/doc"
	"gleaner/extractors/linear"
)

// decode labels the stretches of every sentence. pass is 1 or 2.
func (p *page) decode(sequence *linear.Sequence, pass int, domain Domain) error {
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
				p.features = p.describe(p.features[:0], t, r.First, r.End, domain)
				if pass == 2 {
					p.features = p.describeVotes(p.features, t, r.First, r.End)
				}
				lattice.Add(p.features)
			}
			// The labels before the stretch may be read while describing it, so
			// they are replaced only now.
			copy(p.labels[s.First:s.End], lattice.Decode())
		}
	}
	return nil
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

// near says whether the token or one next to it has a capital.
func (p *page) near(i, end int32) bool {
	return p.sights[i].letter.written() ||
		i+1 < end && p.sights[i+1].letter.written() ||
		i > 0 && p.sights[i-1].letter.written()
}

// mentions appends the labelled names to the document.
func (p *page) mentions() {
	for i := 0; i < len(p.labels); {
		label := p.labels[i]
		if label == Outside {
			i++
			continue
		}
		end := i + 1
		for end < len(p.labels) && !begins(p.labels[end]) && p.labels[end] != Outside {
			end++
		}
		p.doc.Mentions = append(p.doc.Mentions, doc.Mention{
			Range: doc.Range{First: int32(i), End: int32(end)}, Kind: kindOf(label), Form: doc.Name, Entity: doc.NoEntity, Score: 1,
		})
		i = end
	}
}

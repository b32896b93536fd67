package names

import "gleaner/extractors/linear"

// formSlots is how many forms a memory holds. The five memories of a page take
// some 1.2 MB, which the processor's caches hold.
const formSlots = 2048

// forms remembers the scores of words by themselves, and of words beside a
// token, under one model and domain, from one document to the next.
type forms struct {
	sequence *linear.Sequence
	domain   Domain
	alone    *linear.Memory
	beside   [len(sides)]*linear.Memory
}

// remember makes sure that the forms are of the model and the domain.
func (p *page) remember(sequence *linear.Sequence, domain Domain) {
	if p.forms.sequence == sequence && p.forms.domain == domain {
		return
	}
	p.forms = forms{sequence: sequence, domain: domain, alone: linear.NewMemory(formSlots, numLabels)}
	for i := range p.forms.beside {
		p.forms.beside[i] = linear.NewMemory(formSlots, numLabels)
	}
}

// scoreToken adds a token to the lattice, scored as by all features that
// describe lists.
func (p *page) scoreToken(lattice *linear.Lattice, at, from, to int32) {
	w, m := window{p, from, to, at}, &p.forms
	var parts [1 + len(sides)][]int32
	here, c, shape := w.word(0), w.letter(0), w.shape(0)
	known := false
	if parts[0], known = m.alone.At(uint64(linear.Three(0, here.hash, c, shape))); !known {
		p.features = here.alone(p.features[:0], c, shape, m.domain)
		copy(parts[0], lattice.Score(p.features))
	}
	for i, side := range sides {
		word := w.word(side.distance)
		if parts[i+1], known = m.beside[i].At(word.hash); !known {
			p.features = word.beside(p.features[:0], side, m.domain)
			copy(parts[i+1], lattice.Score(p.features))
		}
	}
	p.features = w.together(p.features[:0], m.domain)
	lattice.Add(p.features, parts[:]...)
}

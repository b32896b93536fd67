package names

import (
	"cmp"
	"slices"

	"gleaner/extractors/lexicons"
)

// gather collects for each word what stands around its capitalised
// occurrences anywhere in the document, so that one clear occurrence helps all
// others (Chieu and Ng 2003; Ratinov and Roth 2009).
func (p *page) gather() {
	for i := range p.doc.Sentences {
		r := p.doc.Sentences[i].Range
		for t := r.First; t < r.End; t++ {
			if p.sights[t].letter.runs() {
				w := p.wordAt(t)
				w.evidence |= p.around(t, r.First, r.End)
				if p.lists.layout && t > r.First {
					w.seenBefore |= 1 << (p.wordAt(t-1).cluster64() & 63)
				}
				if p.lists.layout && t+1 < r.End {
					w.seenBehind |= 1 << (p.wordAt(t+1).cluster64() & 63)
				}
			}
		}
	}
	slices.SortFunc(p.initials, initials.compare)
	for i := range p.words {
		w := &p.words[i]
		if w.capital == 0 {
			continue
		}
		if run, found := p.spelledBy(w.lower); found {
			w.evidence |= hasInitials
			w.spells = run
		}
	}
}

// wordAt is the entry of the word at a token.
func (p *page) wordAt(token int32) *word { return &p.words[p.sights[token].word] }

// around reads the evidence at one capitalised token of the sentence from..to.
func (p *page) around(t, from, to int32) (e evidence) {
	add := func(when bool, what evidence) {
		if when {
			e |= what
		}
	}
	if t > from {
		before := p.wordAt(t - 1)
		add(before.kinds.Has(lexicons.PersonTitle), afterTitle)
		capitalised := p.sights[t-1].letter.runs()
		add(capitalised && before.kinds.Has(lexicons.GivenName), afterGivenName)
		add(isPlacePreposition(before.lower), afterPlacePreposition)
		add(before.lower == "the", afterThe)
		add(before.lower == "(", inBrackets)
	}
	if t+1 < to {
		after := p.wordAt(t + 1)
		capitalised := p.sights[t+1].letter.runs()
		add(capitalised && after.kinds.Has(lexicons.Surname), beforeSurname)
		add(capitalised && after.kinds.Has(lexicons.LegalForm), beforeLegalForm)
		add(isSpeech(after.lower), beforeSpeech)
		add(after.lower == "'s", beforePossessive)
	}
	if run := p.sights[t].run; run >= 0 {
		r := p.runs[run]
		add(r.Len() > 1, inLongerName)
		if r.Len() > 1 {
			head := p.wordAt(r.End - 1).kinds
			add(head.Has(lexicons.OrganizationHead|lexicons.LegalForm), endsWithOrganizationHead)
			add(head.Has(lexicons.PlaceHead), endsWithPlaceHead)
		}
	}
	return e
}

func isPlacePreposition(lower string) bool {
	switch lower {
	case "in", "at", "from", "near", "across", "throughout", "outside", "inside", "into", "around":
		return true
	}
	return false
}

func isSpeech(lower string) bool {
	switch lower {
	case "said", "says", "told", "added", "announced", "reported", "claimed", "argued", "insisted", "believes", "explained", "warned", "declined", "denied":
		return true
	}
	return false
}

// initials are those of a capitalised run, hashed.
type initials struct {
	hash uint64
	run  int32
}

func (i initials) compare(j initials) int {
	return cmp.Or(cmp.Compare(i.hash, j.hash), cmp.Compare(i.run, j.run))
}

// spelledBy returns the first capitalised run whose initials the word is, false
// when there is none.
func (p *page) spelledBy(lower string) (run int32, found bool) {
	if len(lower) < 2 || len(lower) > 7 {
		return 0, false
	}
	hash := uint64(0)
	for i := range len(lower) {
		if lower[i] != '.' {
			hash = hash*31 + uint64(lower[i])
		}
	}
	at, _ := slices.BinarySearchFunc(p.initials, initials{hash: hash, run: 0}, initials.compare)
	if at == len(p.initials) || p.initials[at].hash != hash {
		return 0, false
	}
	return p.initials[at].run, true
}

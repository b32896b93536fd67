package resolve

import (
	"cmp"
	"slices"

	"gleaner/extractors/doc"
	"gleaner/extractors/lexicons"
)

// How far back an antecedent is looked for.
const (
	// maxSentencesBack for nominals and pronouns.
	maxSentencesBack = 2
	// maxDescribedBack for a noun that the article used of the entity before.
	maxDescribedBack = 8
	// maxMentionsBack bounds the work for one anaphor.
	maxMentionsBack = 24
)

// anaphora finds what "the company" and "she" refer to, from left to right.
type anaphora struct {
	s *Stage
	d *doc.Doc
	// named are the mentions of entities before the current token: names, and
	// the anaphors that were resolved.
	named []placed
	// described leads from a noun to the entity it was last used of.
	described map[string]placed
	genders   []gender
	found     []doc.Mention
}

// placed is a mention and where it stands.
type placed struct {
	doc.Range
	entity   int32
	sentence int32
	// subject says that it is the first of its sentence and a verb follows.
	subject bool
}

func newAnaphora(s *Stage, d *doc.Doc) *anaphora {
	return &anaphora{s: s, d: d, described: map[string]placed{}, genders: make([]gender, len(d.Entities))}
}

// resolve adds the anaphors to Doc.Mentions.
func (a *anaphora) resolve() {
	if len(a.d.Entities) == 0 {
		return
	}
	a.readGenders()
	next := 0
	for i := range a.d.Sentences {
		next = a.sentence(int32(i), next)
	}
	if len(a.found) == 0 {
		return
	}
	a.d.Mentions = append(a.d.Mentions, a.found...)
	slices.SortStableFunc(a.d.Mentions, func(x, y doc.Mention) int {
		return cmp.Or(cmp.Compare(x.First, y.First), cmp.Compare(y.End, x.End))
	})
}

// readGenders reads titles and given names; pronouns add to it later.
func (a *anaphora) readGenders() {
	for _, m := range a.d.Mentions {
		if m.Kind != doc.Person || m.Entity == doc.NoEntity || a.genders[m.Entity] != unknown {
			continue
		}
		if m.First > 0 {
			a.genders[m.Entity] = honorificGender(a.d.Tokens[m.First-1].Lower)
		}
		if a.genders[m.Entity] == unknown && m.Len() > 1 {
			a.genders[m.Entity] = a.s.genderOf(a.d.Tokens[m.First].Lower)
		}
	}
}

// sentence reads one sentence; next is the first name that stands in it or later.
func (a *anaphora) sentence(index int32, next int) int {
	sentence := a.d.Sentences[index]
	mentions := a.d.Mentions
	first := true
	for i := sentence.First; i < sentence.End; {
		for next < len(mentions) && mentions[next].First < i {
			next++
		}
		if next < len(mentions) && mentions[next].First == i {
			m := mentions[next]
			next++
			if m.Entity != doc.NoEntity {
				at := placed{m.Range, m.Entity, index, first && a.verbFollows(m.End, sentence.End)}
				a.named = append(a.named, at)
				a.describe(at, sentence)
				first = false
				i = m.End
				continue
			}
		}
		i = a.token(i, index, sentence)
	}
	return next
}

// token resolves the anaphor that begins with the token, if one does, and
// returns where to go on.
func (a *anaphora) token(i, index int32, sentence doc.Sentence) int32 {
	if p, ok := pronouns[a.d.Tokens[i].Lower]; ok {
		if e := a.antecedentOfPronoun(p, i, index, sentence); e != doc.NoEntity {
			a.add(doc.Range{First: i, End: i + 1}, e, index, doc.Pronoun)
			if p.gender != unknown {
				a.genders[e] = p.gender
			}
		}
		return i + 1
	}
	n, ok := a.nominalAt(i, sentence)
	if !ok {
		return i + 1
	}
	if e := a.antecedentOfNominal(n, index); e != doc.NoEntity {
		a.add(n.Range, e, index, doc.Nominal)
		return n.End
	}
	return i + 1
}

func (a *anaphora) add(r doc.Range, entity, sentence int32, form doc.Form) {
	a.found = append(a.found, doc.Mention{Range: r, Entity: entity, Kind: a.d.Entities[entity].Kind, Form: form, Score: 0.8})
	a.named = append(a.named, placed{r, entity, sentence, a.verbFollows(r.End, a.d.Sentences[sentence].End)})
}

// verbFollows says whether a verb or modal stands right behind, adverbs and
// a bracket apart.
func (a *anaphora) verbFollows(i, end int32) bool {
	for ; i < end; i++ {
		tag := a.d.Tokens[i].Tag
		if tag == doc.RB || tag == doc.POS && i+1 < end && a.d.Tokens[i+1].Tag.Verb() {
			continue
		}
		return tag.Verb() && tag != doc.VBG || tag == doc.MD
	}
	return false
}

// describe remembers the nouns that the text uses of an entity: "chipmaker
// Acme", "Acme, a maker of chips", "Acme Bank".
func (a *anaphora) describe(at placed, sentence doc.Sentence) {
	tokens := a.d.Tokens
	if at.First > sentence.First {
		if t := &tokens[at.First-1]; t.Tag.Noun() && nominalHeads[t.Lower] != 0 {
			a.described[t.Lower] = at
		}
	}
	if end := at.End; end+2 < sentence.End && tokens[end].Lower == "," && determiners[tokens[end+1].Lower] {
		if n, ok := a.nounPhrase(end+1, sentence); ok {
			a.described[tokens[n.head].Lower] = at
		}
	}
	for i := at.First; i < at.End; i++ {
		if nominalHeads[tokens[i].Lower] != 0 {
			a.described[tokens[i].Lower] = at
		}
	}
}

// near calls f with the mentions before the current place, the nearest first,
// until f returns false or the sentences are too far back.
func (a *anaphora) near(sentence, back int32, f func(placed) bool) {
	for n, i := 0, len(a.named)-1; i >= 0 && n < maxMentionsBack; n, i = n+1, i-1 {
		if sentence-a.named[i].sentence > back || !f(a.named[i]) {
			return
		}
	}
}

// pick chooses among the entities that fit: the one of the nearest sentence
// that has any, if it is the only one there or the subject.
func (a *anaphora) pick(sentence, back int32, fits func(placed) bool) int32 {
	best, bestSentence, several := placed{entity: doc.NoEntity}, none, false
	a.near(sentence, back, func(p placed) bool {
		if !fits(p) {
			return true
		}
		if best.entity == doc.NoEntity {
			best, bestSentence = p, p.sentence
			return true
		}
		if p.sentence != bestSentence {
			return false
		}
		if p.entity == best.entity {
			best.subject = best.subject || p.subject
			return true
		}
		if p.subject || !best.subject {
			best, several = p, !p.subject
		}
		return true
	})
	if several && !best.subject {
		return doc.NoEntity
	}
	return best.entity
}

// company says whether an organization can be "the company": no agency, medium,
// school or team.
func (a *anaphora) company(entity int32) bool {
	name := a.d.Entities[entity].Name
	return !a.s.gazetteer.Kinds(name).Has(lexicons.Agency|lexicons.Media|lexicons.University|lexicons.Team|lexicons.Country) && !publicBody(name)
}

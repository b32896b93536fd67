package resolve

import (
	"cmp"
	"slices"
	"strings"

	"gleaner/extractors/doc"
	"gleaner/extractors/lexicons"
	"gleaner/extractors/linear"
)

// How far back an antecedent is looked for.
const (
	// maxBack in sentences, for what was not described by the noun before.
	maxBack = 6
	// maxCandidates are compared for one anaphor, the latest named first.
	maxCandidates = 10
)

// anaphora finds what "the company" and "she" refer to, from left to right.
type anaphora struct {
	s *Stage
	d *doc.Doc
	// names are the indexes of the named mentions; next is the first that lies
	// at or behind the current token.
	names []int
	next  int
	// known are the entities, recent those named so far.
	known  []known
	recent recency
	// rows are what the knowledge base knows of the entities.
	rows []lexicons.Row
	// described leads from a noun to the entity it was last used of.
	described map[string]int32
	// nouns are the phrases that begin a clause and name no entity: rivals of
	// the candidates.
	nouns []rival
	// quoted says whether the current token stands in quotation marks.
	quoted bool
	// chains holds the latest pronoun of each class.
	chains [thing + 1]link
	// pronouns counts those of the article by class, pronounsSoFar those read.
	pronouns, pronounsSoFar [thing + 1]int32
	found                   []doc.Mention
	// choose picks one of the candidates, -1 for none.
	choose func(n *anaphor, candidates []candidate) int

	candidates []candidate
	features   []linear.Feature
	scores     []float64
	judged     []float64
	inputs     [judgeInputs]float32
}

// known is what the text up to now tells of an entity.
type known struct {
	// gender is what titles and given names tell, called what the latest pronoun does.
	gender, called gender
	// last is the latest mention, named the latest by name.
	last, named placed
	// mentions counts those so far, names all of the article.
	mentions, names int32
	// subjects counts the mentions that were subjects.
	subjects int32
	// first is the sentence that names it first.
	first int32
	// lead is the first mention.
	lead doc.Range
}

// placed is a mention and where it stands.
type placed struct {
	doc.Range
	sentence int32
	role     role
	form     doc.Form
	quoted   bool
	// count is how many mentions by name came up to this one.
	count int32
}

// link is a pronoun and whom it stands for.
type link struct {
	doc.Range
	sentence, entity int32
	role             role
}

// rival is a noun that heads the subject of a clause.
type rival struct {
	token, sentence int32
}

// candidate is an entity that the anaphor may refer to.
type candidate struct {
	entity int32
	*known
	// nearer counts the candidates named later.
	nearer int
	// described: the article used the anaphor's noun of it before.
	described bool
	// ahead: it is named for the first time behind the anaphor.
	ahead bool
}

// newAnaphora takes the rows of the entities as identify returns them.
func newAnaphora(s *Stage, d *doc.Doc, rows []lexicons.Row) *anaphora {
	a := &anaphora{s: s, d: d, rows: rows, described: map[string]int32{}, known: make([]known, len(d.Entities)), recent: newRecency(len(d.Entities))}
	for i, m := range d.Mentions {
		if m.Form == doc.Name && m.Entity != doc.NoEntity {
			a.names = append(a.names, i)
			a.known[m.Entity].names++
		}
	}
	a.choose = a.best
	return a
}

// resolve adds the anaphors to Doc.Mentions.
func (a *anaphora) resolve() {
	if len(a.d.Entities) == 0 {
		return
	}
	a.readGenders()
	for i := range a.d.Tokens {
		if t := &a.d.Tokens[i]; t.Tag == doc.PRP || t.Tag == doc.PRPS {
			a.pronouns[pronouns[t.Lower].class]++
		}
	}
	for i := range a.d.Sentences {
		a.sentence(int32(i))
	}
	if len(a.found) == 0 {
		return
	}
	a.d.Mentions = append(a.d.Mentions, a.found...)
	slices.SortStableFunc(a.d.Mentions, func(x, y doc.Mention) int {
		return cmp.Or(cmp.Compare(x.First, y.First), cmp.Compare(y.End, x.End))
	})
}

// sentence reads one sentence.
func (a *anaphora) sentence(index int32) {
	sentence := a.d.Sentences[index]
	if sentence.First < sentence.End && a.d.Tokens[sentence.First].Shape.Is(doc.BreakBefore) {
		a.quoted = false
	}
	skipTo := sentence.First
	for i := sentence.First; i < sentence.End; {
		a.readQuote(i)
		if a.next < len(a.names) && a.d.Mentions[a.names[a.next]].First == i {
			m := a.d.Mentions[a.names[a.next]]
			a.next++
			a.see(m.Entity, a.place(m.Range, index, doc.Name))
			a.describe(m, sentence)
			i = max(m.End, i+1)
			continue
		}
		if i < skipTo {
			i++
			continue
		}
		if phrase, two, ok := a.pair(i, index); ok {
			for _, e := range two {
				a.addNominal(phrase, e, index)
			}
			skipTo, i = phrase.End, i+1
			continue
		}
		n, ok := a.anaphorAt(i, index)
		if !ok {
			a.readRival(i, index, sentence)
			i++
			continue
		}
		e := a.antecedent(&n)
		a.pronounsSoFar[n.class]++
		a.chains[n.class] = link{n.Range, index, e, n.role}
		if e != doc.NoEntity {
			a.add(&n, e)
		} else if n.role == subject && n.form == doc.Nominal {
			a.nouns = append(a.nouns, rival{n.head, index})
		}
		// Names within the phrase, as in "the US company", are still to be seen.
		skipTo = n.End
		i++
	}
}

// readQuote follows the quotation marks.
func (a *anaphora) readQuote(i int32) {
	switch t := &a.d.Tokens[i]; t.Lower {
	case "\"", "``", "''":
		a.quoted = !a.quoted
	}
}

// place says where a mention stands.
func (a *anaphora) place(r doc.Range, index int32, form doc.Form) placed {
	return placed{Range: r, sentence: index, role: a.roleOf(r, a.d.Sentences[index]), form: form, quoted: a.quoted}
}

// see remembers the latest mention of an entity.
func (a *anaphora) see(entity int32, at placed) {
	k := &a.known[entity]
	if k.mentions == 0 {
		k.first, k.lead = at.sentence, at.Range
	}
	k.mentions++
	if at.role == subject {
		k.subjects++
	}
	if at.form == doc.Name {
		at.count = k.named.count + 1
		k.named = at
	}
	k.last = at
	a.recent.mention(entity)
}

// add records that the anaphor refers to the entity.
func (a *anaphora) add(n *anaphor, entity int32) {
	a.found = append(a.found, doc.Mention{Range: n.Range, Entity: entity, Kind: a.d.Entities[entity].Kind, Form: n.form, Score: anaphorScore})
	if a.known[entity].mentions > 0 {
		a.see(entity, placed{Range: n.Range, sentence: n.sentence, role: n.role, form: n.form, quoted: n.quoted})
	}
	switch n.class {
	case he:
		a.known[entity].called = male
	case she:
		a.known[entity].called = female
	case trade, body, person, product, thing:
		a.described[a.d.Tokens[n.head].Lower] = entity
	}
}

// addNominal records that a phrase means an entity besides another.
func (a *anaphora) addNominal(phrase doc.Range, entity, index int32) {
	a.found = append(a.found, doc.Mention{Range: phrase, Entity: entity, Kind: a.d.Entities[entity].Kind, Form: doc.Nominal, Score: anaphorScore})
	a.see(entity, a.place(phrase, index, doc.Nominal))
}

// anaphorScore is the Score of the mentions that are added.
const anaphorScore = 0.8

// antecedent returns the entity that the anaphor stands for, or none.
func (a *anaphora) antecedent(n *anaphor) int32 {
	if a.gather(n); len(a.candidates) == 0 {
		return doc.NoEntity
	}
	if i := a.choose(n, a.candidates); i >= 0 {
		return a.candidates[i].entity
	}
	return doc.NoEntity
}

// gather lists the entities that the anaphor can stand for, the latest first.
func (a *anaphora) gather(n *anaphor) {
	a.candidates = a.candidates[:0]
	described := doc.NoEntity
	if n.form == doc.Nominal {
		if e, ok := a.described[a.d.Tokens[n.head].Lower]; ok {
			described = e
		}
	}
	for e := a.recent.latest; e != none && a.near(e, n.sentence, maxBack); e = a.recent.older[e] {
		a.gatherOne(n, e, e == described)
	}
	if described != doc.NoEntity && !a.near(described, n.sentence, maxBack) {
		a.gatherOne(n, described, true)
	}
	if n.class == he || n.class == she {
		a.gatherAhead(n)
	}
}

// near says whether an entity was last mentioned at most so many sentences back.
// What was mentioned before one that is not near is not near either.
func (a *anaphora) near(entity, sentence, back int32) bool {
	return sentence-a.known[entity].last.sentence <= back
}

// gatherOne adds an entity if there is room and it fits.
func (a *anaphora) gatherOne(n *anaphor, entity int32, described bool) {
	if len(a.candidates) < maxCandidates && a.fits(n, entity, described) {
		a.candidates = append(a.candidates, candidate{entity: entity, known: &a.known[entity], nearer: len(a.candidates), described: described})
	}
}

// gatherAhead adds the people who are named for the first time behind the
// pronoun, in the same sentence: "In her first speech Jane Roe said".
func (a *anaphora) gatherAhead(n *anaphor) {
	end := a.d.Sentences[n.sentence].End
	for i := a.next; i < len(a.names) && len(a.candidates) < maxCandidates; i++ {
		m := &a.d.Mentions[a.names[i]]
		if m.First >= end {
			return
		}
		if k := &a.known[m.Entity]; k.mentions > 0 || !a.fits(n, m.Entity, false) || a.isCandidate(m.Entity) {
			continue
		}
		there := a.known[m.Entity]
		there.last = a.place(m.Range, n.sentence, doc.Name)
		there.named, there.lead, there.first = there.last, m.Range, n.sentence
		a.candidates = append(a.candidates, candidate{entity: m.Entity, known: &there, nearer: len(a.candidates), ahead: true})
	}
}

func (a *anaphora) isCandidate(entity int32) bool {
	return slices.ContainsFunc(a.candidates, func(c candidate) bool { return c.entity == entity })
}

// fits says whether kind and gender of an entity allow it.
func (a *anaphora) fits(n *anaphor, entity int32, described bool) bool {
	k := &a.known[entity]
	if k.mentions > 0 && k.last.First <= n.First && n.First < k.last.End {
		return false
	}
	kind := a.d.Entities[entity].Kind
	row := &a.rows[entity]
	if n.country != "" && row.Country != "" && row.Country != n.country {
		return false
	}
	if n.form == doc.Nominal && k.last.sentence == n.sentence && !a.free(k.last.Range, n.First) {
		return false
	}
	switch n.class {
	case he:
		return (kind == doc.Person || a.mayBePerson(entity)) && k.gender != female
	case she:
		return (kind == doc.Person || a.mayBePerson(entity)) && k.gender != male
	case it:
		return kind != doc.Person
	case they:
		return kind == doc.Organization || kind == doc.GPE
	case company:
		return kind == doc.Organization
	case trade:
		// What is known for another trade, or for none, is no airline.
		return kind == doc.Organization && (described || hasWord(row.Words, a.d.Tokens[n.head].Lower) || row.ID == "" && !publicBody(a.d.Entities[entity].Name))
	case body:
		return kind == doc.Organization && (described || hasWord(row.Words, a.d.Tokens[n.head].Lower))
	case country, town:
		sovereign := a.s.only(doc.GPE, a.d.Entities[entity].Name) != ""
		return kind == doc.GPE && (sovereign == (n.class == country) || described)
	case person:
		return kind == doc.Person
	case product:
		return kind == doc.Product || described
	}
	return described
}

// hasWord says whether words, separated by spaces, hold the word.
func hasWord(words, word string) bool {
	for w := range strings.SplitSeq(words, " ") {
		if w == word {
			return true
		}
	}
	return false
}

// mayBePerson says whether a name that was taken for something else can be a
// person's: a surname or given name that is no country, company or the like,
// or a word that no list knows, alone or behind a given name.
func (a *anaphora) mayBePerson(entity int32) bool {
	k := &a.known[entity]
	if k.mentions == 0 {
		return false
	}
	last := &a.d.Tokens[k.lead.End-1]
	if k.lead.Len() > 2 || last.Shape.Is(doc.AllUpper) {
		return false
	}
	const surely = lexicons.Country | lexicons.State | lexicons.Company | lexicons.Media | lexicons.OrganizationHead | lexicons.PlaceHead
	kinds := a.s.gazetteer.Kinds(last.Lower)
	if kinds == 0 && a.rows[entity].ID == "" && last.Shape.Is(doc.Initial) && last.Tag != doc.NNPS {
		return k.lead.Len() == 1 || a.s.gazetteer.Kinds(a.d.Tokens[k.lead.First].Lower).Has(lexicons.GivenName)
	}
	return kinds.Has(lexicons.Surname|lexicons.GivenName) && !kinds.Has(surely)
}

// describe remembers the nouns that the text uses of an entity: "chipmaker
// Acme", "Acme, a maker of chips", "Acme is a maker of chips", "Acme Bank".
func (a *anaphora) describe(m doc.Mention, sentence doc.Sentence) {
	tokens := a.d.Tokens
	if m.First > sentence.First {
		if t := &tokens[m.First-1]; t.Tag == doc.NN {
			a.described[t.Lower] = m.Entity
		}
	}
	if end := m.End; end+2 < sentence.End && (tokens[end].Lower == "," || tokens[end].Lemma == "be") && determiners[tokens[end+1].Lower] {
		if head := a.headFrom(end+1, sentence); head >= 0 {
			a.described[tokens[head].Lower] = m.Entity
		}
	}
	for i := m.First; i < m.End; i++ {
		if headClass[tokens[i].Lower] != noClass {
			a.described[tokens[i].Lower] = m.Entity
		}
	}
	if last := m.End - 1; m.Len() > 1 {
		a.described[tokens[last].Lower] = m.Entity
	}
}

// headFrom is the head of the noun phrase that begins with token i, -1 for none.
func (a *anaphora) headFrom(i int32, sentence doc.Sentence) int32 {
	end := i + 1
	for end < sentence.End && end-i < maxPhrase && inPhrase(a.d.Tokens[end].Tag) {
		end++
	}
	if a.d.Tokens[end-1].Tag == doc.NN {
		return end - 1
	}
	return none
}

// readRival remembers a common noun that is the subject of a clause.
func (a *anaphora) readRival(i, index int32, sentence doc.Sentence) {
	if tag := a.d.Tokens[i].Tag; (tag == doc.NN || tag == doc.NNS) && a.verbFollows(i+1, sentence.End) {
		a.nouns = append(a.nouns, rival{i, index})
	}
}

package events

import (
	"cmp"
	"slices"

	"gleaner/extractors/doc"
	"gleaner/extractors/lexicons"
	"gleaner/extractors/linear"
	"gleaner/extractors/neural"
)

// reading is what the stage works out about a document before it judges: what
// the definitions propose, words as numbers, the mention at each token, who
// says what. It is reused from document to document.
type reading struct {
	d         *doc.Doc
	words     []word
	mentions  []int32 // per token: the longest mention that holds it, -1 for none
	mentioned []int32 // per entity: how often it is mentioned
	// firstNamed is, per entity, the first sentence that mentions it.
	firstNamed []int32
	salient    []int32 // the first names of salient entities
	says       []statement
	quotes     []quote
	speeches   map[speakerKey]speeches
	proposed   []Candidate
	// excluded are the words in senses that definitions exclude, by head.
	excluded []exclusion
	// heads leads from tokens to proposals: the index of the first one whose
	// head is the token, -1 for none; proposals of one head stand together.
	heads []int32
	// asked says of each token whether the sieve lets it through, grown are the
	// sentences that were parsed therefore; spare is room for proposals.
	asked []bool
	grown []int32
	spare []Candidate
	// count is how often a lemma occurs, often how often a type is proposed.
	count map[uint64]int
	often map[string]int
	// meaning holds the vectors of words, sentences and the document.
	meaning meaning

	judged []judged
	// rivals is how many of them are of a type.
	rivals map[*Definition]int
	// sames are the probabilities of pairs of candidates to be one event.
	sames pairs
	// tellings are what sentences tell of.
	tellings []telling
	around   []filler

	// templates are those of the features, when explaining.
	templates  []uint64
	explaining bool

	// claims and tally are what the groups compete for.
	claims claims
	tally  tally
	// statusTally is what they say of statuses.
	statusTally statusTally
	numbers     []float32

	view      view
	places    []place
	features  []linear.Feature
	hits      []cueHit
	scores    linear.Scores
	slots     []neural.Slot
	nets      scratches
	odds      [linear.MaxLabels]float64
	others    [linear.MaxLabels]float64
	byWords   [linear.MaxLabels]float64
	lemmas    []uint64
	allowed   []uint8
	allLabels [linear.MaxLabels]uint8
}

// scratches are the rooms of the networks.
type scratches struct{ sense, argument, status neural.Scratch }

// word is a token as features see it.
type word struct {
	lower, lemma uint64
	cluster      lexicons.Cluster
	// known says that the word has clusters.
	known bool
}

// read prepares the document.
func (r *reading) read(d *doc.Doc, s *Stage) error {
	r.d = d
	r.meaning.read(d, s.vectors)
	r.nets.sense.Forget()
	r.nets.argument.Forget()
	r.nets.status.Forget()
	for i := range r.allLabels {
		r.allLabels[i] = uint8(i)
	}
	r.tellings = append(r.tellings[:0], make([]telling, len(d.Sentences))...)
	r.readWords(s.clusters)
	r.readMentions()
	if s.model == nil {
		return r.readProposals(s.definitions)
	}
	return s.sift(r)
}

func (r *reading) readWords(clusters *lexicons.Clusters) {
	r.words = r.words[:0]
	if r.count == nil {
		r.count, r.often = map[uint64]int{}, map[string]int{}
	}
	clear(r.count)
	for i := range r.d.Tokens {
		t := &r.d.Tokens[i]
		lemma := lemmaOf(t)
		c, known := clusters.Of(lemma)
		if !known {
			c, known = clusters.Of(t.Lower)
		}
		w := word{linear.String(t.Lower), linear.String(lemma), c, known}
		r.words = append(r.words, w)
		r.count[w.lemma]++
	}
}

func (r *reading) readMentions() {
	r.mentions, r.salient = unset(r.mentions, len(r.d.Tokens)), r.salient[:0]
	named := make(map[int32]bool)
	for i := range r.d.Mentions {
		m := &r.d.Mentions[i]
		if m.Entity != doc.NoEntity && m.Form == doc.Name && r.d.Entities[m.Entity].Salience >= salient && !named[m.Entity] {
			named[m.Entity] = true
			r.salient = append(r.salient, int32(i))
		}
		for t := m.First; t < m.End; t++ {
			if old := r.mentions[t]; old < 0 || r.d.Mentions[old].Len() < m.Len() {
				r.mentions[t] = int32(i)
			}
		}
	}
}

// readProposals asks the definitions for candidates and files them by head.
func (r *reading) readProposals(definitions *Definitions) (err error) {
	if r.proposed, err = definitions.propose(r.d, r.proposed[:0]); err != nil {
		return err
	}
	r.fileProposals()
	return nil
}

// fileProposals files what is proposed by head.
func (r *reading) fileProposals() {
	slices.SortStableFunc(r.proposed, func(a, b Candidate) int { return cmp.Compare(a.Head, b.Head) })
	r.heads = unset(r.heads, len(r.d.Tokens))
	clear(r.often)
	for i := len(r.proposed) - 1; i >= 0; i-- {
		c := &r.proposed[i]
		r.heads[c.Head] = int32(i)
		r.often[c.Definition.Type]++
	}
}

// proposalsAt lists the proposals whose head is the token.
func (r *reading) proposalsAt(t int32) []Candidate {
	first := r.heads[t]
	if first < 0 {
		return nil
	}
	end := first + 1
	for int(end) < len(r.proposed) && r.proposed[end].Head == t {
		end++
	}
	return r.proposed[first:end]
}

// excludes says whether a definition excludes the sense of a token.
func (r *reading) excludes(definition *Definition, t int32) bool {
	i, _ := slices.BinarySearchFunc(r.excluded, t, func(e exclusion, t int32) int { return cmp.Compare(e.head, t) })
	for ; i < len(r.excluded) && r.excluded[i].head == t; i++ {
		if r.excluded[i].definition == definition {
			return true
		}
	}
	return false
}

// look turns to a sentence, and parses it when a parser is there.
func (r *reading) look(sentence int32) {
	_ = r.d.Parse(int(sentence)) // without a parser the shallow view serves
	r.view.look(r.d, int(sentence))
}

// mentionAt returns the longest mention that holds the token, nil for none.
func (r *reading) mentionAt(token int32) *doc.Mention {
	if i := r.mentions[token]; i >= 0 {
		return &r.d.Mentions[i]
	}
	return nil
}

// kindAt is the kind of the mention at a token.
func (r *reading) kindAt(token int32) doc.Kind {
	if m := r.mentionAt(token); m != nil {
		return m.Kind
	}
	return doc.NoKind
}

// lemmaAt is the lemma at a token of the sentence, or a mark for its border.
func (r *reading) lemmaAt(t int32, s doc.Range) uint64 {
	if !s.Holds(t) {
		return 1
	}
	return r.words[t].lemma
}

// abstractAt is the lemma at a token, or the kind where a mention stands, so
// that "Acme sued Bolt" and "Reuters sued Boeing" look alike.
func (r *reading) abstractAt(t int32, s doc.Range) uint64 {
	if !s.Holds(t) {
		return 1
	}
	if k := r.kindAt(t); k != doc.NoKind {
		return uint64(k) + 2
	}
	if tag := r.d.Tokens[t].Tag; tag == doc.CD || tag.Proper() {
		return uint64(tag) + 100
	}
	return r.words[t].lemma
}

func (r *reading) tagAt(t int32, s doc.Range) uint64 {
	if !s.Holds(t) {
		return uint64(doc.NumTags)
	}
	return uint64(r.d.Tokens[t].Tag)
}

// bucket groups distances and counts, so that large ones share a feature.
func bucket(n int) uint64 {
	switch {
	case n <= 4:
		return uint64(max(n, 0))
	case n <= 7:
		return 5
	case n <= 12:
		return 6
	case n <= 20:
		return 7
	}
	return 8
}

// begin forgets the features made so far.
func (r *reading) begin() {
	r.features = r.features[:0]
	r.templates = r.templates[:0]
}

// made appends a feature and, when explaining, notes its template.
func (r *reading) made(template uint64, f linear.Feature) {
	r.features = append(r.features, f)
	if r.explaining {
		r.templates = append(r.templates, template)
	}
}

func (r *reading) bias(template uint64) { r.made(template, linear.Bias(template)) }

func (r *reading) one(template, a uint64) { r.made(template, linear.One(template, a)) }

func (r *reading) two(template, a, b uint64) { r.made(template, linear.Two(template, a, b)) }

func (r *reading) three(template, a, b, c uint64) { r.made(template, linear.Three(template, a, b, c)) }

// both is two values as one.
func both(a, b uint64) uint64 { return uint64(linear.Two(roleTemplates, a, b)) }

// yes is a truth as a value of a feature: 1, or 0 for no.
func yes(is bool) uint64 { return uint64(flag(is)) }

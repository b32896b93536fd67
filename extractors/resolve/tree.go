package resolve

import "gleaner/extractors/doc"

// place in a tree: what a mention is to its verb, and how that verb stands to
// the rest of its sentence.
type treePlace struct {
	// head is the token of the mention that governs its others.
	head int32
	// verb governs the clause that the mention belongs to.
	verb int32
	// rel is what the mention is to its governor, clause what the verb is to its own.
	rel, clause doc.Rel
	// depth counts the words between the mention and the verb, clauses the clauses
	// between the verb and the root.
	depth, clauses int
}

// maxClimb bounds the way up a tree.
const maxClimb = 12

// parsed says whether the sentence has a tree; it is parsed when it can be.
func (a *anaphora) parsed(sentence int32) bool { return a.d.Parse(int(sentence)) == nil }

// headOf is the token of a range that is governed from outside.
func (a *anaphora) headOf(r doc.Range) int32 {
	for i := r.End - 1; i >= r.First; i-- {
		if h := a.d.Tokens[i].Head; h == i || !r.Holds(h) {
			return i
		}
	}
	return r.First
}

// treePlaceOf reads the place of a mention in a parsed sentence.
func (a *anaphora) treePlaceOf(r doc.Range) treePlace {
	tokens := a.d.Tokens
	p := treePlace{head: a.headOf(r)}
	p.rel = tokens[p.head].Rel
	at := p.head
	// A conjunct stands where the first of its coordination does.
	for n := 0; tokens[at].Rel == doc.Conj && tokens[at].Head != at && n < maxClimb; n++ {
		at = tokens[at].Head
	}
	for n := 0; n < maxClimb; n++ {
		if isClause(tokens[at].Rel) || tokens[at].Head == at {
			break
		}
		at = tokens[at].Head
		if !isClause(tokens[at].Rel) {
			p.depth++
		}
	}
	p.verb, p.clause = at, tokens[at].Rel
	for n := 0; tokens[at].Head != at && n < maxClimb; n++ {
		if isClause(tokens[at].Rel) {
			p.clauses++
		}
		at = tokens[at].Head
	}
	return p
}

// isClause says whether a relation is that of a clause to its governor.
func isClause(r doc.Rel) bool {
	switch r {
	case doc.Root, doc.Ccomp, doc.Xcomp, doc.Advcl, doc.Acl, doc.AclRelcl, doc.Csubj, doc.Parataxis, doc.Conj:
		return true
	}
	return false
}

// levels counts how many clauses up from the anaphor's the candidate's verb
// is, -1 when it does not govern the anaphor's clause.
func (a *anaphora) levels(from, verb int32) int {
	for n := 0; n < maxClimb; n++ {
		if from == verb {
			return n
		}
		next := a.d.Tokens[from].Head
		if next == from {
			break
		}
		from = next
	}
	return -1
}

// ofTree: what the two are to their verbs.
func (a *anaphora) ofTree(f *featureList, n *anaphor, c *candidate) {
	if !a.parsed(n.sentence) || !a.parsed(c.last.sentence) {
		return
	}
	me, it := a.treePlaceOf(n.Range), a.treePlaceOf(c.last.Range)
	distance := min(bucket(n.sentence-c.last.sentence), 2)
	f.add(fTree, uint64(it.rel), distance)
	f.add(fTree, uint64(it.rel)|1<<8, uint64(it.clause)<<8|distance)
	f.add(fTree, uint64(it.rel)<<8|uint64(me.rel)|2<<16, distance)
	f.add(fTree, uint64(min(it.depth, 3))<<4|uint64(min(it.clauses, 3))|3<<16, distance)
	f.add(fTree, uint64(it.rel)|4<<16, uint64(min(it.depth, 3))<<8|uint64(min(it.clauses, 3))<<4|distance)
	f.add(fTree, uint64(me.rel)|5<<16, uint64(me.clause)<<8|distance)
	f.add(fTree, flag(it.rel == me.rel)|6<<16, uint64(c.nearer)<<4|distance)
	f.add(fTree, uint64(min(c.nearer, 3))<<8|uint64(it.rel)|7<<16, uint64(min(it.clauses, 2))<<4|distance)
	if distance > 0 {
		return
	}
	up := a.levels(me.verb, it.verb)
	same := me.verb == it.verb
	f.add(fTreeSame, flag(same)<<8|uint64(it.rel), uint64(me.rel))
	f.add(fTreeSame, uint64(min(up+1, 4))<<8|uint64(it.rel)|1<<16, uint64(me.clause))
	f.add(fTreeSame, uint64(min(up+1, 4))|2<<16, uint64(min(it.depth, 2))<<4|uint64(min(me.depth, 2)))
	f.add(fTreeSame, uint64(min(a.levels(it.verb, me.verb)+1, 4))|3<<16, uint64(it.rel)<<8|uint64(me.rel))
	inside := a.levels(it.head, a.d.Tokens[me.head].Head)
	f.add(fTreeSame, uint64(min(inside+1, 3))|4<<16, uint64(me.rel))
	f.add(fTreeSame, uint64(min(a.levels(me.head, a.d.Tokens[it.head].Head)+1, 3))|5<<16, uint64(it.rel))
}

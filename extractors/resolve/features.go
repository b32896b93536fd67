package resolve

import (
	"cmp"
	"slices"

	"gleaner/extractors/doc"
	"gleaner/extractors/linear"
)

// The templates of features. Each pairs the anaphor's class with what is seen
// of anaphor and candidate.
const (
	fBias uint64 = iota + 1
	fDistance
	fNearer
	fNearerDistance
	fRoles
	fSameRole
	fForm
	fCount
	fShare
	fTopic
	fFirst
	fKind
	fGender
	fEnding
	fGiven
	fDescribed
	fHeadKind
	fHeadLast
	fHeadEntity
	fClusters
	fAlone
	fFree
	fSubjectBefore
	fQuoted
	fRivals
	fRivalNoun
	fNext
	fPrevious
	fOverlap
	fPosition
	fNameDistance
	fModified
	fPleonastic
	fTokens
	fCombined
	fDeterminer
	fPossessive
	fTree
	fTreeSame
	fLead
	fSubjects
	fChain
	fPossessed
	fAhead
)

// featuresOf are what speaks for and against a candidate.
func (a *anaphora) featuresOf(n *anaphor, c *candidate, rivals []candidate) []linear.Feature {
	class := n.class
	if class == she {
		class = he
	}
	f := featureList{out: a.features[:0], class: uint64(class), group: groupOf(n)}
	if c.ahead {
		f.class, f.group = f.class|1<<9, f.group|1<<9
	}
	a.ofPlace(&f, n, c)
	a.ofCandidate(&f, n, c, rivals)
	if n.form == doc.Nominal {
		a.ofNoun(&f, n, c)
	} else {
		a.ofPronoun(&f, n, c, rivals)
	}
	a.features = f.out
	return f.out
}

// featuresOfNone are what speaks for no candidate at all.
func (a *anaphora) featuresOfNone(n *anaphor, candidates []candidate) []linear.Feature {
	class := n.class
	if class == she {
		class = he
	}
	f := featureList{out: a.features[:0], class: uint64(class) | 1<<8, group: groupOf(n) | 1<<8}
	f.both(fBias, 0, 0)
	f.both(fAlone, bucket(int32(len(candidates))), 0)
	f.add(fRoles, uint64(n.role), flag(n.possessive))
	f.add(fQuoted, flag(n.quoted), 0)
	if n.form == doc.Nominal {
		head := linear.String(a.d.Tokens[n.head].Lower)
		_, described := a.described[a.d.Tokens[n.head].Lower]
		f.add(fHeadEntity, head, 0)
		f.add(fDescribed, flag(described), flag(n.Len() > 2))
		f.add(fDeterminer, linear.String(a.d.Tokens[n.First].Lower), 0)
		if cluster, ok := a.s.clusters.Of(a.d.Tokens[n.head].Lower); ok {
			f.add(fClusters, uint64(cluster.Of64), 0)
			f.add(fClusters, uint64(cluster.Of512), 1)
		}
	} else {
		a.ofContext(&f, n, 0)
	}
	if i := len(a.nouns) - 1; i >= 0 {
		f.add(fRivals, bucket(n.sentence-a.nouns[i].sentence), 0)
		a.ofRival(&f, n.sentence-a.nouns[i].sentence)
	}
	a.features = f.out
	return f.out
}

// featureList gathers features that are paired with the anaphor's class.
type featureList struct {
	out          []linear.Feature
	class, group uint64
}

// groupOf numbers the classes that behave alike.
func groupOf(n *anaphor) uint64 {
	const groups = 1 << 20
	switch {
	case n.form == doc.Nominal:
		return groups
	case n.class == he || n.class == she:
		return groups + 1
	}
	return groups + 2
}

func (f *featureList) add(template uint64, a, b uint64) {
	f.out = append(f.out, linear.Three(template, f.class, a, b))
}

// both adds a feature for the class and one that its group shares.
func (f *featureList) both(template uint64, a, b uint64) {
	f.add(template, a, b)
	f.out = append(f.out, linear.Three(template, f.group, a, b))
}

func flag(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}

// bucket makes few steps of a count.
func bucket(n int32) uint64 {
	switch {
	case n <= 3:
		return uint64(max(n, 0))
	case n <= 6:
		return 4
	case n <= 12:
		return 5
	case n <= 25:
		return 6
	}
	return 7
}

// ofPlace: how far back and where in their clauses the two stand.
func (a *anaphora) ofPlace(f *featureList, n *anaphor, c *candidate) {
	distance := bucket(n.sentence - c.last.sentence)
	nearer := uint64(min(c.nearer, 4))
	f.both(fBias, 0, 0)
	f.both(fDistance, distance, 0)
	f.both(fNearer, nearer, 0)
	f.both(fNearerDistance, nearer, distance)
	f.both(fRoles, uint64(c.last.role)<<4|uint64(n.role), min(distance, 2))
	f.add(fPossessive, flag(n.possessive), uint64(c.last.role)<<4|min(distance, 2))
	f.both(fSameRole, flag(c.last.role == n.role), min(distance, 2))
	f.both(fForm, uint64(c.last.form)<<4|uint64(c.last.role), min(distance, 2))
	f.both(fNameDistance, bucket(n.sentence-c.named.sentence), uint64(c.last.form))
	f.both(fTokens, bucket((n.First-c.last.First)/3), min(distance, 1))
	first := c.last.First <= a.d.Sentences[c.last.sentence].First+1
	f.both(fFirst, flag(first), min(distance, 2))
	f.both(fPosition, flag(n.First <= a.d.Sentences[n.sentence].First+1), flag(first)<<4|min(distance, 2))
	if distance == 0 {
		f.both(fFree, flag(a.free(c.last.Range, n.First)), uint64(n.role)<<4|uint64(c.last.role)|flag(n.reflexive)<<9)
	}
	f.both(fQuoted, flag(n.quoted)<<1|flag(c.last.quoted), min(distance, 1))
	f.both(fCombined, nearer<<8|uint64(c.last.role)<<4|uint64(n.role), distance)
}

// ofCandidate: what the article makes of it.
func (a *anaphora) ofCandidate(f *featureList, n *anaphor, c *candidate, rivals []candidate) {
	kind := uint64(a.d.Entities[c.entity].Kind)
	f.add(fKind, kind, bucket(n.sentence-c.last.sentence))
	f.both(fCount, bucket(c.mentions), kind)
	most, ofKind := true, int32(0)
	for i := range rivals {
		most = most && rivals[i].names <= c.names
		ofKind++
	}
	f.both(fShare, flag(most), bucket(c.names))
	f.both(fSubjects, bucket(c.subjects), flag(a.mostSubject(c, rivals)))
	f.both(fSubjects, bucket(c.mentions-c.subjects)<<4|bucket(c.subjects), 1<<8)
	f.add(fLead, uint64(min(c.lead.Len(), 3)), flag(c.mentions > 1))
	f.add(fLead, uint64(min(c.lead.Len(), 3))|8, uint64(min(c.nearer, 3)))
	f.add(fLead, flag(a.introducedFully(rivals))<<1|flag(c.lead.Len() > 1), 1<<8)
	f.add(fAhead, bucket(c.names-c.named.count), flag(most))
	f.both(fTopic, flag(c.first == 0)<<1|flag(c.first <= 2), flag(most))
	f.both(fAlone, bucket(ofKind), min(bucket(n.sentence-c.last.sentence), 3))
	if c.nearer > 0 {
		before := rivals[c.nearer-1]
		f.both(fSubjectBefore, flag(before.last.role == subject)<<1|flag(c.last.role == subject), flag(before.last.sentence == c.last.sentence))
	} else if len(rivals) > 1 {
		behind := rivals[1]
		f.both(fSubjectBefore, 4|flag(behind.last.role == subject)<<1|flag(c.last.role == subject), flag(behind.last.sentence == c.last.sentence))
	}
	between := a.nounsSince(c.last.First)
	f.both(fRivals, bucket(between), min(bucket(n.sentence-c.last.sentence), 2))
	if between > 0 {
		a.ofRival(f, n.sentence-c.last.sentence)
	}
}

// nounsSince counts the rival nouns behind a token.
func (a *anaphora) nounsSince(token int32) int32 {
	first, _ := slices.BinarySearchFunc(a.nouns, token+1, func(r rival, t int32) int { return cmp.Compare(r.token, t) })
	return int32(len(a.nouns) - first)
}

// ofRival: the latest common noun that is a subject.
func (a *anaphora) ofRival(f *featureList, distance int32) {
	noun := a.d.Tokens[a.nouns[len(a.nouns)-1].token].Lower
	near := min(bucket(distance), 2)
	f.add(fRivalNoun, linear.String(noun), near<<2)
	if cluster, ok := a.s.clusters.Of(noun); ok {
		f.add(fRivalNoun, uint64(cluster.Of64), 1|near<<2)
		f.add(fRivalNoun, uint64(cluster.Of512), 2|near<<2)
	}
}

// ofPronoun: gender, and the words around the pronoun.
func (a *anaphora) ofPronoun(f *featureList, n *anaphor, c *candidate, rivals []candidate) {
	if n.class == he || n.class == she {
		a.ofGender(f, n.class, c)
		a.ofChain(f, n, c)
		if len(rivals) > 1 {
			a.ofTree(f, n, c)
		}
	}
	a.ofContext(f, n, uint64(a.d.Entities[c.entity].Kind))
}

// ofChain: whom the latest pronoun of the same gender stands for.
func (a *anaphora) ofChain(f *featureList, n *anaphor, c *candidate) {
	latest := a.chains[n.class]
	if latest.End == 0 {
		f.add(fChain, 0, flag(latest.sentence < 0))
		return
	}
	distance := min(bucket(n.sentence-latest.sentence), 2)
	state := uint64(1)
	if latest.entity == c.entity {
		state = 2
	} else if latest.entity < 0 {
		state = 3
		if c.lead.First > latest.First {
			state = 4
		}
	}
	f.add(fChain, state, distance)
	f.add(fChain, state<<8|uint64(n.role)<<4|uint64(latest.role), distance)
	f.add(fChain, state<<8|flag(c.named.First > latest.First)<<4|uint64(c.named.role), distance|1<<8)
}

// mostSubject says whether no rival was the subject of more clauses.
func (a *anaphora) mostSubject(c *candidate, rivals []candidate) bool {
	for i := range rivals {
		if rivals[i].subjects > c.subjects {
			return false
		}
	}
	return true
}

// introducedFully says whether a candidate was first named by more than one word.
func (a *anaphora) introducedFully(rivals []candidate) bool {
	for i := range rivals {
		if rivals[i].lead.Len() > 1 {
			return true
		}
	}
	return false
}

// ofContext: the words around a pronoun, for candidates of a kind.
func (a *anaphora) ofContext(f *featureList, n *anaphor, kind uint64) {
	end := a.d.Sentences[n.sentence].End
	if n.possessive {
		f.add(fPossessed, linear.String(a.verbBehind(n.First+1, end)), kind)
	}
	if n.First+1 < end {
		next := &a.d.Tokens[n.First+1]
		f.add(fNext, uint64(next.Tag), kind)
		if n.class == it || n.class == they {
			verb := a.verbBehind(n.First+1, end)
			f.add(fNext, linear.String(verb), kind)
			if cluster, ok := a.s.clusters.Of(verb); ok {
				f.add(fNext, uint64(cluster.Of64)|1<<16, kind)
				f.add(fNext, uint64(cluster.Of512)|2<<16, kind)
			}
			f.add(fPleonastic, flag(a.pleonastic(n.First, a.d.Sentences[n.sentence])), kind)
		}
	}
	if n.First > a.d.Sentences[n.sentence].First {
		before := &a.d.Tokens[n.First-1]
		f.add(fPrevious, uint64(before.Tag), kind)
		f.add(fPrevious, linear.String(before.Lower), kind|1<<8)
	}
}

// ofGender: what the name tells of it.
func (a *anaphora) ofGender(f *featureList, class class, c *candidate) {
	f.add(fGender, flag(c.gender != unknown), 0)
	f.add(fGender, flag(c.gender != unknown), 1+uint64(min(c.nearer, 3)))
	f.add(fGender, flag(c.gender != unknown)<<4|agreement(c.called, class)<<8, 8)
	f.add(fGender, agreement(c.called, class)<<8, 9+uint64(min(c.nearer, 3)))
	if c.gender == unknown && c.lead.Len() == 1 {
		f.add(fGender, agreement(a.s.genderOf(fold(a.d.Tokens[c.lead.First].Lower)), class), 14)
	}
	if c.gender != unknown || c.lead.Len() < 2 {
		return
	}
	given := a.d.Tokens[c.lead.First].Lower
	f.add(fGiven, linear.String(given), uint64(class))
	for n := 1; n <= 3 && n < len(given); n++ {
		f.add(fEnding, linear.String(given[len(given)-n:]), uint64(n)<<4|uint64(class))
	}
}

// agreement says whether a gender is unknown, that of the pronoun, or another.
func agreement(g gender, class class) uint64 {
	switch {
	case g == unknown:
		return 0
	case (g == male) == (class == he):
		return 1
	}
	return 2
}

// verbBehind is the lemma of the next verb that is no auxiliary, or for "its"
// of the next noun.
func (a *anaphora) verbBehind(i, end int32) string {
	const window = 5
	for j := i; j < min(i+window, end); j++ {
		t := &a.d.Tokens[j]
		if t.Tag.Noun() || t.Tag.Verb() && t.Lemma != "be" && t.Lemma != "have" && t.Lemma != "do" {
			return t.Lemma
		}
	}
	return ""
}

// ofNoun: whether the noun suits the name, and what it was used of before.
func (a *anaphora) ofNoun(f *featureList, n *anaphor, c *candidate) {
	noun := &a.d.Tokens[n.head]
	head := linear.String(noun.Lower)
	entity := &a.d.Entities[c.entity]
	kinds := uint64(a.s.gazetteer.Kinds(entity.Name))
	last := a.d.Tokens[c.lead.End-1].Lower
	modified := n.Len() > 2
	f.both(fDescribed, flag(c.described), flag(modified))
	f.add(fDescribed, flag(c.described)|2, min(bucket(n.sentence-c.last.sentence), 4))
	f.add(fDescribed, 4|flag(a.describedElse(n, c)), 0)
	for bit := uint64(1); bit != 0 && bit <= kinds; bit <<= 1 {
		if kinds&bit != 0 {
			f.add(fHeadKind, bit, 0)
			f.add(fHeadKind, bit, head)
		}
	}
	if kinds == 0 {
		f.add(fHeadKind, 0, 0)
	}
	f.add(fHeadLast, uint64(headClass[last]), 0)
	f.add(fHeadLast, linear.String(last), 1)
	f.add(fHeadLast, linear.String(last), head)
	f.add(fHeadEntity, head, 0)
	f.add(fHeadEntity, flag(publicBody(entity.Name)), head)
	f.add(fHeadEntity, flag(publicBody(entity.Name)), 1)
	f.add(fHeadEntity, flag(a.ofTrade(n, c)), 1<<8)
	f.add(fHeadEntity, flag(a.ofTrade(n, c))|flag(c.described)<<1, 2<<8)
	if cluster, ok := a.s.clusters.Of(a.d.Tokens[c.lead.First].Lower); ok {
		f.add(fClusters, uint64(cluster.Of64), 0)
		f.add(fClusters, uint64(cluster.Of512), 1)
		f.add(fClusters, uint64(cluster.Of64), head)
	}
	f.add(fModified, flag(modified), flag(c.described))
	f.add(fDeterminer, linear.String(a.d.Tokens[n.First].Lower), 0)
	if n.country != "" {
		f.both(fOverlap, flag(a.rows[c.entity].Country == n.country)<<1|flag(a.sharesWords(n, c)), 1<<8)
	}
	if modified {
		f.both(fOverlap, flag(a.sharesWords(n, c)), flag(c.described))
	}
}

// ofTrade says whether the knowledge base knows the candidate by the noun.
func (a *anaphora) ofTrade(n *anaphor, c *candidate) bool {
	return hasWord(a.rows[c.entity].Words, a.d.Tokens[n.head].Lower)
}

// describedElse says whether the article used the noun of another entity.
func (a *anaphora) describedElse(n *anaphor, c *candidate) bool {
	e, ok := a.described[a.d.Tokens[n.head].Lower]
	return ok && e != c.entity
}

// sharesWords says whether a modifier of the noun stands near the first or the
// latest name of the candidate: "the Chinese firm" of "Zorbax of China".
func (a *anaphora) sharesWords(n *anaphor, c *candidate) bool {
	for j := n.First + 1; j < n.head; j++ {
		word := a.d.Tokens[j].Lower
		if len(word) < 3 {
			continue
		}
		for _, r := range [2]doc.Range{c.lead, c.named.Range} {
			const around = 8
			for k := max(r.First-around, 0); k < min(r.End+around, n.First); k++ {
				if near := a.d.Tokens[k].Lower; near == word || len(word) > 5 && len(near) > 4 && near[:4] == word[:4] && a.d.Tokens[k].Tag.Proper() {
					return true
				}
			}
		}
	}
	return false
}

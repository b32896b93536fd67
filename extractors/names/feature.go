package names

import (
	"math/bits"

	"gleaner/extractors/doc"
	"gleaner/extractors/lexicons"
	"gleaner/extractors/linear"
)

// Templates of features. Their numbers are part of the models: append only.
const (
	tBias = iota
	tWord
	tWordCase
	tWordBefore
	tWordAfter
	tWordBefore2
	tWordAfter2
	tWordPairBefore
	tWordPairAfter
	tWordAround
	tShape
	tShapePairBefore
	tShapePairAfter
	tShapes
	tPrefix
	tSuffix
	tCluster64
	tCluster512
	tCluster2048
	tCluster512Before
	tCluster512After
	tCluster2048Before
	tCluster2048After
	tCluster512PairBefore
	tCluster512PairAfter
	tCluster64Around
	tCluster512Before2
	tCluster512After2
	tKinds
	tKind
	tKindBefore
	tKindAfter
	tKindsPairBefore
	tKindsPairAfter
	tFound
	tFoundKind
	tCases
	tEvidence
	tCounts
	tRunLast
	tRunLastCluster
	tRunLastKinds
	tRunFirst
	tRunBefore
	tRunAfter
	tRunAfterCluster
	tRunKinds
	tRunPlace
	tDomain
	tDomainWord
	tDomainCluster
	tDomainKinds
	tDomainBefore
	tDomainAfter
	tDomainRunLast
	tVotes
	tVoteShare
	tVotesLabel
	tVotesCase
	tRunVotes
	tWordsBefore
	tWordsAfter
	tClustersBefore
	tClustersAfter
	tCluster2048Case
	tRunListed
	tRunListedKind
	tRunBeforeAfter
	tRunText
	tRunBeforeCluster
	tLean
	tLeanCase
	tLeanTops
	tLeanTopBefore
	tLeanTopBehind
	tLeanTopAround
	tDomainVotes
	tSpelledVotes
	tLinkedBefore
	tLinkedAfter
	tLinkedAround
	tLine
	tLinePlace
	tLineEnd
	tSeenBefore
	tSeenBehind
)

// window is what the templates read: a token and its neighbours in the sentence.
type window struct {
	p        *page
	from, to int32
	at       int32
}

// word is the entry of the word at a distance from the token.
func (w *window) word(distance int32) *word {
	if i := w.at + distance; i >= w.from && i < w.to {
		return w.p.wordAt(i)
	}
	return &edge
}

// letter is the case at a distance.
func (w *window) letter(distance int32) uint64 {
	if i := w.at + distance; i >= w.from && i < w.to {
		return uint64(w.p.sights[i].letter)
	}
	return 15
}

func (w *window) shape(distance int32) uint64 {
	if i := w.at + distance; i >= w.from && i < w.to {
		return uint64(w.p.sights[i].shape)
	}
	return 1
}

// cluster2048, cluster512 and cluster64 are above 0 for words that have one.
func (w *word) cluster2048() uint64 { return w.grain(w.cluster.Of2048) }
func (w *word) cluster512() uint64  { return w.grain(w.cluster.Of512) }
func (w *word) cluster64() uint64   { return w.grain(w.cluster.Of64) }

func (w *word) grain(id uint16) uint64 {
	if !w.known {
		return 0
	}
	return uint64(id) + 1
}

// describe appends the features of the token at, in the sentence from..to.
// domain is the set of conventions to follow.
func (p *page) describe(f []linear.Feature, at, from, to int32, domain Domain) []linear.Feature {
	w := window{p, from, to, at}
	f = w.word(0).alone(f, w.letter(0), w.shape(0), domain)
	for _, side := range sides {
		f = w.word(side.distance).beside(f, side, domain)
	}
	return w.together(f, domain)
}

// alone appends the features of a token that depend on nothing beside it, nor
// on the document.
func (w *word) alone(f []linear.Feature, c, shape uint64, domain Domain) []linear.Feature {
	d := uint64(domain)
	f = append(f,
		linear.One(tBias, c),
		linear.One(tWord, w.hash),
		linear.Two(tWordCase, w.hash, c),
		linear.One(tShape, shape),
		linear.One(tCluster64, w.cluster64()),
		linear.One(tCluster512, w.cluster512()),
		linear.One(tCluster2048, w.cluster2048()),
		linear.Two(tCluster2048Case, w.cluster2048(), c),
		linear.Two(tKinds, uint64(w.kinds), c),
		linear.Three(tLeanCase, asItself, w.leaning.role(asItself), c),
		linear.Two(tDomain, d, c),
		linear.Two(tDomainWord, d, w.hash),
		linear.Two(tDomainCluster, d, w.cluster512()),
		linear.Two(tDomainKinds, d, uint64(w.kinds)),
	)
	for n := 2; n <= 4 && n < len(w.lower); n++ {
		f = append(f,
			linear.Two(tPrefix, uint64(n), linear.String(w.lower[:n])),
			linear.Two(tSuffix, uint64(n), linear.String(w.lower[len(w.lower)-n:])))
	}
	f = w.leans(f, asItself)
	return each(f, tKind, w.kinds, 0)
}

// side is a place beside the token, with the templates for the word there; role
// is -1 and kind 0 where the place is too far to say that much.
type side struct {
	distance                               int32
	word, cluster512, cluster2048, kind, d uint64
	role                                   int
}

// sides are the places whose words are looked at by themselves.
var sides = [...]side{
	{-1, tWordBefore, tCluster512Before, tCluster2048Before, tKindBefore, tDomainBefore, asBefore},
	{1, tWordAfter, tCluster512After, tCluster2048After, tKindAfter, tDomainAfter, asBehind},
	{-2, tWordBefore2, tCluster512Before2, 0, 0, 0, -1},
	{2, tWordAfter2, tCluster512After2, 0, 0, 0, -1},
}

// beside appends the features of a word beside the token.
func (w *word) beside(f []linear.Feature, s side, domain Domain) []linear.Feature {
	f = append(f, linear.One(s.word, w.hash), linear.One(s.cluster512, w.cluster512()))
	if s.role < 0 {
		return f
	}
	f = append(f, linear.One(s.cluster2048, w.cluster2048()), linear.Two(s.d, uint64(domain), w.hash))
	f = w.leans(f, s.role)
	return each(f, s.kind, w.kinds, 0)
}

// leans tells of what class the word in that role makes a name.
func (w *word) leans(f []linear.Feature, role int) []linear.Feature {
	for class := range numClasses {
		f = append(f, linear.Three(tLean, uint64(role), uint64(class), w.leaning.level(role, class)))
	}
	return f
}

// together appends the features of the token with its neighbours and with
// what the document tells.
func (w *window) together(f []linear.Feature, domain Domain) []linear.Feature {
	f = w.pairs(f)
	f = w.evidence(f)
	if w.p.lists.layout {
		f = w.line(f)
		f = w.seen(f)
	}
	f = w.listed(f)
	return w.run(f, domain)
}

func (w *window) pairs(f []linear.Feature) []linear.Feature {
	c, shape, shapeBefore, shapeAfter := w.letter(0), w.shape(0), w.shape(-1), w.shape(1)
	here, before, after, before2, after2 := w.word(0), w.word(-1), w.word(1), w.word(-2), w.word(2)
	top, topBefore, topAfter := here.leaning.top(asItself), before.leaning.top(asBefore), after.leaning.top(asBehind)
	return append(f,
		linear.Two(tWordPairBefore, before.hash, here.hash),
		linear.Two(tWordPairAfter, here.hash, after.hash),
		linear.Two(tWordAround, before.hash, after.hash),
		linear.Two(tWordsBefore, before2.hash, before.hash),
		linear.Two(tWordsAfter, after.hash, after2.hash),
		linear.Two(tShapePairBefore, shapeBefore, shape),
		linear.Two(tShapePairAfter, shape, shapeAfter),
		linear.Three(tShapes, shapeBefore, shape, shapeAfter),
		linear.Four(tCases, w.letter(-2)<<8|w.letter(-1), c, w.letter(1), w.letter(2)),
		linear.Two(tCluster512PairBefore, before.cluster512(), here.cluster512()),
		linear.Two(tCluster512PairAfter, here.cluster512(), after.cluster512()),
		linear.Three(tCluster64Around, before.cluster64(), here.cluster64(), after.cluster64()),
		linear.Two(tClustersBefore, before2.cluster512(), before.cluster512()),
		linear.Two(tClustersAfter, after.cluster512(), after2.cluster512()),
		linear.Two(tKindsPairBefore, uint64(before.kinds), uint64(here.kinds)),
		linear.Two(tKindsPairAfter, uint64(here.kinds), uint64(after.kinds)),
		linear.Three(tLeanCase, asBefore, before.leaning.role(asBefore), c),
		linear.Three(tLeanCase, asBehind, after.leaning.role(asBehind), c),
		linear.Four(tLeanTops, top, topBefore, topAfter, c),
		linear.Two(tLeanTopBefore, topBefore, top),
		linear.Two(tLeanTopBehind, top, topAfter),
		linear.Two(tLeanTopAround, topBefore, topAfter),
	)
}

// evidence is what the other occurrences of the word in the document tell.
func (w *window) evidence(f []linear.Feature) []linear.Feature {
	c, here := w.letter(0), w.word(0)
	f = append(f, linear.Three(tCounts, bucket(here.plain), bucket(here.capital), c))
	for e := here.evidence; e != 0; e &= e - 1 {
		f = append(f, linear.Two(tEvidence, uint64(bits.TrailingZeros16(uint16(e))), c))
	}
	return f
}

// line tells of the sentence as a whole, and where in it the token stands.
func (w *window) line(f []linear.Feature) []linear.Feature {
	c, line := w.letter(0), uint64(w.p.sights[w.from].line)
	return append(f,
		linear.Two(tLine, line, c),
		linear.Three(tLinePlace, line, uint64(min(w.at-w.from, 4)), c),
		linear.Three(tLineEnd, line, uint64(min(w.to-w.at, 4)), c))
}

// seen tells what stands beside the word anywhere in the document.
func (w *window) seen(f []linear.Feature) []linear.Feature {
	c, here := w.letter(0), w.word(0)
	f = eachCluster(f, tSeenBefore, here.seenBefore, c)
	return eachCluster(f, tSeenBehind, here.seenBehind, c)
}

// eachCluster appends one feature for each of the clusters; a word that stands
// beside everything tells nothing.
func eachCluster(f []linear.Feature, template, clusters, with uint64) []linear.Feature {
	const most = 12
	if bits.OnesCount64(clusters) > most {
		return f
	}
	for ; clusters != 0; clusters &= clusters - 1 {
		f = append(f, linear.Two(template, uint64(bits.TrailingZeros64(clusters)), with))
	}
	return f
}

// bucket coarsens a count.
func bucket(n int32) uint64 { return uint64(min(n, 3)) }

// listed tells of the listed name of several tokens around the token.
func (w *window) listed(f []linear.Feature) []linear.Feature {
	if s := &w.p.sights[w.at]; s.at != nowhere {
		f = append(f, linear.Two(tFound, uint64(s.found), uint64(s.at)))
		f = each(f, tFoundKind, s.found, uint64(s.at))
	}
	return f
}

// each appends one feature for each of the kinds.
func each(f []linear.Feature, template uint64, kinds lexicons.Kinds, with uint64) []linear.Feature {
	for ; kinds != 0; kinds &= kinds - 1 {
		f = append(f, linear.Two(template, uint64(bits.TrailingZeros32(uint32(kinds))), with))
	}
	return f
}

// run describes the capitalised run around the token.
func (w *window) run(f []linear.Feature, domain Domain) []linear.Feature {
	index := w.p.sights[w.at].run
	if index < 0 {
		return f
	}
	r := w.p.runs[index]
	where := runPlace(r.Range, w.at)
	head, opener := w.p.wordAt(r.End-1), w.p.wordAt(r.First)
	before, after := &edge, &edge
	if r.First > w.from {
		before = w.p.wordAt(r.First - 1)
	}
	if r.End < w.to {
		after = w.p.wordAt(r.End)
	}
	listed := uint64(r.listed)
	f = each(f, tRunListedKind, r.listed, where)
	return append(f,
		linear.Two(tRunListed, listed, where),
		linear.Two(tRunText, r.text, where),
		linear.Three(tRunBeforeAfter, before.hash, after.hash, where),
		linear.Two(tRunBeforeCluster, before.cluster512(), where),
		linear.Two(tRunPlace, where, uint64(min(r.Len(), 6))),
		linear.Two(tRunLast, head.hash, where),
		linear.Two(tRunLastCluster, head.cluster512(), where),
		linear.Two(tRunLastKinds, uint64(head.kinds), where),
		linear.Two(tRunFirst, opener.hash, where),
		linear.Three(tRunKinds, uint64(opener.kinds), uint64(head.kinds), where),
		linear.Two(tRunBefore, before.hash, where),
		linear.Two(tRunAfter, after.hash, where),
		linear.Two(tRunAfterCluster, after.cluster512(), where),
		linear.Three(tDomainRunLast, uint64(domain), head.hash, where),
	)
}

// runPlace is where a token stands in a run: alone, first, last or between.
func runPlace(r doc.Range, at int32) uint64 {
	place := uint64(0)
	if at > r.First {
		place |= 1
	}
	if at < r.End-1 {
		place |= 2
	}
	return place
}

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
	tLabel
	tLabelBefore
	tLabelAfter
	tVotesLabel
	tVotesCase
	tRunVotes
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
	f = w.words(f)
	f = w.form(f)
	f = w.clusters(f)
	f = w.listed(f)
	f = w.run(f)
	return w.domain(f, domain)
}

func (w *window) words(f []linear.Feature) []linear.Feature {
	here, before, after := w.word(0).hash, w.word(-1).hash, w.word(1).hash
	c := w.letter(0)
	return append(f,
		linear.One(tBias, c),
		linear.One(tWord, here),
		linear.Two(tWordCase, here, c),
		linear.One(tWordBefore, before),
		linear.One(tWordAfter, after),
		linear.One(tWordBefore2, w.word(-2).hash),
		linear.One(tWordAfter2, w.word(2).hash),
		linear.Two(tWordPairBefore, before, here),
		linear.Two(tWordPairAfter, here, after),
		linear.Two(tWordAround, before, after),
	)
}

func (w *window) form(f []linear.Feature) []linear.Feature {
	c := w.letter(0)
	shape, before, after := w.shape(0), w.shape(-1), w.shape(1)
	f = append(f,
		linear.One(tShape, shape),
		linear.Two(tShapePairBefore, before, shape),
		linear.Two(tShapePairAfter, shape, after),
		linear.Three(tShapes, before, shape, after),
		linear.Four(tCases, w.letter(-2)<<8|w.letter(-1), c, w.letter(1), w.letter(2)),
	)
	lower := w.word(0).lower
	for n := 2; n <= 4 && n < len(lower); n++ {
		f = append(f,
			linear.Two(tPrefix, uint64(n), linear.String(lower[:n])),
			linear.Two(tSuffix, uint64(n), linear.String(lower[len(lower)-n:])))
	}
	here := w.word(0)
	f = append(f, linear.Three(tCounts, bucket(here.plain), bucket(here.capital), c))
	for e := here.evidence; e != 0; e &= e - 1 {
		f = append(f, linear.Two(tEvidence, uint64(bits.TrailingZeros16(uint16(e))), c))
	}
	return f
}

// bucket coarsens a count.
func bucket(n int32) uint64 { return uint64(min(n, 3)) }

func (w *window) clusters(f []linear.Feature) []linear.Feature {
	here, before, after := w.word(0), w.word(-1), w.word(1)
	return append(f,
		linear.One(tCluster64, here.cluster64()),
		linear.One(tCluster512, here.cluster512()),
		linear.One(tCluster2048, here.cluster2048()),
		linear.One(tCluster512Before, before.cluster512()),
		linear.One(tCluster512After, after.cluster512()),
		linear.One(tCluster2048Before, before.cluster2048()),
		linear.One(tCluster2048After, after.cluster2048()),
		linear.Two(tCluster512PairBefore, before.cluster512(), here.cluster512()),
		linear.Two(tCluster512PairAfter, here.cluster512(), after.cluster512()),
		linear.Three(tCluster64Around, before.cluster64(), here.cluster64(), after.cluster64()),
		linear.One(tCluster512Before2, w.word(-2).cluster512()),
		linear.One(tCluster512After2, w.word(2).cluster512()),
	)
}

func (w *window) listed(f []linear.Feature) []linear.Feature {
	here, before, after := w.word(0).kinds, w.word(-1).kinds, w.word(1).kinds
	c := w.letter(0)
	f = append(f,
		linear.Two(tKinds, uint64(here), c),
		linear.Two(tKindsPairBefore, uint64(before), uint64(here)),
		linear.Two(tKindsPairAfter, uint64(here), uint64(after)))
	f = each(f, tKind, here, 0)
	f = each(f, tKindBefore, before, 0)
	f = each(f, tKindAfter, after, 0)
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
func (w *window) run(f []linear.Feature) []linear.Feature {
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
	return append(f,
		linear.Two(tRunPlace, where, uint64(min(r.Len(), 6))),
		linear.Two(tRunLast, head.hash, where),
		linear.Two(tRunLastCluster, head.cluster512(), where),
		linear.Two(tRunLastKinds, uint64(head.kinds), where),
		linear.Two(tRunFirst, opener.hash, where),
		linear.Three(tRunKinds, uint64(opener.kinds), uint64(head.kinds), where),
		linear.Two(tRunBefore, before.hash, where),
		linear.Two(tRunAfter, after.hash, where),
		linear.Two(tRunAfterCluster, after.cluster512(), where),
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

// domain adds copies of the strongest features that hold in one domain only
// (Daumé 2007).
func (w *window) domain(f []linear.Feature, d Domain) []linear.Feature {
	here, domain := w.word(0), uint64(d)
	f = append(f,
		linear.Two(tDomain, domain, w.letter(0)),
		linear.Two(tDomainWord, domain, here.hash),
		linear.Two(tDomainCluster, domain, here.cluster512()),
		linear.Two(tDomainKinds, domain, uint64(here.kinds)),
		linear.Two(tDomainBefore, domain, w.word(-1).hash),
		linear.Two(tDomainAfter, domain, w.word(1).hash),
	)
	if index := w.p.sights[w.at].run; index >= 0 {
		r := w.p.runs[index]
		f = append(f, linear.Three(tDomainRunLast, domain, w.p.wordAt(r.End-1).hash, runPlace(r.Range, w.at)))
	}
	return f
}

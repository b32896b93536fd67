package names

import (
	"math/bits"

	"gleaner/extractors/doc"
	"gleaner/extractors/linear"
)

// vote counts what the first pass made of each word, over the document. Words
// of longer names count double: they are the clearer cases.
func (p *page) vote() {
	for i := range p.words {
		p.words[i].votes = ballot{}
	}
	for i := range p.labels {
		p.sights[i].weight = 0
		if p.labels[i] == outside && p.sights[i].letter.runs() {
			p.sights[i].weight = 1
			p.wordAt(int32(i)).votes[outsiders]++
		}
	}
	for name, kind := p.nextName(0); name.Len() > 0; name, kind = p.nextName(name.End) {
		weight := int32(min(name.Len(), 2))
		for i := name.First; i < name.End; i++ {
			if p.sights[i].letter.written() {
				p.sights[i].weight = weight
				p.wordAt(i).votes[kind] += weight
			}
		}
	}
}

// kindAt is the index of the kind that the first pass gave a token, outsiders
// for none.
func (p *page) kindAt(token int32) uint64 {
	if l := p.labels[token]; l != outside {
		return uint64(indexOf(l))
	}
	return uint64(outsiders)
}

// link is what stands between two names: a comma, a conjunction, a bracket.
type link uint64

const (
	unlinked link = iota
	byComma
	byConjunction
	byBracket
)

func linkOf(lower string) link {
	switch lower {
	case ",", ";", "/":
		return byComma
	case "and", "or", "&":
		return byConjunction
	case "(":
		return byBracket
	}
	return unlinked
}

// linked returns how the run r of the sentence from..to is linked to a
// capitalised neighbour in front of it (step -1) or behind it (step 1), and
// what kind the first pass gave that: names in one list, and a name with its
// acronym in brackets, are mostly of one kind.
func (p *page) linked(r doc.Range, from, to, step int32) (how link, kind uint64) {
	at := r.First - 1
	if step > 0 {
		at = r.End
	}
	for n := 0; n < 2 && at >= from && at < to; n++ {
		l := linkOf(p.doc.Tokens[at].Lower)
		if l == unlinked {
			break
		}
		how, at = l, at+step
		if at >= from && at < to && p.sights[at].letter.written() {
			return how, p.kindAt(at)
		}
	}
	return unlinked, 0
}

// ballot counts votes by index of kind, and last those for no name.
type ballot [len(Kinds) + 1]int32

// outsiders is the index of the votes for no name.
const outsiders = len(Kinds)

// elsewhere are the votes for the word of a token without the token's own.
func (p *page) elsewhere(token int32) ballot {
	votes := p.wordAt(token).votes
	if s := &p.sights[token]; s.weight > 0 {
		kind := outsiders
		if l := p.labels[token]; l != outside {
			kind = indexOf(l)
		}
		votes[kind] -= s.weight
	}
	return votes
}

// leader is the index with most votes, and its share of all in quarters; kind
// is beyond all others when there are no votes.
func (b *ballot) leader() (kind, share uint64) {
	leader, total := 0, int32(0)
	for k, n := range b {
		total += n
		if n > b[leader] {
			leader = k
		}
	}
	if total == 0 {
		return uint64(len(b)), 0
	}
	return uint64(leader), uint64(b[leader] * 4 / total)
}

// describeVotes appends the features of the second pass: what the first pass
// made of the token, and of its word elsewhere.
func (p *page) describeVotes(f []linear.Feature, at, from, to int32, domain Domain) []linear.Feature {
	votes := p.elsewhere(at)
	kind, share := votes.leader()
	own, c, d := uint64(p.labels[at]), uint64(p.sights[at].letter), uint64(domain)
	if kind < uint64(len(votes)) {
		f = append(f,
			linear.Two(tVotes, kind, share),
			linear.Three(tVotesLabel, kind, share, own),
			linear.Three(tVotesCase, kind, share, c),
			linear.Four(tDomainVotes, d, kind, share, own))
		for k, n := range votes {
			if n > 0 {
				f = append(f, linear.Two(tVoteShare, uint64(k), uint64(bits.Len32(uint32(min(n, 7))))))
			}
		}
	}
	if w := p.wordAt(at); w.evidence&hasInitials != 0 {
		f = append(f, linear.Three(tSpelledVotes, p.kindAt(p.runs[w.spells].End-1), own, c))
	}
	if index := p.sights[at].run; index >= 0 {
		r := p.runs[index]
		before, kindBefore := p.linked(r.Range, from, to, -1)
		after, kindAfter := p.linked(r.Range, from, to, 1)
		if before != unlinked {
			f = append(f, linear.Three(tLinkedBefore, uint64(before), kindBefore, own))
		}
		if after != unlinked {
			f = append(f, linear.Three(tLinkedAfter, uint64(after), kindAfter, own))
		}
		if before != unlinked && after != unlinked {
			f = append(f, linear.Three(tLinkedAround, kindBefore, kindAfter, own))
		}
		first, last := p.elsewhere(r.First), p.elsewhere(r.End-1)
		head, _ := last.leader()
		opener, _ := first.leader()
		f = append(f, linear.Four(tRunVotes, head, opener, runPlace(r.Range, at), kind))
	}
	return f
}

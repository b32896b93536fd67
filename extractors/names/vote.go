package names

import (
	"math/bits"

	"gleaner/extractors/linear"
)

// vote counts what the first pass made of each word, over the document. Words
// of longer names count double: they are the clearer cases.
func (p *page) vote() {
	for i := range p.words {
		p.words[i].votes, p.words[i].outside = [len(Kinds)]int32{}, 0
	}
	for i := 0; i < len(p.labels); {
		if p.labels[i] == Outside {
			if p.sights[i].letter.runs() {
				p.wordAt(int32(i)).outside++
			}
			i++
			continue
		}
		end := i + 1
		for end < len(p.labels) && p.labels[end] != Outside && !begins(p.labels[end]) {
			end++
		}
		weight := int32(min(end-i, 2))
		kind := (p.labels[i] - 1) / 2
		for ; i < end; i++ {
			if p.sights[i].letter.written() {
				p.wordAt(int32(i)).votes[kind] += weight
			}
		}
	}
}

// leader is the index of the kind with most votes, and the share of it among
// all in tenths; none is len(Kinds) when there are no votes.
func (w *word) leader() (kind int, share uint64) {
	kind, total := len(Kinds), w.outside
	most := w.outside
	for k, n := range w.votes {
		total += n
		if n > most {
			kind, most = k, n
		}
	}
	if total == 0 {
		return len(Kinds) + 1, 0
	}
	return kind, uint64(most * 4 / total)
}

// describeVotes appends the features of the second pass: what the first pass
// made of this token, its neighbours, and of the word elsewhere.
func (p *page) describeVotes(f []linear.Feature, at, from, to int32) []linear.Feature {
	w := window{p, from, to, at}
	here := w.word(0)
	kind, share := here.leader()
	label := uint64(p.labels[at])
	before, after := uint64(NumLabels), uint64(NumLabels)
	if at > from {
		before = uint64(p.labels[at-1])
	}
	if at+1 < to {
		after = uint64(p.labels[at+1])
	}
	f = append(f,
		linear.Two(tVotes, uint64(kind), share),
		linear.Three(tVotesLabel, uint64(kind), share, label),
		linear.Three(tVotesCase, uint64(kind), share, w.letter(0)),
		linear.One(tLabel, label),
		linear.Two(tLabelBefore, label, before),
		linear.Two(tLabelAfter, label, after),
	)
	for k, n := range here.votes {
		if n > 0 {
			f = append(f, linear.Two(tVoteShare, uint64(k), uint64(bits.Len32(uint32(min(n, 7))))))
		}
	}
	if index := p.sights[at].run; index >= 0 {
		r := p.runs[index]
		head, _ := p.wordAt(r.End - 1).leader()
		opener, _ := p.wordAt(r.First).leader()
		f = append(f, linear.Four(tRunVotes, uint64(head), uint64(opener), runPlace(r.Range, at), uint64(kind)))
	}
	return f
}

package tag

import "gleaner/extractors/linear"

// The templates of the features. Their numbers are part of the model.
const (
	bias = iota
	theWord
	theShape
	wordShape
	prefix
	suffix
	suffixShape
	theTags
	theCluster
	clusterShape
	tagBefore
	tagTwoBefore
	tagsBefore
	tagBeforeWord
	tagBeforeTags
	tagBeforeSuffix
	neighbour
	neighbourTags
	neighbourCluster
	neighbourShape
	neighbourSuffix
	wordAndNext
	wordAndBefore
	tagsAndNext
	tagBeforeNext
	tagBeforeNextTags
	nextTwoTags
	position
)

// features lists the features of token i, valid until the next call.
func (w *scratch) features(i int) []linear.Feature {
	f := w.at(i).alone(w.buf[:0], first(i))
	for side, distance := range sides {
		f = w.at(i+distance).beside(f, side)
	}
	w.buf = w.together(f, i)
	return w.buf
}

// first is 1 for the first token of a sentence, else 0.
func first(i int) uint64 {
	if i == 0 {
		return 1
	}
	return 0
}

// alone appends the features of a word that depend on nothing beside it but
// whether it is the first.
func (c *word) alone(f []linear.Feature, first uint64) []linear.Feature {
	shape := c.shape<<1 | first
	f = append(f,
		linear.Bias(bias),
		linear.One(theWord, c.hash), linear.One(theShape, shape), linear.Two(wordShape, c.hash, shape),
		linear.One(theTags, c.tags),
	)
	if c.known {
		f = append(f,
			linear.Two(theCluster, 1, uint64(c.cluster.Of64)), linear.Two(theCluster, 2, uint64(c.cluster.Of512)),
			linear.Two(theCluster, 3, uint64(c.cluster.Of2048)), linear.Two(clusterShape, uint64(c.cluster.Of512), shape))
	}
	return affixes(f, c.text, shape)
}

// sides are the distances of the words that are looked at by themselves, in
// the order of their numbers in the features.
var sides = [...]int{-1, -2, 1, 2}

// beside appends the features of a word beside the token. Those two tokens
// away tell less.
func (c *word) beside(f []linear.Feature, side int) []linear.Feature {
	at := uint64(side)
	f = append(f, linear.Two(neighbour, at, c.hash), linear.Two(neighbourTags, at, c.tags))
	if sides[side] == -2 || sides[side] == 2 {
		return f
	}
	f = append(f, linear.Two(neighbourShape, at, c.shape), linear.Two(neighbourSuffix, at, linear.String(last(c.text, 3))))
	if c.known {
		f = append(f, linear.Three(neighbourCluster, at, 1, uint64(c.cluster.Of64)),
			linear.Three(neighbourCluster, at, 2, uint64(c.cluster.Of512)))
	}
	return f
}

// together appends the features of token i with its neighbours and the tags
// already given.
func (w *scratch) together(f []linear.Feature, i int) []linear.Feature {
	c, p, n, nn := w.at(i), w.at(i-1), w.at(i+1), w.at(i+2)
	t1, t2 := uint64(p.tag), uint64(w.at(i-2).tag)
	f = append(f,
		linear.One(tagBefore, t1), linear.One(tagTwoBefore, t2), linear.Two(tagsBefore, t1, t2),
		linear.Two(tagBeforeWord, t1, c.hash), linear.Two(tagBeforeTags, t1, c.tags),
		linear.Two(tagsAndNext, c.tags, n.tags), linear.Three(tagBeforeNextTags, t1, c.tags, n.tags),
		linear.Three(nextTwoTags, c.tags, n.tags, nn.tags),
		linear.Two(wordAndNext, c.hash, n.hash), linear.Two(wordAndBefore, p.hash, c.hash),
		linear.Two(tagBeforeNext, t1, n.hash),
	)
	for n := 2; n <= 3 && n <= len(c.text); n++ {
		f = append(f, linear.Two(tagBeforeSuffix, linear.String(last(c.text, n)), t1))
	}
	return f
}

// affixes adds the beginnings and endings of the word, in bytes.
func affixes(f []linear.Feature, text string, shape uint64) []linear.Feature {
	for n := 1; n <= 5 && n <= len(text); n++ {
		end := linear.String(text[len(text)-n:])
		f = append(f, linear.Two(suffix, uint64(n), end))
		if n == 2 || n == 3 {
			f = append(f, linear.Two(suffixShape, end, shape))
		}
		if n <= 4 {
			f = append(f, linear.Two(prefix, uint64(n), linear.String(text[:n])))
		}
	}
	return f
}

// last returns the last n bytes of s, or all of it.
func last(s string, n int) string { return s[max(0, len(s)-n):] }

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
	f := w.buf[:0]
	c, p, pp, n, nn := w.at(i), w.at(i-1), w.at(i-2), w.at(i+1), w.at(i+2)
	t1, t2 := uint64(p.tag), uint64(pp.tag)
	first := uint64(0)
	if i == 0 {
		first = 1
	}
	shape := c.shape<<1 | first
	f = append(f,
		linear.Bias(bias),
		linear.One(theWord, c.hash), linear.One(theShape, shape), linear.Two(wordShape, c.hash, shape),
		linear.One(theTags, c.tags),
		linear.One(tagBefore, t1), linear.One(tagTwoBefore, t2), linear.Two(tagsBefore, t1, t2),
		linear.Two(tagBeforeWord, t1, c.hash), linear.Two(tagBeforeTags, t1, c.tags),
		linear.Two(tagsAndNext, c.tags, n.tags), linear.Three(tagBeforeNextTags, t1, c.tags, n.tags),
		linear.Three(nextTwoTags, c.tags, n.tags, nn.tags),
		linear.Two(wordAndNext, c.hash, n.hash), linear.Two(wordAndBefore, p.hash, c.hash),
		linear.Two(tagBeforeNext, t1, n.hash),
	)
	f = affixes(f, c.text, shape, t1)
	if c.known {
		f = append(f,
			linear.Two(theCluster, 1, uint64(c.cluster.Of64)), linear.Two(theCluster, 2, uint64(c.cluster.Of512)),
			linear.Two(theCluster, 3, uint64(c.cluster.Of2048)), linear.Two(clusterShape, uint64(c.cluster.Of512), shape))
	}
	for side, o := range [...]*word{p, pp, n, nn} {
		at := uint64(side)
		f = append(f, linear.Two(neighbour, at, o.hash), linear.Two(neighbourTags, at, o.tags))
		if side == 1 || side == 3 {
			continue
		}
		f = append(f, linear.Two(neighbourShape, at, o.shape), linear.Two(neighbourSuffix, at, linear.String(last(o.text, 3))))
		if o.known {
			f = append(f, linear.Three(neighbourCluster, at, 1, uint64(o.cluster.Of64)),
				linear.Three(neighbourCluster, at, 2, uint64(o.cluster.Of512)))
		}
	}
	w.buf = f
	return f
}

// affixes adds the beginnings and endings of the word, in bytes.
func affixes(f []linear.Feature, text string, shape, before uint64) []linear.Feature {
	for n := 1; n <= 5 && n <= len(text); n++ {
		end := linear.String(text[len(text)-n:])
		f = append(f, linear.Two(suffix, uint64(n), end))
		if n == 2 || n == 3 {
			f = append(f, linear.Two(suffixShape, end, shape), linear.Two(tagBeforeSuffix, end, before))
		}
		if n <= 4 {
			f = append(f, linear.Two(prefix, uint64(n), linear.String(text[:n])))
		}
	}
	return f
}

// last returns the last n bytes of s, or all of it.
func last(s string, n int) string { return s[max(0, len(s)-n):] }

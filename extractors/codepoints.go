package extractors

// codePoints turns byte offsets of a text into code points. It is exact for
// offsets on the border of a code point.
type codePoints struct {
	text string
	// before holds, for each block of bytes, the code points that begin before it;
	// nil when the text is ASCII.
	before []int32
}

// blockSize is the number of bytes that a look-up may have to walk.
const blockSize = 256

func newCodePoints(text string) codePoints {
	c := codePoints{text: text}
	ascii := true
	for i := 0; i < len(text) && ascii; i++ {
		ascii = text[i] < 0x80
	}
	if ascii {
		return c
	}
	var count int32
	for i := 0; i < len(text); i++ {
		if i%blockSize == 0 {
			c.before = append(c.before, count)
		}
		if begins(text[i]) {
			count++
		}
	}
	c.before = append(c.before, count)
	return c
}

// begins says whether a byte of UTF-8 begins a code point.
func begins(b byte) bool { return b&0xC0 != 0x80 }

// at returns the number of code points before the byte offset.
func (c codePoints) at(offset int32) int {
	if c.before == nil {
		return int(offset)
	}
	n := c.before[offset/blockSize]
	for i := offset / blockSize * blockSize; i < offset; i++ {
		if begins(c.text[i]) {
			n++
		}
	}
	return int(n)
}

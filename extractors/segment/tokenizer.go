package segment

import (
	"slices"
	"strings"

	"gleaner/extractors/doc"
)

// tokenizer walks once over the text, cut by cut.
type tokenizer struct {
	d    *doc.Doc
	text string
	cuts []doc.Cut
	// begin and end are the borders of the stretch between two cuts.
	begin, end int
	// gap says what stood before the next token: SpaceBefore, BreakBefore.
	gap doc.Shape
	// lower is scratch for the lower-case form.
	lower []byte
}

// checkEvery is how many tokens pass between two looks at the clock.
const checkEvery = 1 << 14

// bytesPerToken is about what a token and its gap take in English news.
const bytesPerToken = 5

func (t *tokenizer) run() error {
	var scratch [256]byte
	t.lower = scratch[:0]
	t.gap = doc.SpaceBefore | doc.BreakBefore
	t.d.Tokens = slices.Grow(t.d.Tokens, len(t.text)/bytesPerToken)
	at := 0
	for _, cut := range t.cuts {
		if err := t.stretch(at, int(cut.Start)); err != nil {
			return err
		}
		t.gap |= doc.SpaceBefore
		if strings.IndexByte(t.text[cut.Start:cut.End], '\n') >= 0 {
			t.gap |= doc.BreakBefore
		}
		at = int(cut.End)
	}
	return t.stretch(at, len(t.text))
}

// stretch reads the tokens of text[at:end].
func (t *tokenizer) stretch(at, end int) error {
	t.begin, t.end = at, end
	check := len(t.d.Tokens) + checkEvery
	for at < end {
		at = t.step(at)
		if len(t.d.Tokens) >= check {
			check += checkEvery
			if err := t.d.Err(); err != nil {
				return err
			}
		}
	}
	return nil
}

// read is the reader, ended by the next cut.
func (t *tokenizer) read(at int) (r rune, size int) {
	if at >= t.end {
		return ' ', 0
	}
	r, size = read(t.text, at)
	if at+size > t.end {
		size = t.end - at
	}
	return r, size
}

// byteAt returns the byte at that place, 0 beyond the stretch.
func (t *tokenizer) byteAt(at int) byte {
	if at < t.end {
		return t.text[at]
	}
	return 0
}

// step reads one token or one character of a gap, and returns where to go on.
func (t *tokenizer) step(at int) int {
	r, size := t.read(at)
	switch classOf(r) {
	case space:
		t.gap |= doc.SpaceBefore
		if r == '\n' || r == '\r' || r == 0x2028 || r == 0x2029 {
			t.gap |= doc.BreakBefore
		}
		return at + size
	case hidden:
		return at + size
	case letter:
		return t.word(at)
	case digit:
		return t.number(at)
	}
	return t.mark(at, r, size)
}

// emit adds the token text[start:end], in pieces when it is too long.
func (t *tokenizer) emit(start, end int) int {
	for end-start > MaxTokenBytes {
		piece := start
		for {
			_, size := t.read(piece)
			if piece+size-start > MaxTokenBytes {
				break
			}
			piece += size
		}
		t.add(start, piece)
		start = piece
	}
	t.add(start, end)
	return end
}

func (t *tokenizer) add(start, end int) {
	if start >= end {
		return
	}
	token := doc.Token{Span: doc.Span{Start: int32(start), End: int32(end)}}
	t.form(&token)
	token.Shape |= t.gap
	t.gap = 0
	t.d.Tokens = append(t.d.Tokens, token)
}

// mark reads punctuation and symbols: one character a token, except runs.
func (t *tokenizer) mark(at int, r rune, size int) int {
	next := at + size
	switch r {
	case '.', '-', '*', '=', '_', '~', '#', '+', '<', '>', '—', '–', '…', '`', '\'', '’', '‘', '•':
		if r == '#' && asciiLetter(t.byteAt(next)) {
			return t.emit(at, t.wordEnd(next))
		}
		if r == '\'' || r == '’' {
			if end := t.elision(next); end > 0 {
				return t.emit(at, end)
			}
		}
		next = t.runEnd(next, func(c rune) bool { return c == r })
	case '!', '?':
		next = t.runEnd(next, func(c rune) bool { return c == '!' || c == '?' })
	case '@':
		if end, ok := t.address(at, next); ok {
			return end
		}
	case ':', ';':
		if end := t.emoticon(next); end > 0 {
			next = end
		}
	}
	return t.emit(at, next)
}

func (t *tokenizer) runEnd(at int, same func(rune) bool) int {
	for at < t.end {
		r, size := t.read(at)
		if !same(r) {
			break
		}
		at += size
	}
	return at
}

// elision reads a leading apostrophe that belongs to its word: "'90s", "'em", and
// a clitic that was set apart: "Acme 's".
func (t *tokenizer) elision(next int) (end int) {
	rest := t.text[next:t.end]
	if len(rest) >= 3 && asciiDigit(rest[0]) && asciiDigit(rest[1]) && rest[2] == 's' {
		return next + 3
	}
	for _, word := range [...]string{"em", "til", "cause", "tis", "twas", "s", "m", "d", "re", "ve", "ll"} {
		if len(rest) >= len(word) && strings.EqualFold(rest[:len(word)], word) && !asciiLetter(t.byteAt(next+len(word))) {
			return next + len(word)
		}
	}
	return 0
}

// emoticon reads ":)", ";-)" and the like.
func (t *tokenizer) emoticon(next int) (end int) {
	if c := t.byteAt(next); c == '-' || c == '\'' {
		next++
	}
	switch t.byteAt(next) {
	case ')', '(', 'D', 'P', '/', '|':
	default:
		return 0
	}
	if t.gap == 0 || classOf(rune(t.byteAt(next+1))) == letter || classOf(rune(t.byteAt(next+1))) == digit || t.byteAt(next) == '/' && t.byteAt(next+1) == '/' {
		return 0
	}
	return next + 1
}

package segment

import (
	"strings"

	"gleaner/extractors/doc"
)

// splitter groups the tokens into sentences.
type splitter struct {
	d *doc.Doc
	// wrapped: single line breaks mean nothing.
	wrapped bool
}

func (s *splitter) run() error {
	tokens := s.d.Tokens
	first := 0
	paragraph := true
	for i := 1; i <= len(tokens); i++ {
		if i < len(tokens) && tokens[i].End-tokens[first].Start > MaxSentenceBytes {
			return tooLong(doc.Span{Start: tokens[first].Start, End: tokens[i].End})
		}
		end := i == len(tokens) || s.lineEnds(i)
		if !end && !s.ends(first, i) {
			continue
		}
		s.add(first, i, paragraph && end)
		if err := s.d.Err(); err != nil {
			return err
		}
		first, paragraph = i, end
	}
	s.markHeadlines()
	return nil
}

// lineEnds says whether the line break before the token ends the sentence.
func (s *splitter) lineEnds(i int) bool {
	token := &s.d.Tokens[i]
	if !token.Shape.Is(doc.BreakBefore) {
		return false
	}
	gap := s.d.Text[s.d.Tokens[i-1].End:token.Start]
	_, rest, _ := strings.Cut(gap, "\n")
	if strings.ContainsAny(rest, "\n\u2029") || strings.HasPrefix(rest, "  ") || strings.HasPrefix(rest, "\t") {
		return true
	}
	return !s.wrapped && !s.goesOn(i)
}

// goesOn says whether the line that begins with the token i goes on with a line
// that is too long for a heading or an item of a list: in lower case, behind a
// word.
func (s *splitter) goesOn(i int) bool {
	before, token := &s.d.Tokens[i-1], &s.d.Tokens[i]
	if !lowerWord(before) || !lowerWord(token) {
		return false
	}
	return joining[before.Lower] && s.longLine(i-1)
}

// longLine says whether the line that ends with the token is as long as a wrapped one.
func (s *splitter) longLine(last int) bool {
	end := s.d.Tokens[last].End
	for at := last; at >= 0; at-- {
		token := &s.d.Tokens[at]
		if end-token.Start >= minWrapped {
			return true
		}
		if token.Shape.Is(doc.BreakBefore) {
			return false
		}
	}
	return false
}

// lowerWord says whether the token is a word in lower case.
func lowerWord(token *doc.Token) bool {
	return token.Shape&(doc.Letters|doc.Initial|doc.Mixed|doc.Digit) == doc.Letters
}

// joining are words that no line of its own ends with.
var joining = wordSet("a an the and or of to in on at by for from with that which who is are was were be been has have had will would its their his her as than into")

// maxClosing is the most tokens that close a sentence behind its full stop:
// quotes, brackets and citations ("[2]").
const maxClosing = 12

// beforeClosing returns the last token of a sentence that may end before i,
// less what closes it, and whether that was anything.
func (s *splitter) beforeClosing(first, i int) (last int, closed bool) {
	last = i - 1
	for last > first && last > i-maxClosing {
		switch {
		case last-2 > first && s.citation(last-2):
			last -= 3
		case s.closes(last, i):
			last--
		default:
			return last, closed
		}
		closed = true
	}
	return last, closed
}

// citation says whether a number in square brackets begins at i.
func (s *splitter) citation(i int) bool {
	tokens := s.d.Tokens
	return i+2 < len(tokens) && tokens[i].Lower == "[" && tokens[i+1].Shape.Is(doc.Number) && tokens[i+2].Lower == "]"
}

// ends says whether a sentence that begins at first ends before the token i of
// the same line.
func (s *splitter) ends(first, i int) bool {
	tokens := s.d.Tokens
	next := &tokens[i]
	last, closed := s.beforeClosing(first, i)
	end := &tokens[last]
	if s.citation(i) {
		return false
	}
	if s.closes(i, i+1) && !next.Shape.Is(doc.SpaceBefore) {
		return false // the closing mark belongs to this sentence
	}
	switch terminal(end.Lower) {
	case stop:
		return s.stopEnds(first, last, i)
	case shout:
		return s.begins(i, closed)
	case dots:
		return !closed && next.Shape.Is(doc.SpaceBefore) && s.begins(i, false) && last > first
	}
	if n := len(end.Lower); n > 1 && end.Lower[n-1] == '.' && end.Shape.Is(doc.Letters) {
		return s.abbreviationEnds(first, last, i)
	}
	return false
}

// terminalKind is a way to end a sentence.
type terminalKind uint8

const (
	none  terminalKind = iota
	stop               // .
	shout              // ! ?
	dots               // ...
)

func terminal(lower string) terminalKind {
	if len(lower) == 0 {
		return none
	}
	switch lower[0] {
	case '.':
		if len(lower) == 1 {
			return stop
		}
		return dots
	case '!', '?':
		return shout
	case ':', ';':
		if len(lower) > 1 {
			return shout // ":)"
		}
	}
	switch lower {
	case "。", "！", "？", "۔", "؟", "।":
		return shout
	}
	return none
}

// closes says whether the token is a quote or bracket that closes what stands
// before it; next is the token behind.
func (s *splitter) closes(i, next int) bool {
	token := &s.d.Tokens[i]
	switch token.Lower {
	case ")", "]", "}":
		return true
	case "\"", "'":
		if token.Shape.Is(doc.SpaceBefore) {
			return next < len(s.d.Tokens) && s.d.Tokens[next].Shape.Is(doc.SpaceBefore)
		}
		switch s.d.Text[token.Start:token.End] {
		case "“", "‘", "``":
			return false
		}
		return next >= len(s.d.Tokens) || s.d.Tokens[next].Shape.Is(doc.SpaceBefore) || s.d.Tokens[next].Shape.Is(doc.Punct)
	}
	return false
}

// begins says whether the token i can begin a sentence. Behind a closing quote
// a word in lower case goes on ("Why?" he asked).
func (s *splitter) begins(i int, quoted bool) bool {
	token := &s.d.Tokens[i]
	switch {
	case token.Shape.Is(doc.Initial), token.Shape.Is(doc.Digit):
		return true
	case token.Shape.Is(doc.Letters):
		return !quoted && token.Shape&(doc.Mixed) != 0 || !latin(token.Lower)
	}
	switch token.Lower {
	case "\"", "'", "(", "[", "$", "£", "€", "#", "-", "--", "*", "•", "<", "{", "¿", "¡", "@":
		return true
	}
	return false
}

func latin(lower string) bool { return lower == "" || lower[0] < 0x80 || lower[0] <= 0xC9 }

// stopEnds judges a full stop of its own.
func (s *splitter) stopEnds(first, last, i int) bool {
	tokens := s.d.Tokens
	next := &tokens[i]
	if !s.begins(i, false) && !s.careless(last-1, i) {
		return false
	}
	if last == first || s.listNumber(first, last-1) {
		return false
	}
	if next.Shape.Is(doc.SpaceBefore) {
		return true
	}
	// "security.The": the space was lost.
	return i-1 > last || next.Shape.Is(doc.Initial) && next.Span.Len() > 1 || next.Shape&(doc.Letters|doc.Digit) == 0
}

// careless says whether a sentence may begin at i although its word is in
// lower case, as in quick posts: a whole small word stands before the full stop.
func (s *splitter) careless(before, i int) bool {
	if before < 0 {
		return false
	}
	token := &s.d.Tokens[before]
	return token.Shape&(doc.Letters|doc.Initial|doc.Digit|doc.Mixed) == doc.Letters && token.Span.Len() >= 3 &&
		s.d.Tokens[i].Shape.Is(doc.SpaceBefore|doc.Letters)
}

// listNumber says whether the token before a full stop counts the items of a
// list: "1. Fold the paper."
func (s *splitter) listNumber(first, i int) bool {
	token := &s.d.Tokens[i]
	if !token.Shape.Is(doc.Number) || token.Span.Len() > 2 {
		return false
	}
	return i == first || s.d.Tokens[i-1].Shape.Is(doc.Punct) && s.d.Tokens[i-1].Lower != ","
}

// add appends the sentence of the tokens first to end, cut into pieces when it
// is too long. line says that it is a line of its own.
func (s *splitter) add(first, end int, line bool) {
	if end-first > MaxSentenceTokens {
		s.d.Notes = append(s.d.Notes, doc.Note{
			Code: "sentence_split", Message: "a sentence of more tokens than the limit was cut into pieces",
			Span: doc.Span{Start: s.d.Tokens[first].Start, End: s.d.Tokens[end-1].End},
		})
	}
	for end-first > MaxSentenceTokens {
		at := s.bestBreak(first)
		s.append(first, at, false)
		first, line = at, false
	}
	s.append(first, end, line)
}

// bestBreak returns where to cut a sentence that is too long: at the best of
// the breaks in the second half of what may stand together, the last of its kind.
func (s *splitter) bestBreak(first int) int {
	limit := first + MaxSentenceTokens
	best, at := noBreak, limit
	for i := limit; i > first+MaxSentenceTokens/2; i-- {
		if kind := s.breakBefore(i); kind > best {
			best, at = kind, i
		}
	}
	return at
}

// breakKind is how well a sentence that is too long can be cut, the worst first.
type breakKind uint8

const (
	noBreak breakKind = iota
	conjunctionBreak
	commaBreak
	// clauseBreak is a comma, and a word that begins a clause.
	clauseBreak
	semicolonBreak
	lineBreak
)

func (s *splitter) breakBefore(i int) breakKind {
	clause := clauseWords[s.d.Tokens[i].Lower]
	switch before := s.d.Tokens[i-1].Lower; {
	case s.d.Tokens[i].Shape.Is(doc.BreakBefore):
		return lineBreak
	case before == ";":
		return semicolonBreak
	case before == "," && clause:
		return clauseBreak
	case before == ",":
		return commaBreak
	case clause:
		return conjunctionBreak
	}
	return noBreak
}

// clauseWords begin a clause.
var clauseWords = wordSet("and but or while whereas because which who where when although though so then if unless until after before")

func (s *splitter) append(first, end int, line bool) {
	r := doc.Range{First: int32(first), End: int32(end)}
	s.d.Sentences = append(s.d.Sentences, doc.Sentence{
		Range: r, Span: s.d.SpanOf(r), Headline: line && s.short(r), TitleCase: s.titleCase(r),
	})
}

package doc

// Token is a word, number or mark of the text.
type Token struct {
	Span
	// Lower is the token in lower case with quotes, dashes and broken encodings
	// mended, for comparing and for features. Interned.
	Lower string
	// Lemma is the dictionary form, in lower case. Interned. Layer Tags.
	Lemma string
	// Head is the index in Doc.Tokens of the governor; its own index for the
	// root of a sentence. Layer Trees.
	Head int32
	// Tag is the Penn Treebank part of speech. Layer Tags.
	Tag Tag
	// Rel is the Universal Dependencies relation to Head. Layer Trees.
	Rel Rel
	// Shape says how the token is written.
	Shape Shape
}

// Shape is a set of facts about how a token is written.
type Shape uint16

// The facts.
const (
	// Initial: the first letter is upper case.
	Initial Shape = 1 << iota
	// AllUpper: at least two letters and all upper case.
	AllUpper
	// Mixed: upper case after lower case, as in "iPhone".
	Mixed
	// Digit: holds a digit.
	Digit
	// Number: digits with separators only.
	Number
	// Punct: no letter and no digit.
	Punct
	// SpaceBefore: white space, or the start of the text, stands before it.
	SpaceBefore
	// BreakBefore: a line break, or the start of the text, stands before it.
	BreakBefore
	// Letters: holds a letter.
	Letters
)

// Is says whether all facts of f hold.
func (s Shape) Is(f Shape) bool { return s&f == f }

// Sentence is a range of tokens that belong together.
type Sentence struct {
	Range
	// Span is from the first token's start to the last one's end.
	Span Span
	// Headline: a title or section heading.
	Headline bool
	// TitleCase: most words are capitalised, so capitals tell little.
	TitleCase bool
	// Parsed: the tokens have Head and Rel.
	Parsed bool
}

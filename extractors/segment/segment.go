// Package segment finds the sentences and tokens of a document.
//
// Tokens follow the Universal Dependencies English Web Treebank
// (https://universaldependencies.org/treebanks/en_ewt): hyphens, possessives
// and contractions are split off, abbreviations, decimals and addresses stay
// whole. It departs where names would be hidden: a prefix before a capital is
// split as well ("anti" "-" "Acme").
//
// Tokens never overlap and, with the gaps between them, give the text back
// byte for byte. A gap holds only white space, invisible characters and cuts.
package segment

import (
	"fmt"

	"gleaner/extractors/doc"
)

// Limits. They bound what later stages have to work on in one piece.
const (
	// MaxTokenBytes: a longer token is cut into pieces at code points.
	MaxTokenBytes = 1000
	// MaxSentenceTokens: a longer sentence is cut at its best break, with a
	// note "sentence_split". Prose has none that long; in lists and in text
	// without full stops each event would be compared with all fillers of the piece.
	MaxSentenceTokens = 250
	// MaxSentenceBytes: a longer stretch without any sentence end is no text;
	// the article is rejected.
	MaxSentenceBytes = 100_000
)

// Stage splits text into sentences and tokens. It holds no state.
type Stage struct{}

// New returns the stage.
func New() *Stage { return &Stage{} }

// Name returns "segment".
func (*Stage) Name() string { return "segment" }

// Needs returns the layer of the text.
func (*Stage) Needs() doc.Layer { return doc.Text }

// Adds returns the layer of tokens and sentences.
func (*Stage) Adds() doc.Layer { return doc.Tokens }

// Apply fills Tokens (Span, Lower, Shape) and Sentences. It fails with a
// *doc.Reject when more than MaxSentenceBytes pass without a sentence end, and
// with the document's own error when its time is over.
func (*Stage) Apply(d *doc.Doc) error {
	t := tokenizer{d: d, text: d.Text, cuts: d.Cuts}
	if err := t.run(); err != nil {
		return err
	}
	s := splitter{d: d, wrapped: hardWrapped(d.Text)}
	return s.run()
}

// tooLong is the answer to a stretch of bytes that has no sentence end.
func tooLong(s doc.Span) error {
	return &doc.Reject{
		Field: "text",
		Code:  "sentence_too_long",
		Message: fmt.Sprintf("%d bytes without the end of a sentence, from byte %d on, limit %d",
			s.Len(), s.Start, MaxSentenceBytes),
		Hint: "is this an article? remove encoded or generated content, or put line breaks between the parts",
	}
}

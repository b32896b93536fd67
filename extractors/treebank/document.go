package treebank

import (
	"context"
	"slices"
	"strings"

	"gleaner/extractors/doc"
	"gleaner/extractors/segment"
)

// Doc returns the text with the treebank's own sentences and tokens, as
// package segment would fill them, and nothing of the annotation. Sentences
// stand on lines of their own.
func (t *Document) Doc() *doc.Doc {
	d := doc.New(context.Background())
	d.Text = t.text()
	d.Raw = d.Text
	at := int32(0)
	for _, words := range t.Sentences {
		first := int32(len(d.Tokens))
		space := doc.SpaceBefore | doc.BreakBefore
		for _, w := range words {
			token := doc.Token{Span: doc.Span{Start: at, End: at + int32(len(w.Form))}}
			segment.Form(d, &token)
			token.Shape |= space
			d.Tokens = append(d.Tokens, token)
			at, space = token.End, 0
			if !w.Glued {
				at, space = at+1, doc.SpaceBefore
			}
		}
		if words[len(words)-1].Glued {
			at++
		}
		r := doc.Range{First: first, End: int32(len(d.Tokens))}
		d.Sentences = append(d.Sentences, doc.Sentence{Range: r, Span: d.SpanOf(r)})
	}
	d.Fill(doc.Text | doc.Tokens)
	return d
}

func (t *Document) text() string {
	var b strings.Builder
	for _, words := range t.Sentences {
		for i, w := range words {
			b.WriteString(w.Form)
			if !w.Glued && i < len(words)-1 {
				b.WriteByte(' ')
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// Words are all words, the sentences one after another: those of Doc's tokens.
func (t *Document) Words() []Word { return slices.Concat(t.Sentences...) }

// Only returns the documents of the genres.
func Only(documents []Document, genres []string) []Document {
	var kept []Document
	for _, d := range documents {
		if slices.Contains(genres, d.Genre) {
			kept = append(kept, d)
		}
	}
	return kept
}

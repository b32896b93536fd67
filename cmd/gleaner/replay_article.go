package main

import (
	"context"
	"strings"

	"gleaner/extractors"
	"gleaner/extractors/clean"
	"gleaner/schemas"
)

// inspectArticle returns the text of an article and the date that its page
// gives: what is needed of it before it is extracted.
func inspectArticle(ctx context.Context, a *schemas.Article) (text, published string) {
	if strings.TrimSpace(a.Text) != "" {
		return a.Text, ""
	}
	d := extractors.Document(ctx, a)
	defer d.Release()
	if err := clean.New().Apply(d); err != nil {
		return "", "" // extraction will say what is wrong
	}
	return strings.Clone(d.Text), d.Published
}

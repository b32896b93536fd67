package eval

import (
	"context"

	"gleaner/extractors/doc"
	"gleaner/extractors/treebank"
)

// SegmentationScore is how many tokens and sentences were found with exactly
// their first and last byte.
type SegmentationScore struct{ Tokens, Sentences PRF }

// Segmentation measures what divides running text.
func Segmentation(texts []treebank.Text, segmenter Applier) (SegmentationScore, error) {
	var score SegmentationScore
	for i := range texts {
		if err := score.add(&texts[i], segmenter); err != nil {
			return score, err
		}
	}
	return score, nil
}

func (s *SegmentationScore) add(want *treebank.Text, segmenter Applier) error {
	d := doc.New(context.Background())
	defer d.Release()
	d.Raw = want.Text
	if err := segmenter.Apply(d); err != nil {
		return err
	}
	tokens, sentences := make([]doc.Span, len(d.Tokens)), make([]doc.Span, len(d.Sentences))
	for i := range tokens {
		tokens[i] = d.Tokens[i].Span
	}
	for i := range sentences {
		sentences[i] = d.Sentences[i].Span
	}
	s.Tokens.Add(spansFound(tokens, want.Tokens))
	s.Sentences.Add(spansFound(sentences, want.Sentences))
	return nil
}

// spansFound counts spans that are in both lists.
func spansFound(got, want []doc.Span) PRF {
	wanted := make(map[doc.Span]bool, len(want))
	for _, s := range want {
		wanted[s] = true
	}
	same := 0
	for _, s := range got {
		if wanted[s] {
			same++
		}
	}
	return PRF{TP: same, FP: len(got) - same, FN: len(want) - same}
}

package eval

import (
	"gleaner/extractors/doc"
	"gleaner/extractors/treebank"
)

// TreeScore is how many tokens got the right governor (UAS), and with it the
// right relation (LAS), over all tokens, punctuation included. Relations are
// those of package doc, subtypes and all.
type TreeScore struct{ UAS, LAS Accuracy }

// Trees measures a parser on the treebank's own tokens with the tags of a tagger.
func Trees(documents []treebank.Document, tagger, parser Applier) (TreeScore, error) {
	var score TreeScore
	for i := range documents {
		if err := score.add(&documents[i], tagger, parser); err != nil {
			return score, err
		}
	}
	return score, nil
}

func (s *TreeScore) add(t *treebank.Document, tagger, parser Applier) error {
	d := t.Doc()
	defer d.Release()
	for _, stage := range []Applier{tagger, parser} {
		if err := stage.Apply(d); err != nil {
			return err
		}
	}
	for i, words := range t.Sentences {
		if err := d.Parse(i); err != nil {
			return err
		}
		first := d.Sentences[i].First
		s.sentence(words, d.Tokens[first:d.Sentences[i].End], first)
	}
	return nil
}

func (s *TreeScore) sentence(words []treebank.Word, tokens []doc.Token, first int32) {
	for j, w := range words {
		head := int(tokens[j].Head-first) == w.Head
		s.UAS.count(head)
		s.LAS.count(head && tokens[j].Rel == w.Rel)
	}
}

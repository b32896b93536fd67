package eval

import (
	"strings"

	"gleaner/extractors/doc"
	"gleaner/extractors/treebank"
)

// Applier is a stage under test.
type Applier interface{ Apply(*doc.Doc) error }

// TagScore is how many tags and lemmas were right, over all tokens of the
// treebank. Lemmas are compared in lower case.
type TagScore struct{ Tags, Lemmas Accuracy }

// Tags measures a tagger on the treebank's own tokens.
func Tags(documents []treebank.Document, tagger Applier) (TagScore, error) {
	var score TagScore
	for i := range documents {
		if err := score.add(&documents[i], tagger); err != nil {
			return score, err
		}
	}
	return score, nil
}

func (s *TagScore) add(t *treebank.Document, tagger Applier) error {
	d := t.Doc()
	defer d.Release()
	if err := tagger.Apply(d); err != nil {
		return err
	}
	for i, w := range t.Words() {
		s.Tags.count(d.Tokens[i].Tag == w.Tag)
		s.Lemmas.count(d.Tokens[i].Lemma == strings.ToLower(w.Lemma))
	}
	return nil
}

func (a *Accuracy) count(right bool) {
	a.N++
	if right {
		a.Right++
	}
}

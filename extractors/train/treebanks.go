package train

import (
	"path/filepath"

	"gleaner/extractors/doc"
	"gleaner/extractors/treebank"
)

// Treebanks are the documents that tagger and parser learn from and are
// measured on: EWT whole, GUM in its clean genres.
type Treebanks struct {
	Train          []treebank.Document
	DevEWT, DevGUM []treebank.Document
}

// ReadTreebanks reads the treebanks of the data folder.
func ReadTreebanks(dataFolder string) (*Treebanks, error) {
	var parts [4][]treebank.Document
	for i, name := range []string{"ewt.train", "gum.train", "ewt.dev", "gum.dev"} {
		var err error
		parts[i], err = treebank.Read(filepath.Join(dataFolder, "data", "treebank", name+".conllu.gz"))
		if err != nil {
			return nil, err
		}
	}
	return &Treebanks{
		Train:  append(parts[0], treebank.Only(parts[1], treebank.Clean)...),
		DevEWT: parts[2],
		DevGUM: treebank.Only(parts[3], treebank.Clean),
	}, nil
}

// goldTags returns the annotation of a document, token by token.
func goldTags(t *treebank.Document) (tags []doc.Tag, lemmas []string) {
	for _, w := range t.Words() {
		tags, lemmas = append(tags, w.Tag), append(lemmas, w.Lemma)
	}
	return tags, lemmas
}

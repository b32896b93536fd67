// Package tag finds the part of speech and the lemma of each token.
//
// Tags are those of the Penn Treebank as the English Web Treebank uses them.
// A word that had one tag only in training keeps it; all others are decided
// from left to right by a linear model over the word, its neighbours, their
// clusters and the tags already given. Lemmas follow from word and tag by
// rules on the ending, learned from the treebanks.
package tag

import (
	"fmt"
	"sync"

	"gleaner/extractors/doc"
	"gleaner/extractors/lexicons"
	"gleaner/extractors/linear"
	"gleaner/extractors/models"
)

// Stage tags documents. It is immutable and safe for concurrent use.
type Stage struct {
	scorer   linear.Scorer
	tags     []doc.Tag // the tag of each of the scorer's labels
	words    *Words
	lemmas   *Lemmas
	clusters *lexicons.Clusters
	pool     sync.Pool
}

// New returns the stage with the embedded model "tag".
func New() (*Stage, error) {
	file, err := models.Open("tag")
	if err != nil {
		return nil, err
	}
	return Open(file)
}

// newStage puts the parts together. The labels of the scorer are tags.
func newStage(scorer linear.Scorer, words *Words, lemmas *Lemmas) (*Stage, error) {
	clusters, err := lexicons.LoadClusters()
	if err != nil {
		return nil, fmt.Errorf("open tagger: %w", err)
	}
	s := &Stage{scorer: scorer, words: words, lemmas: lemmas, clusters: clusters}
	for _, name := range scorer.Labels() {
		t, ok := doc.ParseTag(name)
		if !ok {
			return nil, fmt.Errorf("open tagger: label %q is not a tag", name)
		}
		s.tags = append(s.tags, t)
	}
	s.pool.New = func() any { return s.newScratch() }
	return s, nil
}

// Name returns "tag".
func (*Stage) Name() string { return "tag" }

// Needs returns the layer of tokens.
func (*Stage) Needs() doc.Layer { return doc.Tokens }

// Adds returns the layer of tags.
func (*Stage) Adds() doc.Layer { return doc.Tags }

// Apply fills Tag and Lemma of every token. It fails only with the document's
// own error.
func (s *Stage) Apply(d *doc.Doc) error {
	w := s.pool.Get().(*scratch)
	defer s.pool.Put(w)
	return s.applyIn(w, d)
}

// applyIn is Apply with the given room.
func (s *Stage) applyIn(w *scratch, d *doc.Doc) error {
	for i := range d.Sentences {
		if err := d.Err(); err != nil {
			return err
		}
		tokens := d.Tokens[d.Sentences[i].First:d.Sentences[i].End]
		s.tag(d, tokens, w)
		for t := range tokens {
			tokens[t].Lemma = s.lemma(d, &tokens[t], w.at(t).key, w)
		}
	}
	return nil
}

// tag decides the tags of a sentence from left to right.
func (s *Stage) tag(d *doc.Doc, tokens []doc.Token, w *scratch) {
	w.read(s, d, tokens)
	for i := range tokens {
		if fixed := w.at(i).fixed; fixed != doc.NoTag {
			w.set(i, fixed)
		} else {
			s.score(w, i)
			w.set(i, s.tags[w.scores.Best(len(s.tags))])
		}
		tokens[i].Tag = w.at(i).tag
	}
}

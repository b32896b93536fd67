package tag

import (
	"errors"
	"fmt"

	"gleaner/extractors/linear"
)

// errDamaged is the error of a model file that is not as Encode wrote it.
var errDamaged = errors.New("damaged model of the tagger")

// Encode returns the bytes that Open reads: words, lemmas and linear model,
// each after its length. It fails for a stage that is still learning.
func (s *Stage) Encode() ([]byte, error) {
	model, ok := s.scorer.(*linear.Model)
	if !ok {
		return nil, errors.New("encode tagger: it is still learning")
	}
	return linear.Join(s.words.append(nil), s.lemmas.append(nil), model.Encode()), nil
}

// Open returns a tagger from the bytes of Encode.
func Open(file []byte) (*Stage, error) {
	parts, err := linear.Parts(file)
	if err != nil || len(parts) != 3 {
		return nil, fmt.Errorf("open tagger: %w", errDamaged)
	}
	words, err := openWords(string(parts[0]))
	if err != nil {
		return nil, fmt.Errorf("open tagger: %w", err)
	}
	lemmas, err := openLemmas(string(parts[1]))
	if err != nil {
		return nil, fmt.Errorf("open tagger: %w", err)
	}
	model, err := linear.Open(parts[2])
	if err != nil {
		return nil, fmt.Errorf("open tagger: %w", err)
	}
	return newStage(model, words, lemmas)
}

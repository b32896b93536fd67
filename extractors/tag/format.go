package tag

import (
	"encoding/binary"
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
	var out []byte
	for _, part := range [][]byte{s.words.append(nil), s.lemmas.append(nil), model.Encode()} {
		out = binary.AppendUvarint(out, uint64(len(part)))
		out = append(out, part...)
	}
	return out, nil
}

// Open returns a tagger from the bytes of Encode.
func Open(file []byte) (*Stage, error) {
	var parts [3][]byte
	for i := range parts {
		n, size := binary.Uvarint(file)
		if size <= 0 || n > uint64(len(file)-size) {
			return nil, fmt.Errorf("open tagger: %w", errDamaged)
		}
		parts[i] = file[size : size+int(n)]
		file = file[size+int(n):]
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

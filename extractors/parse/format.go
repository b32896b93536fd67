package parse

import (
	"errors"
	"fmt"
	"slices"

	"gleaner/extractors/linear"
)

var errDamaged = errors.New("damaged model of the parser")

// Encode returns the bytes that Open reads: vocabulary, models of moves and of
// relations, and those of the first tree. It fails for a stage that is still
// learning.
func (s *Stage) Encode() ([]byte, error) {
	parts := [][]byte{s.parser.words.append(nil)}
	for p := s.parser; p != nil; p = p.first {
		moves, ok := p.moves.(*linear.Model)
		relations, too := p.relations.(*linear.Model)
		if !ok || !too {
			return nil, errors.New("encode parser: it is still learning")
		}
		parts = append(parts, moves.Encode(), relations.Encode())
	}
	return linear.Join(parts...), nil
}

// openParser returns a parser from the bytes of Encode.
func openParser(file []byte) (*parser, error) {
	parts, err := linear.Parts(file)
	if err != nil || len(parts) != 3 && len(parts) != 5 {
		return nil, fmt.Errorf("open parser: %w", errDamaged)
	}
	words := openVocabulary(parts[0])
	var first *parser
	for at := len(parts) - 2; at > 0; at -= 2 {
		moves, err := openModel(parts[at], moveNames())
		if err != nil {
			return nil, err
		}
		relations, err := openModel(parts[at+1], relationNames())
		if err != nil {
			return nil, err
		}
		p, err := newParser(moves, relations, words, at == 3)
		if err != nil {
			return nil, err
		}
		p.first = first
		first = p
	}
	return first, nil
}

func openModel(file []byte, labels []string) (*linear.Model, error) {
	m, err := linear.Open(file)
	if err != nil {
		return nil, fmt.Errorf("open parser: %w", err)
	}
	if !slices.Equal(m.Labels(), labels) {
		return nil, errors.New("open parser: the labels of the model are not the parser's; train it again")
	}
	return m, nil
}

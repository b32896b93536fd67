package parse

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"gleaner/extractors/linear"
)

var errDamaged = errors.New("damaged model of the parser")

// Encode returns the bytes that Open reads: vocabulary, model of moves and
// model of relations, each after its length. It fails for a stage that is
// still learning.
func (s *Stage) Encode() ([]byte, error) {
	p := s.parser
	moves, ok := p.moves.(*linear.Model)
	relations, too := p.relations.(*linear.Model)
	if !ok || !too {
		return nil, errors.New("encode parser: it is still learning")
	}
	var out []byte
	for _, part := range [][]byte{p.words.append(nil), moves.Encode(), relations.Encode()} {
		out = binary.AppendUvarint(out, uint64(len(part)))
		out = append(out, part...)
	}
	return out, nil
}

// openParser returns a parser from the bytes of Encode.
func openParser(file []byte) (*parser, error) {
	var parts [3][]byte
	for i := range parts {
		n, size := binary.Uvarint(file)
		if size <= 0 || n > uint64(len(file)-size) {
			return nil, fmt.Errorf("open parser: %w", errDamaged)
		}
		parts[i] = file[size : size+int(n)]
		file = file[size+int(n):]
	}
	moves, err := openModel(parts[1], moveNames())
	if err != nil {
		return nil, err
	}
	relations, err := openModel(parts[2], relationNames())
	if err != nil {
		return nil, err
	}
	return newParser(moves, relations, openVocabulary(parts[0]))
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

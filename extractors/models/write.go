package models

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/klauspost/compress/zstd"
)

// Write compresses a model and writes it and its card to dir, from where the
// next build embeds them. Name, SHA256 and Bytes of the card are filled in;
// the completed card is returned. The same model gives the same file.
func Write(dir, name string, file []byte, card Card) (Card, error) {
	packed, err := pack(file)
	if err != nil {
		return card, fmt.Errorf("write model %s: %w", name, err)
	}
	sum := sha256.Sum256(packed)
	card.Name, card.SHA256, card.Bytes = name, hex.EncodeToString(sum[:]), len(packed)
	text, err := json.MarshalIndent(card, "", "  ")
	if err != nil {
		return card, fmt.Errorf("write card of %s: %w", name, err)
	}
	for path, content := range map[string][]byte{name + modelSuffix: packed, name + cardSuffix: append(text, '\n')} {
		if err := os.WriteFile(filepath.Join(dir, path), content, 0o644); err != nil {
			return card, fmt.Errorf("write model %s: %w", name, err)
		}
	}
	return card, nil
}

// pack compresses well rather than best, which makes no smaller files of weights
// but such that take a third longer to unpack.
func pack(file []byte) ([]byte, error) {
	encoder, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBetterCompression), zstd.WithEncoderConcurrency(1))
	if err != nil {
		return nil, err
	}
	return encoder.EncodeAll(file, nil), encoder.Close()
}

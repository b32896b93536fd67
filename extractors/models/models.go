// Package models holds the trained weights of the stages. NAME.model.zst is
// what `gleaner train NAME` wrote, compressed with Zstandard; NAME.card.json
// says where it comes from. The package knows nothing of their inside.
package models

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"

	"github.com/klauspost/compress/zstd"
)

//go:embed *.model.zst *.card.json
var files embed.FS

const (
	modelSuffix = ".model.zst"
	cardSuffix  = ".card.json"
)

// ErrMissing is returned by Open when there is no model of that name.
var ErrMissing = errors.New("no such model")

// Open returns the decompressed bytes of a model. The caller owns them.
func Open(name string) ([]byte, error) {
	packed, err := files.ReadFile(name + modelSuffix)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("open model %s: %w; run `gleaner train %s` and build again", name, ErrMissing, name)
	}
	if err != nil {
		return nil, fmt.Errorf("open model %s: %w", name, err)
	}
	return unpack(name, packed)
}

func unpack(name string, packed []byte) ([]byte, error) {
	decoder, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1))
	if err != nil {
		return nil, fmt.Errorf("open model %s: %w", name, err)
	}
	defer decoder.Close()
	file, err := decoder.DecodeAll(packed, nil)
	if err != nil {
		return nil, fmt.Errorf("open model %s: %w", name, err)
	}
	return file, nil
}

// Digest identifies all embedded models together, as 12 hexadecimal digits of
// a SHA-256 over their names and checksums. It names the producer of a record.
func Digest() (string, error) {
	cards, err := Cards()
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	for _, c := range cards {
		fmt.Fprintf(sum, "%s %s\n", c.Name, c.SHA256)
	}
	return hex.EncodeToString(sum.Sum(nil))[:12], nil
}

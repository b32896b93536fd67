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
	"unsafe"

	"github.com/klauspost/compress/zstd"

	"gleaner/extractors/pages"
)

//go:embed *.model.zst *.card.json
var files embed.FS

const (
	modelSuffix = ".model.zst"
	cardSuffix  = ".card.json"
)

// ErrMissing is returned by Open when there is no model of that name.
var ErrMissing = errors.New("no such model")

// The files once more, since a string is read where it lies and files.ReadFile
// copies; the program holds equal contents once.
var (
	//go:embed tag.model.zst
	tagFile string
	//go:embed parse.model.zst
	parseFile string
	//go:embed names.model.zst
	namesFile string
	//go:embed resolve.model.zst
	resolveFile string
	//go:embed events.model.zst
	eventsFile string
)

// packed is the embedded file of a model.
func packed(name string) (file string, ok bool) {
	switch name {
	case "tag":
		return tagFile, true
	case "parse":
		return parseFile, true
	case "names":
		return namesFile, true
	case "resolve":
		return resolveFile, true
	case "events":
		return eventsFile, true
	}
	return "", false
}

// Open returns the decompressed bytes of a model. The caller owns them.
func Open(name string) ([]byte, error) {
	file, ok := packed(name)
	if !ok {
		return nil, fmt.Errorf("open model %s: %w; run `gleaner train %s` and build again", name, ErrMissing, name)
	}
	return unpack(name, unsafe.Slice(unsafe.StringData(file), len(file)))
}

func unpack(name string, packed []byte) ([]byte, error) {
	decoder, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1))
	if err != nil {
		return nil, fmt.Errorf("open model %s: %w", name, err)
	}
	defer decoder.Close()
	file, err := decoder.DecodeAll(packed, room(packed))
	if err != nil {
		return nil, fmt.Errorf("open model %s: %w", name, err)
	}
	return file, nil
}

// room is an empty slice that holds what the file says it unpacks to, in large
// pages: to be given thousands of small ones takes longer than to fill them. It
// is nil where the file does not say.
func room(packed []byte) []byte {
	var header zstd.Header
	if err := header.Decode(packed); err != nil || !header.HasFCS || header.FrameContentSize > maxSize {
		return nil
	}
	return pages.Make[byte](int(header.FrameContentSize) + slack)[:0]
}

const (
	// maxSize of a model, unpacked, in bytes.
	maxSize = 1 << 30
	// slack is room behind the end, so that the decoder may write whole blocks.
	slack = 1 << 18
)

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

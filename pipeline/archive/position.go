package archive

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
)

// position is how far reading has come. Its JSON is what Positioned.Position
// returns and Options.From takes.
type position struct {
	// File is the path of the file; empty before the first.
	File string `json:"file"`
	// Entries is how many of its entries come before.
	Entries int64 `json:"entries"`
	// Unopened says that the file could not be opened and is done with.
	Unopened bool `json:"unopened,omitempty"`
	// Offset and Line are where the next line begins, for a file that is read
	// from the middle; Offset is 0 for others.
	Offset int64 `json:"offset,omitempty"`
	Line   int64 `json:"line,omitempty"`
	// Size and Head tell whether it still is the file it was; Size is -1 for
	// what has none.
	Size int64  `json:"size"`
	Head string `json:"head,omitempty"`
}

func (p position) String() string {
	text, err := json.Marshal(p)
	if err != nil {
		return "" // a struct of strings and numbers always has JSON
	}
	return string(text)
}

func parsePosition(text string) (position, error) {
	var p position
	if text == "" {
		return p, nil
	}
	if err := json.Unmarshal([]byte(text), &p); err != nil {
		return p, fmt.Errorf("position in the archive %.100q: %w", text, err)
	}
	return p, nil
}

// ErrChanged is returned when reading is to go on in a file that is not the
// one it was, or is gone.
var ErrChanged = errors.New("the archive is not the one that was read before")

// headSize is how many bytes tell files apart.
const headSize = 4 << 10

// fingerprint returns size and a hash of the first bytes of a regular file.
// size is how many bytes to hash at most, for a file that grew since.
func fingerprint(f *os.File, size int64) (int64, string, error) {
	at, err := f.Stat()
	if err != nil {
		return 0, "", err
	}
	if !at.Mode().IsRegular() {
		return -1, "", nil
	}
	if size < 0 {
		size = at.Size()
	}
	h := sha256.New()
	if _, err := io.Copy(h, io.NewSectionReader(f, 0, min(size, headSize))); err != nil {
		return 0, "", err
	}
	return at.Size(), hex.EncodeToString(h.Sum(nil)[:8]), nil
}

// check fails when the file is not the one the position was taken in. It may have grown.
func (p position) check(f *os.File) error {
	if p.Size < 0 {
		return nil
	}
	size, head, err := fingerprint(f, p.Size)
	switch {
	case err != nil:
		return err
	case size < p.Size:
		return fmt.Errorf("%w: %s had %d bytes and has %d", ErrChanged, p.File, p.Size, size)
	case head != p.Head:
		return fmt.Errorf("%w: %s begins with other bytes", ErrChanged, p.File)
	}
	return nil
}

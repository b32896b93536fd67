package models

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestCards holds every embedded model to its card.
func TestCards(t *testing.T) {
	cards, err := Cards()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cards {
		packed, err := files.ReadFile(c.Name + modelSuffix)
		if err != nil {
			t.Errorf("%s has a card but no model: %v", c.Name, err)
			continue
		}
		if sum := sha256.Sum256(packed); hex.EncodeToString(sum[:]) != c.SHA256 || len(packed) != c.Bytes {
			t.Errorf("%s: the file is not the one of its card", c.Name)
		}
		if len(c.Origins) == 0 || c.Date == "" || c.Command == "" || len(c.Scores) == 0 {
			t.Errorf("%s: the card lacks origins, date, command or scores", c.Name)
		}
		if _, err := Open(c.Name); err != nil {
			t.Error(err)
		}
	}
}

// TestModelsHaveCards holds the reverse, and the bound on the sum of sizes.
func TestModelsHaveCards(t *testing.T) {
	entries, err := files.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	total := int64(0)
	for _, e := range entries {
		name, ok := strings.CutSuffix(e.Name(), modelSuffix)
		if !ok {
			continue
		}
		if _, err := readCard(name + cardSuffix); err != nil {
			t.Error(err)
		}
		stat, err := e.Info()
		if err != nil {
			t.Fatal(err)
		}
		total += stat.Size()
	}
	if total > 36<<20 {
		t.Errorf("%d bytes of models, want at most 36 MiB beside the lexicons", total)
	}
}

func TestOpenMissing(t *testing.T) {
	_, err := Open("nonesuch")
	if !errors.Is(err, ErrMissing) || !strings.Contains(err.Error(), "gleaner train nonesuch") {
		t.Errorf("got %v, want ErrMissing and what to run", err)
	}
}

func TestWrite(t *testing.T) {
	content := bytes.Repeat([]byte("weights "), 1000)
	first, second := t.TempDir(), t.TempDir()
	for _, dir := range []string{first, second} {
		if _, err := Write(dir, "x", content, Card{Date: "2026-11-24"}); err != nil {
			t.Fatal(err)
		}
	}
	for _, file := range []string{"x" + modelSuffix, "x" + cardSuffix} {
		a, errA := os.ReadFile(filepath.Join(first, file))
		b, errB := os.ReadFile(filepath.Join(second, file))
		if errA != nil || errB != nil || !bytes.Equal(a, b) {
			t.Errorf("%s differs between two runs (%v, %v)", file, errA, errB)
		}
		if file == "x"+modelSuffix {
			if got, err := unpack("x", a); err != nil || !bytes.Equal(got, content) {
				t.Errorf("unpacked content differs: %v", err)
			}
		}
	}
	if _, err := unpack("x", content); err == nil {
		t.Error("bytes that are not Zstandard were unpacked")
	}
	if _, err := Write(filepath.Join(first, "none"), "x", content, Card{}); err == nil {
		t.Error("written to a folder that does not exist")
	}
}

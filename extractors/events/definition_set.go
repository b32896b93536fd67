package events

import (
	"cmp"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

//go:embed definitions/*.yaml
var embedded embed.FS

// Embedded returns the definitions that come with Gleaner, one file a type.
func Embedded() fs.FS {
	sub, err := fs.Sub(embedded, "definitions")
	if err != nil {
		return embedded // cannot happen: the path is constant and valid
	}
	return sub
}

// Definitions is a set of event types, compiled for proposing candidates. It
// is immutable and safe for concurrent use.
type Definitions struct {
	all    []*Definition // sorted by type
	index  triggerIndex
	digest string
}

// LoadDefinitions reads every *.yaml file at the top of the given folders. A
// type in a later folder replaces the same type of an earlier one. All errors
// are returned together, each beginning "FILE:LINE: ".
func LoadDefinitions(folders ...fs.FS) (*Definitions, error) {
	byType := map[string]*Definition{}
	sum := sha256.New()
	var errs []error
	for _, folder := range folders {
		names, err := fs.Glob(folder, "*.yaml")
		if err != nil {
			return nil, fmt.Errorf("list event definitions: %w", err)
		}
		others, err := fs.Glob(folder, "*.yml")
		if err != nil {
			return nil, fmt.Errorf("list event definitions: %w", err)
		}
		for _, name := range others {
			errs = append(errs, fmt.Errorf("%s: a definition ends in .yaml: rename it, or it is not read", name))
		}
		for _, name := range names {
			text, err := fs.ReadFile(folder, name)
			if err != nil {
				errs = append(errs, fmt.Errorf("read event definition: %w", err))
				continue
			}
			d, err := parseDefinition(name, text)
			if err != nil {
				errs = append(errs, err)
				continue
			}
			if want := strings.TrimSuffix(path.Base(name), ".yaml"); d.Type != want {
				errs = append(errs, fmt.Errorf("%s:1: type is %q, but a file is named after its type: want %s.yaml", name, d.Type, d.Type))
				continue
			}
			byType[d.Type] = d
			fmt.Fprintf(sum, "%s %d\n", name, len(text))
			sum.Write(text)
		}
	}
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	defs := &Definitions{digest: hex.EncodeToString(sum.Sum(nil))}
	for _, d := range byType {
		defs.all = append(defs.all, d)
	}
	slices.SortFunc(defs.all, func(a, b *Definition) int { return cmp.Compare(a.Type, b.Type) })
	defs.index = indexTriggers(defs.all)
	return defs, nil
}

// All lists the definitions, sorted by type. The caller must not change them.
func (s *Definitions) All() []*Definition { return s.all }

// Lookup returns the definition of a type, nil when there is none.
func (s *Definitions) Lookup(eventType string) *Definition {
	i, ok := slices.BinarySearchFunc(s.all, eventType, func(d *Definition, t string) int { return cmp.Compare(d.Type, t) })
	if !ok {
		return nil
	}
	return s.all[i]
}

// Digest is the SHA-256 of the files read, in hexadecimal: records name it, so
// that it can be told which definitions made them.
func (s *Definitions) Digest() string { return s.digest }

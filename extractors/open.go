package extractors

import (
	"fmt"
	"io/fs"

	"gleaner/extractors/clean"
	"gleaner/extractors/prose"
	"gleaner/extractors/segment"
)

// Options say which engine to open. The zero value is the default engine.
type Options struct {
	// Engine is "ours" (also "") or "prose", the reference engine.
	Engine string
	// Events are folders of event definitions that add to the embedded ones or
	// override them, later ones first.
	Events []fs.FS
	// Languages are the ISO 639-1 codes of the articles to read; nil is English
	// only, {"any"} reads everything.
	Languages []string
	// Version of the program, for the records' producer.
	Version string
}

// Default returns the engine with all stages, models and definitions that are
// embedded.
func Default() (*Engine, error) { return Open(Options{}) }

// Open returns an engine. It fails when the name is unknown, a model cannot be
// read, or a definition is wrong; the error then names file and line.
func Open(o Options) (*Engine, error) {
	stages, err := o.stages()
	if err != nil {
		return nil, err
	}
	e, err := New(stages...)
	if err != nil {
		return nil, err
	}
	e.producer.Engine = o.engine()
	e.producer.Version = o.Version
	e.languages = o.languages()
	return e, nil
}

func (o Options) engine() string {
	if o.Engine == "" {
		return "ours"
	}
	return o.Engine
}

func (o Options) languages() []string {
	switch {
	case o.Languages == nil:
		return []string{"en"}
	case len(o.Languages) == 1 && o.Languages[0] == "any":
		return nil
	}
	return o.Languages
}

func (o Options) stages() ([]Stage, error) {
	switch o.engine() {
	case "ours":
		return []Stage{clean.New(), segment.New(), prose.NewNames()}, nil
	case "prose":
		return []Stage{clean.New(), segment.New(), prose.NewNames()}, nil
	}
	return nil, fmt.Errorf("engine %q is unknown: use ours or prose", o.Engine)
}

package main

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// listed is what `go list -json` tells of a package.
type listed struct {
	ImportPath string
	Imports    []string
}

// stages are the packages that must not know one another.
var stages = []string{"clean", "segment", "tag", "parse", "names", "resolve", "values", "events", "prose"}

// TestImportTable holds the house plan: which package may import which.
func TestImportTable(t *testing.T) {
	for _, p := range listPackages(t) {
		for _, imported := range p.Imports {
			if why := refuse(p.ImportPath, imported); why != "" {
				t.Errorf("%s imports %s: %s", p.ImportPath, imported, why)
			}
		}
	}
}

// TestImportTableRefuses proves that the table can fail.
func TestImportTableRefuses(t *testing.T) {
	cases := []struct{ from, to string }{
		{"gleaner/extractors/names", "gleaner/extractors/tag"},
		{"gleaner/extractors/names", "gleaner/schemas"},
		{"gleaner/extractors/doc", "gleaner/schemas"},
		{"gleaner/extractors", "github.com/nats-io/nats.go"},
		{"gleaner/extractors/events", "github.com/rs/zerolog"},
		{"gleaner/extractors", "gleaner/pipeline"},
		{"gleaner/pipeline", "gleaner/extractors"},
		{"gleaner/pipeline", "github.com/nats-io/nats.go/jetstream"},
		{"gleaner/pipeline/archive", "github.com/nats-io/nats.go"},
		{"gleaner/pipeline/archive", "gleaner/pipeline/jetstream"},
		{"gleaner/cmd/gleaner", "github.com/nats-io/nats.go"},
		{"gleaner/cmd/gleaner", "github.com/jdkato/prose/v2"},
		{"gleaner/schemas", "github.com/rs/zerolog"},
		{"gleaner/extractors/doc", "golang.org/x/text/unicode/norm"},
	}
	for _, c := range cases {
		if refuse(c.from, c.to) == "" {
			t.Errorf("%s may import %s, but must not", c.from, c.to)
		}
	}
}

// refuse says why from must not import to, "" when it may.
func refuse(from, to string) string {
	from, to = strings.TrimPrefix(from, "gleaner/"), strings.TrimPrefix(to, "gleaner/")
	under := func(path, root string) bool { return path == root || strings.HasPrefix(path, root+"/") }
	switch {
	case under(from, "examples"):
		return "" // somebody else's program
	case strings.HasPrefix(to, "github.com/nats-io/") && from != "pipeline/jetstream":
		return "only pipeline/jetstream talks to NATS"
	case strings.HasPrefix(to, "github.com/jdkato/prose") && from != "extractors/prose":
		return "only extractors/prose uses prose"
	case under(from, "extractors") && strings.HasPrefix(to, "github.com/rs/zerolog"):
		return "extractors return errors, they do not log"
	case (from == "schemas" || from == "extractors/doc") && !standard(to) && !under(to, from):
		return "it imports the standard library only"
	case under(from, "extractors") && (under(to, "pipeline") || under(to, "cmd")):
		return "extractors know nothing of messages"
	case under(from, "pipeline") && (under(to, "extractors") || under(to, "cmd")):
		return "the pipeline knows nothing of language"
	}
	if stage, ok := strings.CutPrefix(from, "extractors/"); ok && slices.Contains(stages, stage) && own(to) {
		allowed := []string{"extractors/doc", "extractors/linear", "extractors/neural", "extractors/boosted", "extractors/models", "extractors/lexicons"}
		if !slices.Contains(allowed, to) {
			return "a stage imports doc, linear, neural, boosted, models and lexicons only"
		}
	}
	if adapter, ok := strings.CutPrefix(from, "pipeline/"); ok && own(to) {
		if to != "pipeline" && to != "schemas" && !under(to, "pipeline/"+adapter) {
			return "an adapter imports pipeline and schemas only"
		}
	}
	return ""
}

// own says whether the path, without the module's name, is a package of this module.
func own(path string) bool {
	top, _, _ := strings.Cut(path, "/")
	return slices.Contains([]string{"cmd", "extractors", "pipeline", "schemas"}, top)
}

// standard says whether the path is of the standard library.
func standard(path string) bool {
	top, _, _ := strings.Cut(path, "/")
	return !strings.Contains(top, ".") && !own(path)
}

func listPackages(t *testing.T) []listed {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports", "gleaner/...")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []listed
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatalf("read go list: %v", err)
		}
		all = append(all, p)
	}
}

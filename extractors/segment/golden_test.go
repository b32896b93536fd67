package segment

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"gleaner/extractors/doc"
)

var update = flag.Bool("update", false, "write what the tests want from what they got")

// TestGolden runs testdata/*.txtar: "text" is the input, "want" the sentences,
// one a line, tokens parted by "|", with H for a headline and T for title case.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden files: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			d := apply(t, string(archive.Files[0].Data))
			check(t, d)
			got := print(d)
			if *update {
				archive.Files = append(archive.Files[:1], txtar.File{Name: "want", Data: []byte(got)})
				if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if want := string(archive.Files[1].Data); got != want {
				t.Errorf("got:\n%s\nwant:\n%s", got, want)
			}
		})
	}
}

func print(d *doc.Doc) string {
	var out strings.Builder
	for _, s := range d.Sentences {
		mark := " "
		if s.Headline {
			mark = "H"
		}
		if s.TitleCase {
			mark += "T"
		} else {
			mark += " "
		}
		fmt.Fprintf(&out, "%s ", mark)
		for i := s.First; i < s.End; i++ {
			if i > s.First {
				out.WriteByte('|')
			}
			out.WriteString(d.Slice(d.Tokens[i].Span))
		}
		out.WriteByte('\n')
	}
	return out.String()
}

package treebank

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReferences(t *testing.T) {
	rows := []string{
		"# newdoc id = a",
		"1\tZorbax\t_\tPROPN\tNNP\t_\t2\tnsubj\t_\tEntity=(1-organization-new-coref-Zorbax(2-person-new)",
		"2\tgrew\t_\tVERB\tVBD\t_\t0\troot\t_\tSpaceAfter=No|Entity=1)",
		"",
		"1\tIt\t_\tPRON\tPRP\t_\t2\tnsubj\t_\tEntity=(1-organization-giv)",
		"2\tleft\t_\tVERB\tVBD\t_\t0\troot\t_\tEntity=(3[1/2]-place-new)(4-time-new",
		"3\ttoday\t_\tNOUN\tNN\t_\t2\tobl\t_\tEntity=4)",
		"", "# newdoc id = b",
		"1\tIt\t_\tPRON\tPRP\t_\t1\troot\t_\tEntity=(1-object-giv)", "",
	}
	path := filepath.Join(t.TempDir(), "a.conllu")
	if err := os.WriteFile(path, []byte(strings.Join(rows, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	documents, err := Read(path)
	if err != nil {
		t.Fatal(err)
	}
	want := [][]Reference{
		{{0, 2, 1, "organization"}, {0, 1, 2, "person"}, {2, 3, 1, "organization"}, {3, 4, 3, "place"}, {3, 5, 4, "time"}},
		{{0, 1, 1, "object"}},
	}
	for i, d := range documents {
		if diff := cmp.Diff(want[i], d.References); diff != "" {
			t.Errorf("document %s (-want +got):\n%s", d.ID, diff)
		}
	}
}

package jetstream

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gleaner/schemas"
)

// TestOperationsPage: the page for operators names every stream, subject and
// reason there is.
func TestOperationsPage(t *testing.T) {
	body, err := os.ReadFile(filepath.Join("..", "..", "docs", "operations.md"))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, s := range (StreamsConfig{}).withDefaults().streams() {
		names = append(names, "`"+s.Name+"`")
	}
	names = append(names, "`OBJ_"+bucketBodies+"`", "`"+HeaderObject+"`", "`"+HeaderDigest+"`", "`"+HeaderSize+"`", "`"+HeaderFirstSeen+"`", "`"+HeaderEncoding+":")
	for _, prefix := range []string{
		schemas.SubjectRaw, schemas.SubjectBackfill, schemas.SubjectDead, schemas.SubjectSkipped,
		schemas.SubjectEvent, schemas.SubjectEntity, schemas.SubjectArticle,
	} {
		names = append(names, "`"+prefix+"<")
	}
	for _, code := range schemas.Codes() {
		names = append(names, "`"+string(code)+"`")
	}
	for _, name := range names {
		if !strings.Contains(string(body), name) {
			t.Errorf("docs/operations.md does not name %s", name)
		}
	}
}

package main

import "testing"

func TestDocumentsAreTold(t *testing.T) {
	names := schemaNames()
	for _, name := range names {
		if documents[name] == "" {
			t.Errorf("nothing is said of %s", name)
		}
	}
	if len(documents) != len(names) {
		t.Errorf("%d documents are told of, there are %d", len(documents), len(names))
	}
}

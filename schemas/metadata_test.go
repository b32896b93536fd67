package schemas

import (
	"encoding/json"
	"testing"
)

// TestMetadataUntouched: numbers of metadata keep their digits through an
// article, and through records that are read and written again.
func TestMetadataUntouched(t *testing.T) {
	const metadata = `{"id":1234567890123456789,"path":[{"score":1.10}]}`
	a, err := DecodeArticle([]byte(`{"text":"Bolt sued Fennmark.","metadata":`+metadata+`}`), "")
	if err != nil {
		t.Fatal(err)
	}
	info := ArticleInfo{ID: "a1", Metadata: a.Metadata}
	for range 2 {
		body, err := json.Marshal(info)
		if err != nil {
			t.Fatal(err)
		}
		info = ArticleInfo{}
		if err := json.Unmarshal(body, &info); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := json.Marshal(info.Metadata); err != nil || string(got) != metadata {
		t.Errorf("metadata became %s (%v), want %s", got, err, metadata)
	}
	if err := json.Unmarshal([]byte(`{"metadata":null}`), &info); err != nil || info.Metadata != nil {
		t.Errorf("null became %v (%v)", info.Metadata, err)
	}
}

package schemas

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestDecodeArticle(t *testing.T) {
	got, err := DecodeArticle([]byte(`{"id":"a1","source":"wire","title":"T","text":"Acme sued Bolt.","published_at":null,"metadata":{"desk":"business"}}`), "")
	if err != nil {
		t.Fatal(err)
	}
	want := &Article{ID: "a1", Source: "wire", Title: "T", Text: "Acme sued Bolt.", Metadata: map[string]any{"desk": "business"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("article differs (-want +got):\n%s", diff)
	}
}

func TestDecodeArticleByContentType(t *testing.T) {
	plain, err := DecodeArticle([]byte("Acme sued Bolt."), "text/plain; charset=utf-8")
	if err != nil || plain.Text != "Acme sued Bolt." || plain.HTML != "" {
		t.Errorf("text/plain: got %+v, %v", plain, err)
	}
	page, err := DecodeArticle([]byte("<p>Acme sued Bolt."), "text/html")
	if err != nil || page.HTML != "<p>Acme sued Bolt." || page.Text != "" {
		t.Errorf("text/html: got %+v, %v", page, err)
	}
	if plain.ID == "" || page.ID == "" || plain.ID == page.ID {
		t.Errorf("derived ids %q and %q, want two different ones", plain.ID, page.ID)
	}
}

// TestDecodeArticleMarked: a byte order mark before the JSON is no part of it.
func TestDecodeArticleMarked(t *testing.T) {
	a, err := DecodeArticle([]byte("\uFEFF"+`{"id":"a1","text":"Acme sued Bolt."}`), "")
	if err != nil || a.ID != "a1" {
		t.Errorf("%+v, %v", a, err)
	}
	a, _, err = DecodeArticleLenient([]byte("\uFEFF"+`{"text":"Acme sued Bolt.","published":"2026-11-23"}`), "")
	if err != nil || a.PublishedAt != "2026-11-23" {
		t.Errorf("lenient: %+v, %v", a, err)
	}
}

// TestDecodeErrorNamesArticle: who looks for the dead letter of an article finds it by its id.
func TestDecodeErrorNamesArticle(t *testing.T) {
	for body, want := range map[string]string{
		`{"fetched_at":5,"id":"a1","text":"x"}`:           "a1",
		`{"id":"a1","text":"x","zeal":1}`:                 "a1",
		`{"id":"a1"}`:                                     "a1",
		`{"id":7,"text":"x"}`:                             "",
		`{"text":7}`:                                      "",
		`{"id":"` + strings.Repeat("a", 2000) + `"}`:      "",
		`{"id":"a1","text":"x","published_at":"someday"}`: "a1",
	} {
		_, err := DecodeArticle([]byte(body), "")
		var field *FieldError
		if !errors.As(err, &field) || field.ArticleID != want {
			t.Errorf("%.60s: %+v, want an error about %q", body, err, want)
		}
	}
}

func TestDecodeArticleRefuses(t *testing.T) {
	deep := strings.Repeat(`{"a":`, 50) + "1" + strings.Repeat("}", 50)
	cases := []struct {
		name, body, contentType string
		field                   string
		code                    Code
	}{
		{"empty", "", "", "", CodeEmptyBody},
		{"blank", " \n\t", "text/plain", "", CodeEmptyBody},
		{"invalid UTF-8", "{\"text\":\"\xff\"}", "", "", CodeInvalidUTF8},
		{"20 MB", `{"text":"` + strings.Repeat("a", 20<<20) + `"}`, "", "", CodeTooLarge},
		{"50 levels", `{"text":"x","metadata":` + deep + `}`, "", "", CodeTooDeep},
		{"brackets in strings do not count", `{"text":` + strings.Repeat("[", 8) + `"` + strings.Repeat("[", 50) + `"` + strings.Repeat("]", 8) + `}`, "", "text", CodeWrongType},
		{"not JSON", "Acme sued Bolt.", "", "", CodeInvalidJSON},
		{"cut short", `{"text":"Acme`, "", "", CodeInvalidJSON},
		{"two objects", `{"text":"a"}{"text":"b"}`, "", "", CodeInvalidJSON},
		{"array", `[{"text":"a"}]`, "", "", CodeWrongType},
		{"null", `null`, "", "", CodeWrongType},
		{"number for text", `{"text":12}`, "", "text", CodeWrongType},
		{"list for metadata", `{"text":"a","metadata":[1]}`, "", "metadata", CodeWrongType},
		{"object for id", `{"id":{},"text":"a"}`, "", "id", CodeWrongType},
		{"unknown field", `{"text":"a","body":"b"}`, "", "body", CodeUnknownField},
		{"wrong case", `{"Text":"a"}`, "", "Text", CodeUnknownField},
		{"no text", `{"title":"a"}`, "", "text", CodeMissingText},
		{"null text", `{"text":null}`, "", "text", CodeMissingText},
		{"bad date", `{"text":"a","published_at":"last week"}`, "", "published_at", CodeInvalidValue},
		{"long id", `{"text":"a","id":"` + strings.Repeat("i", 600) + `"}`, "", "id", CodeInvalidValue},
		{"image", "GIF89a", "image/gif", "", CodeUnsupportedType},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := DecodeArticle([]byte(c.body), c.contentType)
			var fe *FieldError
			if !errors.As(err, &fe) {
				t.Fatalf("got %v, want a FieldError", err)
			}
			if fe.Field != c.field || fe.Code != c.code {
				t.Errorf("got field %q code %q, want %q %q (%v)", fe.Field, fe.Code, c.field, c.code, err)
			}
			if fe.Message == "" {
				t.Error("the error says nothing")
			}
		})
	}
}

func TestDecodeArticleLenient(t *testing.T) {
	body := `{"id":"g1","text":"Acme sued Bolt.","published":"2019-11-02","entities":[],"events":[]}`
	a, ignored, err := DecodeArticleLenient([]byte(body), "")
	if err != nil {
		t.Fatal(err)
	}
	if a.PublishedAt != "2019-11-02" {
		t.Errorf("published_at is %q", a.PublishedAt)
	}
	if diff := cmp.Diff([]string{"entities", "events"}, ignored); diff != "" {
		t.Errorf("ignored fields differ:\n%s", diff)
	}
}

func TestSubjectToken(t *testing.T) {
	cases := map[string]string{"reuters": "reuters", "": "none", "a-b_9": "a-b_9"}
	for in, want := range cases {
		if got := SubjectToken(in); got != want {
			t.Errorf("SubjectToken(%q) = %q, want %q", in, got, want)
		}
	}
	seen := map[string]string{}
	for _, in := range []string{"a.b", "a b", "a*b", "a>b", "ä", "ö", strings.Repeat("x", 200), strings.Repeat("x", 201)} {
		got := SubjectToken(in)
		if strings.ContainsAny(got, ". *>") || len(got) > 100 {
			t.Errorf("SubjectToken(%q) = %q is not one short token", in, got)
		}
		if other, ok := seen[got]; ok {
			t.Errorf("%q and %q share the token %q", in, other, got)
		}
		seen[got] = in
	}
}

// FuzzDecodeArticle: no body panics, and what is accepted has text and an id.
func FuzzDecodeArticle(f *testing.F) {
	f.Add([]byte(`{"text":"a"}`), "")
	f.Add([]byte("\xff"), "text/plain")
	f.Add([]byte(`{"text":"\ud800"}`), "application/json")
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		a, err := DecodeArticle(body, contentType)
		if err != nil {
			return
		}
		if a.ID == "" || a.Text+a.HTML == "" {
			t.Errorf("accepted without id or text: %+v", a)
		}
		if !utf8.ValidString(a.Text) {
			t.Errorf("accepted text that is not UTF-8: %q", a.Text)
		}
	})
}

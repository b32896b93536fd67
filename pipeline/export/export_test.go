package export

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"flag"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"gleaner/schemas"
)

var update = flag.Bool("update", false, "rewrite the expected output")

// words is a tokenizer for tests: runs of letters and digits, and every other
// character that is no space; a sentence ends with a full stop.
func words(text string) ([][]Token, error) {
	var sentences [][]Token
	var sentence []Token
	runes := []rune(text)
	for i := 0; i < len(runes); {
		j := i + 1
		word := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
		for word(runes[i]) && j < len(runes) && word(runes[j]) {
			j++
		}
		if !unicode.IsSpace(runes[i]) {
			sentence = append(sentence, Token{i, j})
		}
		if runes[i] == '.' {
			sentences, sentence = append(sentences, sentence), nil
		}
		i = j
	}
	if len(sentence) > 0 {
		sentences = append(sentences, sentence)
	}
	return sentences, nil
}

// invented is an article with a character beyond the 16 bits of UTF-16 before
// everything else, a name over a line break, one name within another, and text
// that needs escaping.
func invented() []*schemas.Extraction {
	text := "🛰 Fennmark & Sons banned \"Bolt\nCorp\" radios <3. Jane Roe quit."
	at := func(s string) (int, int) {
		b := strings.Index(text, s)
		start := len([]rune(text[:b]))
		return start, start + len([]rune(s))
	}
	entity := func(typ schemas.EntityType, name string) schemas.Entity {
		s, e := at(name)
		return schemas.Entity{ID: "id-" + strings.Fields(name)[0], Type: typ, Name: name, Mentions: []schemas.EntityMention{{Start: s, End: e, Text: name}}}
	}
	sons, bolt, jane, within := entity(schemas.Organization, "Fennmark & Sons"), entity(schemas.Organization, "Bolt\nCorp"), entity(schemas.Person, "Jane Roe"), entity(schemas.GPE, "Fennmark")
	within.ID = "id-place"
	span := func(s string) schemas.Span { a, b := at(s); return schemas.Span{Start: a, End: b, Text: s} }
	argument := func(role string, e schemas.Entity) schemas.Argument {
		m := e.Mentions[0]
		return schemas.Argument{Role: role, Text: m.Text, EntityID: e.ID, Start: m.Start, End: m.End, Confidence: 0.9}
	}
	radios := span("radios")
	ban := schemas.Event{ID: "ev-1", Type: "ban", Status: schemas.Actual, Confidence: 0.8, Trigger: span("banned"), Sentence: schemas.Span{Text: "It banned it."},
		Arguments: []schemas.Argument{argument("authority", sons), argument("target", bolt), {Role: "object", Text: "radios", Start: radios.Start, End: radios.End}},
		Amount:    &schemas.Amount{Value: 2.5e6, Currency: "EUR"}, Time: &schemas.Time{Start: "2026-11-02"}, Attribution: &schemas.Attribution{Source: "Roe", Cue: "said", Confidence: 0.7}}
	quit := schemas.Event{ID: "ev-2", Type: "departure", Status: schemas.Planned, Confidence: 0.5, Trigger: span("quit"), Arguments: []schemas.Argument{}}
	return []*schemas.Extraction{
		{Article: schemas.ArticleInfo{ID: "a/1", Source: "wire", Title: "A, \"title\"", Text: text}, Entities: []schemas.Entity{within, sons, bolt, jane}, Events: []schemas.Event{ban, quit}, Producer: schemas.Producer{Name: "gleaner", Version: "1"}},
		{Article: schemas.ArticleInfo{ID: "empty", Text: ""}, Entities: []schemas.Entity{}, Events: []schemas.Event{}},
	}
}

func write(t *testing.T, format, dir string, xs []*schemas.Extraction) string {
	t.Helper()
	var out bytes.Buffer
	s, err := New(format, Options{Out: &out, Dir: dir, Tokenizer: words})
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range xs {
		if err := s.Write(t.Context(), x); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 {
		if err := s.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	return out.String()
}

// TestFormats compares each format with its expected output, and reads it with
// a reader of the standard library where there is one.
func TestFormats(t *testing.T) {
	readers := map[string]func(string) error{
		"csv":         func(s string) error { _, err := csv.NewReader(strings.NewReader(s)).ReadAll(); return err },
		"labelstudio": func(s string) error { var v []any; return json.Unmarshal([]byte(s), &v) },
		"graphml":     func(s string) error { var v struct{}; return xml.Unmarshal([]byte(s), &v) },
		"spacy":       readLines, "jsonl": readLines,
	}
	for _, format := range Formats() {
		t.Run(format, func(t *testing.T) {
			dir := t.TempDir()
			got := write(t, format, dir, invented())
			if format == "brat" {
				for _, pattern := range []string{"a_1_*.txt", "a_1_*.ann", "annotation.conf"} {
					paths, err := filepath.Glob(filepath.Join(dir, pattern))
					if err != nil || len(paths) != 1 {
						t.Fatalf("%v for %s, want one file", paths, pattern)
					}
					body, err := os.ReadFile(paths[0])
					if err != nil {
						t.Fatal(err)
					}
					got += "== " + filepath.Ext(pattern) + "\n" + string(body) + "\n"
				}
			}
			if read := readers[format]; read != nil {
				if err := read(got); err != nil {
					t.Errorf("it cannot be read: %v\n%s", err, got)
				}
			}
			path := filepath.Join("testdata", format+".want")
			if *update {
				if err := os.MkdirAll("testdata", 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("output differs (-want +got):\n%s", diff)
			}
		})
	}
}

func readLines(s string) error {
	dec := json.NewDecoder(strings.NewReader(s))
	for {
		var v map[string]any
		if err := dec.Decode(&v); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// TestNothing: no article at all is still a file of the format.
func TestNothing(t *testing.T) {
	for format, want := range map[string]string{"labelstudio": "[]\n", "jsonl": "", "conll": "", "csv": strings.Join(csvColumns, ",") + "\n"} {
		if got := write(t, format, t.TempDir(), nil); got != want {
			t.Errorf("%s of nothing is %q, want %q", format, got, want)
		}
	}
	if _, err := New("word", Options{}); err == nil || !strings.Contains(err.Error(), "graphml") {
		t.Errorf("an unknown format: %v", err)
	}
}

// TestCSVHoldsNoFormula: what an article says is text to a spreadsheet.
func TestCSVHoldsNoFormula(t *testing.T) {
	for cell, want := range map[string]string{
		"": "", "Fennmark = Bolt": "Fennmark = Bolt", "'quoted'": "'quoted'", "-3": "-3", "+4.5": "+4.5", "-1e-06": "-1e-06", "2026-11-02": "2026-11-02",
		"=HYPERLINK(\"x\")": "'=HYPERLINK(\"x\")", "+1+1": "'+1+1", "-1+cmd": "'-1+cmd", "-": "'-", "@SUM(1)": "'@SUM(1)", "\t=1": "'\t=1", "\r=1": "'\r=1",
		"-Inf": "'-Inf", "-3\n=1": "'-3\n=1", "a\x00b": "a\ufffdb",
	} {
		if got := literal(cell); got != want {
			t.Errorf("%q becomes %q, want %q", cell, got, want)
		}
	}
	xs := invented()
	xs[0].Article.Title = `=HYPERLINK("https://example.org", "more")`
	xs[0].Events[0].Arguments[2].Text = "@radios"
	xs[0].Events[0].Amount.Value = -2.5
	rows, err := csv.NewReader(strings.NewReader(write(t, "csv", "", xs))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	cell := func(row int, column string) string { return rows[row][slices.Index(rows[0], column)] }
	if got := cell(1, "title"); got != `'=HYPERLINK("https://example.org", "more")` {
		t.Errorf("title %q", got)
	}
	if got := cell(3, "argument"); got != "'@radios" {
		t.Errorf("argument %q", got)
	}
	if got := cell(1, "amount"); got != "-2.5" {
		t.Errorf("amount %q", got)
	}
}

// TestBratLines: a name that runs over lines, however they end, is written in
// parts, and its text is what the tool reads there.
func TestBratLines(t *testing.T) {
	for name, want := range map[string]string{
		"Bolt\r\nCorp":     "0 4;6 10\tBolt Corp",
		"Bolt\n\n Corp":    "0 4;6 11\tBolt  Corp",
		"Bolt\u2028Corp":   "0 4;5 9\tBolt Corp",
		"Bolt\tCorp":       "0 9\tBolt Corp",
		"Bolt\u0085\fCorp": "0 4;6 10\tBolt Corp",
	} {
		x := invented()[1]
		x.Article.Text = name
		x.Entities = []schemas.Entity{{ID: "b", Type: schemas.Organization, Name: "Bolt", Mentions: []schemas.EntityMention{{End: len([]rune(name)), Text: name}}}}
		if got, _, _ := strings.Cut(Brat(x), "\n"); got != "T1\tOrganization "+want {
			t.Errorf("%q is written %q, want %q", name, got, want)
		}
	}
}

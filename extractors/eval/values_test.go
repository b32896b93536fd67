package eval

import (
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"gleaner/extractors"
	"gleaner/extractors/doc"
	"gleaner/extractors/segment"
	"gleaner/extractors/values"
)

// untagged says that tags are there, without giving any.
type untagged struct{}

func (untagged) Name() string         { return "untagged" }
func (untagged) Needs() doc.Layer     { return doc.Tokens }
func (untagged) Adds() doc.Layer      { return doc.Tags }
func (untagged) Apply(*doc.Doc) error { return nil }

func valueStages() []extractors.Stage {
	return []extractors.Stage{Verbatim(), segment.New(), untagged{}, values.New()}
}

func TestScoreTimes(t *testing.T) {
	const timeML = `<?xml version="1.0" ?><TimeML><DCT><TIMEX3 value="2018-03-14" functionInDocument="CREATION_TIME">2018-03-14</TIMEX3></DCT>
<TEXT>Zorbax &amp; Co opened <TIMEX3 value="2018-03-13">yesterday</TIMEX3>, not <TIMEX3 value="2016">last year</TIMEX3>, and will <TIMEX3 value="FUTURE_REF">soon</TIMEX3> close. It hired in May 2011.</TEXT></TimeML>`
	line, err := json.Marshal(map[string]string{"id": "a", "timeml": timeML})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "times.jsonl.gz")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	zipped := gzip.NewWriter(f)
	if _, err := zipped.Write(append(line, '\n')); err != nil {
		t.Fatal(err)
	}
	if err := zipped.Close(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	r, err := ScoreTimes(valueStages(), path, 0)
	if err != nil {
		t.Fatal(err)
	}
	if want := (PRF{TP: 2, FP: 1, FN: 1}); r.Spans != want {
		t.Errorf("spans %+v, want %+v; %v", r.Spans, want, r.Wrong)
	}
	if want := (Accuracy{Right: 1, N: 2}); r.Values != want {
		t.Errorf("values %+v, want %+v", r.Values, want)
	}
}

func TestScorePhrases(t *testing.T) {
	path := filepath.Join(t.TempDir(), "phrases.tsv")
	phrases := "datetime (2013, 2, 11, 0, 0, 0) Day\tyesterday\n" +
		"datetime (2013, 2, 11, 0, 0, 0) Day\ttomorrow\n" +
		"simple Dollar 1e4\t$10,000\n" +
		"simple EUR 20\t20 euros\n" +
		"simple EUR 20\t21 euros\n" +
		"DurationData 3 Week\tthree weeks\n" +
		"NEGATIVE\tnothing\n"
	if err := os.WriteFile(path, []byte(phrases), 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := ScorePhrases(valueStages(), path)
	if err != nil {
		t.Fatal(err)
	}
	if want := (Accuracy{Right: 4, N: 6}); r.Accuracy != want {
		t.Errorf("%+v, want %+v; %v", r.Accuracy, want, r.Wrong)
	}
}

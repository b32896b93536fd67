package eval

import (
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
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
	if want := (PRF{TP: 3, FP: 1}); r.Spans != want {
		t.Errorf("spans %+v, want %+v; %v", r.Spans, want, r.Wrong)
	}
	if want := (Accuracy{Right: 2, N: 3}); r.Values != want {
		t.Errorf("values %+v, want %+v", r.Values, want)
	}
}

func TestPhraseSetScore(t *testing.T) {
	tests := []struct {
		set, phrases string
		counted      Accuracy
		leftOut      int
	}{
		{"time", "datetime (2013, 2, 11, 0, 0, 0) Day\tyesterday\n" +
			"datetime (2013, 2, 11, 0, 0, 0) Day\ttomorrow\n" +
			"datetime (2013, 2, 18, 0, 0, 0) Day\tmonday\n" +
			"datetimeInterval ((2013, 7, 13, 0, 0, 0), (2013, 7, 16, 0, 0, 0)) Day\tJuly 13-15\n" +
			"datetimeInterval ((2013, 2, 12, 4, 30, 0), (2013, 4, 1, 0, 0, 0)) Second\tby the end of next month\n" +
			"datetime (2013, 2, 12, 4, 30, 0) Second\tnow\n" +
			"datetime (2011, 2, 1, 0, 0, 0) Month\ttwo years ago\n" +
			"datetime (2013, 2, 12, 19, 0, 0) Hour\t7p\n" +
			"NEGATIVE\tnothing\n", Accuracy{Right: 6, N: 7}, 1},
		{"money", "simple Dollar 1e4\t$10,000\n" +
			"simple EUR 20\t20\\x20ac\n" +
			"simple EUR 20\t21 euros\n" +
			"simple Cent 10\t10 cents\n" +
			"between Dollar (10, 20)\t$10-$20\n" +
			"between Dollar (10, 30)\t$10-$20\n" +
			"under EUR 7\tat most 7 euros\n" +
			"above EUR 7\t7 euros\n" +
			"simple Unnamed 5\t5\n", Accuracy{Right: 5, N: 8}, 1},
		{"duration", "DurationData 3 Week\tthree weeks\nDurationData 27 Month\t2 years and 3 months\nDurationData 2 Hour\ttwo days\n", Accuracy{Right: 2, N: 3}, 0},
	}
	for _, tt := range tests {
		t.Run(tt.set, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "phrases.tsv")
			if err := os.WriteFile(path, []byte(tt.phrases), 0o600); err != nil {
				t.Fatal(err)
			}
			i := slices.IndexFunc(PhraseSets, func(s PhraseSet) bool { return s.Name == tt.set })
			r, err := PhraseSets[i].Score(valueStages(), path)
			if err != nil {
				t.Fatal(err)
			}
			if r.Accuracy != tt.counted || r.All.N != tt.counted.N+tt.leftOut {
				t.Errorf("%+v of all %+v, want %+v and %d left out; wrong %v", r.Accuracy, r.All, tt.counted, tt.leftOut, r.Wrong)
			}
		})
	}
}

// TestLeftOutCompiles holds that each set's list can be read, and that a pattern
// is the whole phrase.
func TestLeftOutCompiles(t *testing.T) {
	for _, s := range PhraseSets {
		if _, err := leftOut(s.Name); err != nil {
			t.Error(err)
		}
	}
	list, err := leftOut("time_gb")
	if err != nil {
		t.Fatal(err)
	}
	for phrase, out := range map[string]bool{"last monday": false, "7p": true, "at 7pm": false, "Diwali 2019": false, "boss's": true, "15h30": false, "15h": true} {
		if got := list.reason("", phrase) != ""; got != out {
			t.Errorf("%q left out %v, want %v", phrase, got, out)
		}
	}
}

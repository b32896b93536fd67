package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gleaner/extractors/eval"
)

func TestParseBars(t *testing.T) {
	tests := []struct {
		in   string
		want map[string]float64
		err  string
	}{
		{"", map[string]float64{}, ""},
		{"names=0.8, detect=0.5", map[string]float64{"names": 0.8, "detect": 0.5}, ""},
		{"names", nil, `"names" is not figure=value`},
		{"names=80", nil, `"names=80" is not figure=value`},
	}
	for _, tt := range tests {
		got, err := parseBars(tt.in)
		if tt.err != "" {
			if err == nil || !strings.Contains(err.Error(), tt.err) {
				t.Errorf("parseBars(%q) error %v, want one with %q", tt.in, err, tt.err)
			}
			continue
		}
		if diff := cmp.Diff(tt.want, got); err != nil || diff != "" {
			t.Errorf("parseBars(%q) (-want +got), error %v:\n%s", tt.in, err, diff)
		}
	}
}

func TestCheckBarsNamesWhatIsLow(t *testing.T) {
	rows := figures{"names": {Value: 0.75}, "detect": {Value: 0.5}}
	if err := checkBars(map[string]float64{"names": 0.75, "detect": 0.4}, rows); err != nil {
		t.Errorf("bars that are met fail: %v", err)
	}
	err := checkBars(map[string]float64{"names": 0.8, "args": 0.1}, rows)
	want := "args was not measured\nnames is 0.750, under 0.800"
	if err == nil || err.Error() != want {
		t.Errorf("error %q, want %q", err, want)
	}
}

func TestPrintFiguresSideBySide(t *testing.T) {
	var out strings.Builder
	err := printFigures(&out, []string{"ours", "prose"}, map[string]figures{
		"ours":  {"names": prfFigure(eval.PRF{TP: 3, FP: 1, FN: 1}), "status": accuracyFigure(eval.Accuracy{Right: 1, N: 2})},
		"prose": {"names": prfFigure(eval.PRF{TP: 1, FP: 1, FN: 3})},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := `
                            ours                      prose
figure                      F1/acc     P     R     n  F1/acc     P     R     n
names                        0.750 0.750 0.750     4   0.333 0.500 0.250     4
status                       0.500                 2       -
`
	var got strings.Builder
	for line := range strings.Lines(out.String()) {
		got.WriteString(strings.TrimRight(line, " \n") + "\n")
	}
	if diff := cmp.Diff(want[1:], got.String()); diff != "" {
		t.Errorf("table (-want +got):\n%s", diff)
	}
}

func TestFindTask(t *testing.T) {
	for _, name := range []string{"entities", "values", "names", "tags", "resolve", "extraction"} {
		if task, err := findTask([]string{name}); err != nil || task.name != name {
			t.Errorf("findTask(%q) = %v, %v", name, task, err)
		}
	}
	if _, err := findTask([]string{"sums"}); err == nil || !strings.Contains(hintOf(err), "entities") {
		t.Errorf("error %v, want one whose hint lists the tasks", err)
	}
}

func TestRepeatedSamplesHaveIDsOfTheirOwn(t *testing.T) {
	articles, err := repeatSamples(25)
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]bool{}
	for _, a := range articles {
		ids[a.ID] = true
	}
	if len(ids) != 25 {
		t.Errorf("%d ids of 25 articles", len(ids))
	}
}

func TestWithoutDevIsOfEvents(t *testing.T) {
	cmd := newEvalCommand()
	cmd.SetArgs([]string{"names", "--without-dev"})
	if err := cmd.Execute(); err == nil || !strings.Contains(err.Error(), "of the task events") || hintOf(err) == "" {
		t.Errorf("error %v, want one that says which task the flag is of", err)
	}
}

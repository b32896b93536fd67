package resolve

import (
	"errors"
	"testing"

	"gleaner/extractors/boosted"
	"gleaner/extractors/linear"
)

// smallModel has a judge that takes n numbers.
func smallModel(t testing.TB, n int) *Model {
	t.Helper()
	judge, err := boosted.Fit(n, nil, course)
	if err != nil {
		t.Fatal(err)
	}
	return &Model{linear.FitRanking("antecedent", nil, settings(1)), judge}
}

func TestOpenModel(t *testing.T) {
	file := smallModel(t, judgeInputs).Encode()
	if _, err := OpenModel(file); err != nil {
		t.Fatal(err)
	}
	for name, damaged := range map[string][]byte{
		"nothing":              nil,
		"a part":               file[:len(file)-1],
		"a ranking alone":      smallModel(t, judgeInputs).ranking.Encode(),
		"one model too many":   append(file[:len(file):len(file)], linear.Join(nil)...),
		"judge of another age": smallModel(t, judgeInputs-1).Encode(),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := OpenModel(damaged)
			if !errors.Is(err, linear.ErrDamaged) && !errors.Is(err, boosted.ErrDamaged) {
				t.Errorf("error %v, want one that says the model is damaged", err)
			}
		})
	}
}

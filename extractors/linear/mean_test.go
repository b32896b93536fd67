package linear

import "testing"

// modelOf returns a model with these weights of label 0.
func modelOf(labels int, weights map[Feature]float64) *Model {
	names := make([]string, labels)
	var rows []averagedRow
	for f, w := range weights {
		rows = append(rows, averagedRow{f.key(), []labelWeight{{0, w}}})
	}
	return packRows(names, sortRows(rows), 0)
}

func TestMean(t *testing.T) {
	both, one, light, against := One(1, 1), One(1, 2), One(1, 3), One(1, 4)
	for _, labels := range []int{3, 6} {
		models := []*Model{
			modelOf(labels, map[Feature]float64{both: 100, one: 60, light: 1, against: 50}),
			modelOf(labels, map[Feature]float64{both: 100, light: 1, against: -50}),
		}
		for _, c := range []struct {
			name                      string
			agree                     int
			least                     float64
			both, one, light, against float64
		}{
			{"all that is left", 1, 0, 100, 30, 1, 0},
			{"what both have", 2, 0, 100, 0, 1, 0},
			{"what weighs", 1, 2, 100, 30, 0, 0},
		} {
			m := Mean(models, c.agree, c.least)
			for f, want := range map[Feature]float64{both: c.both, one: c.one, light: c.light, against: c.against} {
				if got := float64(m.Weight(f, 0)) * m.Unit(); got < want-1 || got > want+1 || (want == 0) != (got == 0) {
					t.Errorf("%d labels, %s: weight %.2f, want %.2f", labels, c.name, got, want)
				}
			}
		}
	}
}

func TestMeanOfOneAnswersAlike(t *testing.T) {
	for _, labels := range [][]string{{"a", "b", "c"}, {"a", "b", "c", "d", "e", "f"}} {
		one := learnedOf(t, labels...).Model(Packing{})
		if mean := Mean([]*Model{one}, 1, 0); mean.Size() != one.Size() || agreed(mean) != agreed(one) {
			t.Errorf("%d labels: %d features and %d right, want %d and %d", len(labels), mean.Size(), agreed(mean), one.Size(), agreed(one))
		}
	}
}

func TestOnlyWhatIsKeptIsLearnt(t *testing.T) {
	kept, left := One(1, 1), One(1, 2)
	trainer, err := NewTrainer([]string{"a", "b"})
	if err != nil {
		t.Fatal(err)
	}
	trainer.Only(modelOf(2, map[Feature]float64{kept: 1}))
	trainer.Update([]Feature{kept, left}, 0, 1)
	trainer.Step()
	if m := trainer.Model(Packing{}); m.Size() != 1 || m.Weight(kept, 0) <= 0 {
		t.Errorf("%d features, want the one that is kept", m.Size())
	}
}

package linear

import "testing"

func TestLead(t *testing.T) {
	scores := Scores{4, -7, 9, 9, 100}
	for _, test := range []struct {
		label, n int
		want     int32
	}{{2, 3, 5}, {0, 2, 11}, {3, 4, 0}, {1, 3, -16}} {
		if got := scores.Lead(test.label, test.n); got != test.want {
			t.Errorf("label %d of %d leads by %d, want %d", test.label, test.n, got, test.want)
		}
	}
}

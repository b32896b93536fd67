package linear

import (
	"strings"
	"testing"
)

func TestFeaturesDiffer(t *testing.T) {
	seen := map[Feature]string{}
	note := func(f Feature, what string) {
		if old, ok := seen[f]; ok {
			t.Errorf("%s and %s are the same feature", old, what)
		}
		seen[f] = what
	}
	for template := range uint64(20) {
		note(Bias(template), "bias")
		for a := range uint64(20) {
			note(One(template, a+1), "one")
			for b := range uint64(20) {
				note(Two(template, a, b), "two")
				note(Three(template, a, b, 3), "three")
				note(Four(template, a, b, 3, 4), "four")
			}
		}
	}
}

// TestFeaturesAreFixed guards the models on disk: a change here makes every
// one of them worthless.
func TestFeaturesAreFixed(t *testing.T) {
	got := []Feature{One(1, 2), Two(1, 2, 3), Three(1, 2, 3, 4), Four(1, 2, 3, 4, 5), One(0, String("")), One(0, String("a long enough word"))}
	want := []Feature{
		0xa4b3b580de95e23f, 0xad3e15cd804ae1cb, 0xbae7c07c8ac9d571,
		0x8dd8097b76476b93, 0xbf6565d77ed04d03, 0x1fa47a4713be4332,
	}
	for i := range got {
		if got[i] != want[i] {
			t.Errorf("feature %d is %#x, want %#x", i, uint64(got[i]), uint64(want[i]))
		}
	}
}

func TestStringsDiffer(t *testing.T) {
	seen := map[uint64]bool{}
	for n := range 40 {
		for _, s := range []string{strings.Repeat("a", n), strings.Repeat("\x00", n), strings.Repeat("é", n) + "x"} {
			if n > 0 && seen[String(s)] {
				t.Errorf("%q has the value of another string", s)
			}
			seen[String(s)] = true
		}
	}
}

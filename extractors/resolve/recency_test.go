package resolve

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func TestRecency(t *testing.T) {
	const n = 7
	random := rand.New(rand.NewPCG(1, 2))
	r, want := newRecency(n), []int32(nil)
	for range 500 {
		entity := random.Int32N(n)
		r.mention(entity)
		want = append([]int32{entity}, slices.DeleteFunc(want, func(e int32) bool { return e == entity })...)
		var got []int32
		for e := r.latest; e != none && len(got) <= n; e = r.older[e] {
			got = append(got, e)
		}
		if !slices.Equal(got, want) {
			t.Fatalf("after %d: %v, want %v", entity, got, want)
		}
	}
}

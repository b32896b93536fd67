package extractors_test

import (
	"testing"

	"gleaner/extractors"
)

func BenchmarkOpen(b *testing.B) {
	for range b.N {
		if _, err := extractors.Open(extractors.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

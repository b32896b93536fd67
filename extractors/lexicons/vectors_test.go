package lexicons

import (
	"math"
	"testing"
)

// TestVectors: words of one field lie nearer to each other than to others, and
// vectors have length 1.
func TestVectors(t *testing.T) {
	v, err := LoadVectors()
	if err != nil {
		t.Fatal(err)
	}
	read := func(word string) []float32 {
		rank, ok := v.Find(word)
		if !ok {
			t.Fatalf("%s has no vector", word)
		}
		x := make([]float32, VectorWidth)
		v.Read(rank, x)
		return x
	}
	cosine := func(a, b []float32) (sum float64) {
		for i := range a {
			sum += float64(a[i]) * float64(b[i])
		}
		return sum
	}
	merger, takeover, rain := read("merger"), read("takeover"), read("rain")
	if near, far := cosine(merger, takeover), cosine(merger, rain); near < far+0.3 {
		t.Errorf("merger is to takeover %.2f, to rain %.2f", near, far)
	}
	if length := cosine(rain, rain); math.Abs(length-1) > 0.02 {
		t.Errorf("a vector has the square length %.3f", length)
	}
	if _, ok := v.Find("zzqqxx"); ok {
		t.Error("a word that nobody writes has a vector")
	}
}

// TestVectorsRefuseDamage: a file of another make gives an error.
func TestVectorsRefuseDamage(t *testing.T) {
	for _, size := range []int{0, 3, 4, 100, len(vectorsFile) - 1} {
		if _, err := openVectors(vectorsFile[:size]); err == nil {
			t.Errorf("a file cut to %d bytes was read", size)
		}
	}
}

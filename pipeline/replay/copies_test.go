package replay

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// invented makes a text of n words that no other seed gives.
func invented(seed uint64, n int) []string {
	r := rand.New(rand.NewPCG(seed, 1))
	words := make([]string, n)
	for i := range words {
		words[i] = fmt.Sprintf("w%c%c%c", 'a'+r.IntN(26), 'a'+r.IntN(26), 'a'+r.IntN(26))
	}
	return words
}

func TestCopies(t *testing.T) {
	words := invented(1, 300)
	text := strings.Join(words, " ")
	with := func(at int, word string) string {
		w := append([]string(nil), words...)
		w[at] = word
		return strings.Join(w, " ")
	}
	numbers := "Pellworth earned 17 million in 2024, 19 million in 2025 and 23 in 2026. " + text
	short := "Fennmark fined Ostrevia Rail."
	cases := []struct {
		name, first, second string
		similarity          float64
		want                bool
	}{
		{"equal", text, text, 0.85, true},
		{"case, spaces and punctuation", text, strings.ToUpper(strings.ReplaceAll(text, " ", ",\n ")), 0.85, true},
		{"a word of 300", text, with(150, "other"), 0.85, true},
		{"a line before", text, "Read more on our site today " + text, 0.85, true},
		{"a word of 300, exact only", text, with(150, "other"), 1, false},
		{"half of it", text, strings.Join(append(append([]string(nil), words[:150]...), invented(2, 150)...), " "), 0.85, false},
		{"other text", text, strings.Join(invented(3, 300), " "), 0.85, false},
		{"other figures", numbers, strings.NewReplacer("17", "18", "19", "20", "23", "24").Replace(numbers), 0.85, false},
		{"short and equal", short, short, 0.85, true},
		{"short and nearly equal", short, "Fennmark fined Ostrevia Rails.", 0.85, false},
		{"empty", "", "", 0.85, false},
		{"other script", strings.Repeat("東京 電力 ", 3), "東京　電力 東京 電力 東京 電力", 0.85, true},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			copies := NewCopies(100, c.similarity)
			if twin := copies.see(newPrint(c.first), "first", ""); twin != nil {
				t.Fatalf("the first is a %v", twin)
			}
			twin := copies.see(newPrint(c.second), "second", "")
			if (twin != nil) != c.want {
				t.Fatalf("got %v, want %v", twin, c.want)
			}
			if twin != nil && (twin.ID != "first" || !strings.Contains(twin.String(), "first")) {
				t.Errorf("got %v", twin)
			}
		})
	}
}

// TestCopiesFound measures how many of 500 edited articles are found, and how
// many of 500 others are taken for copies.
func TestCopiesFound(t *testing.T) {
	copies := NewCopies(2000, DefaultSimilarity)
	for i := range uint64(500) {
		if twin := copies.see(newPrint(strings.Join(invented(100+i, 250), " ")), fmt.Sprint(i), ""); twin != nil {
			t.Errorf("article %d is a %v", i, twin)
		}
	}
	found := 0
	for i := range uint64(500) {
		words := invented(100+i, 250)
		words[50], words[120] = "edited", "again" // two of 250: 96 % of the shingles stay
		if twin := copies.see(newPrint(strings.Join(words, " ")), "copy", ""); twin != nil && twin.ID == fmt.Sprint(i) {
			found++
		}
	}
	if found < 480 {
		t.Errorf("%d of 500 copies were found", found)
	}
}

// TestCopiesWindow: what is beyond the window is forgotten, and the marks say
// from where on the rest is remembered.
func TestCopiesWindow(t *testing.T) {
	const window = 2 * markEvery
	copies := NewCopies(window, 1)
	at := func(i int) string { return fmt.Sprint("position ", i) }
	for i := range 3*window + 1 {
		copies.see(newPrint(fmt.Sprint("article ", i)), fmt.Sprint(i), at(i))
	}
	if copies.see(newPrint("article 1"), "1", "") != nil {
		t.Error("the first article is still remembered")
	}
	if copies.see(newPrint(fmt.Sprint("article ", 3*window)), "x", "") == nil {
		t.Error("the last article is forgotten")
	}
	if len(copies.marks) > window/markEvery+2 {
		t.Errorf("%d marks", len(copies.marks))
	}
	if got := first(copies.from()); got != at(2*window) {
		t.Errorf("from %q, want %q", got, at(2*window))
	}
}

func BenchmarkPrint(b *testing.B) {
	text := strings.Join(invented(1, 800), " ")
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		newPrint(text)
	}
}

func first(position string, _ bool) string { return position }

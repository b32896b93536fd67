package main

import "testing"

func TestDidYouMean(t *testing.T) {
	known := []string{"worker.timeout", "worker.workers", "log.level"}
	cases := []struct{ word, want string }{
		{"worker.time_out", "did you mean worker.timeout?"},
		{"LOG.LEVL", "did you mean log.level?"},
		{"worker.worker", "did you mean worker.workers?"},
		{"colour", "known are worker.timeout, worker.workers, log.level"},
	}
	for _, c := range cases {
		if got := didYouMean(c.word, known); got != c.want {
			t.Errorf("didYouMean(%q) = %q, want %q", c.word, got, c.want)
		}
	}
}

func TestEditDistance(t *testing.T) {
	cases := []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"", "abc", 3}, {"abc", "", 3}, {"ban", "ban", 0}, {"ban", "bans", 1}, {"fine", "line", 1}, {"kitten", "sitting", 3},
	}
	for _, c := range cases {
		if got := editDistance(c.a, c.b); got != c.want {
			t.Errorf("editDistance(%q, %q) = %d, want %d", c.a, c.b, got, c.want)
		}
	}
}

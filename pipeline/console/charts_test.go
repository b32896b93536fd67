package console

import (
	"testing"
	"time"

	"gleaner/schemas"
)

func day(t *testing.T, s string) time.Time {
	t.Helper()
	at, ok := schemas.ParseTime(s)
	if !ok {
		t.Fatalf("%q is no time", s)
	}
	return at
}

// TestTimeline: long steps are those of the calendar, so that what was
// published in February 1987 is not shown as of 1986.
func TestTimeline(t *testing.T) {
	for _, k := range []struct {
		first, last, each string
		steps             int
		begin, end        string // labels
	}{
		{"2026-03-02", "2026-03-02", "hour", 1, "2 Mar 00:00", "2 Mar 00:00"},
		{"2026-03-02", "2026-03-05", "3 hours", 25, "2 Mar 00:00", "5 Mar 00:00"},
		{"2026-03-02T23:30:00-08:00", "2026-04-01", "day", 30, "3 Mar", "1 Apr"},
		{"2026-03-04", "2026-09-01", "week", 27, "2 Mar", "31 Aug"},
		{"2024-02-29", "2026-12-31", "month", 35, "Feb 2024", "Dec 2026"},
		{"2016-12-31", "2026-01-01", "quarter", 38, "2016 Q4", "2026 Q1"},
		{"1987-02-26", "2026-11-28", "year", 40, "1987", "2026"},
		{"1870-05-05", "2026-11-28", "10 years", 16, "1870", "2020"},
		{"0001-01-01", "2026-11-28", "10 years", 48, "1550", "2020"},
	} {
		first, last := day(t, k.first), day(t, k.last)
		line := timelineOf(first, last)
		n := len(line.Starts)
		if line.Each != k.each || n != k.steps || line.label(0) != k.begin || line.label(n-1) != k.end {
			t.Errorf("%s to %s: %d times %s from %q to %q, want %+v", k.first, k.last, n, line.Each, line.label(0), line.label(n-1), k)
		}
		if first.Year() > 1 && (line.step(first) != 0 || line.step(last) != n-1) || line.step(line.Starts[0].Add(-1)) != -1 || line.step(line.End) != -1 {
			t.Errorf("%s to %s: the borders lie in the steps %d and %d of %d", k.first, k.last, line.step(first), line.step(last), n)
		}
	}
}

func TestLastHour(t *testing.T) {
	now := day(t, "2026-03-02T10:20:30Z")
	hour := lastHour(now)
	if len(hour.Starts) != 60 || hour.step(now) != 59 || hour.step(now.Add(-59*time.Minute)) != 0 || hour.step(now.Add(-time.Hour)) != -1 {
		t.Errorf("the hour has %d steps from %s", len(hour.Starts), hour.Starts[0])
	}
}

// TestImpossiblePublication: an article dated wrongly counts by its arrival.
func TestImpossiblePublication(t *testing.T) {
	x := testIndex(t, 10)
	for id, published := range map[string]string{"future": "9999-12-31", "tomorrow": "2026-03-04", "ancient": "0001-01-01", "old": "1899-05-01", "none": ""} {
		e := sample(id)
		e.Article.PublishedAt = published
		put(t, x, e)
	}
	if s := x.stats(filter{}); s.First != day(t, "1899-05-01") || s.Last != day(t, "2026-03-04") {
		t.Errorf("events lie between %s and %s", s.First, s.Last)
	}
	if rows, _ := x.rows(filter{Since: arrival}, 0, 20); len(rows) != 8 {
		t.Errorf("%d events since the arrival, want those of four articles", len(rows))
	}
}

// TestNetworkLabels: no name is written over another.
func TestNetworkLabels(t *testing.T) {
	l := labels{width: 340}
	_, first := l.place(130, 260, 1, "Cobalt Air · 1")
	_, second := l.place(200, 260, 1, "Anwar Pellworth · 1")
	if x, third := l.place(320, 100, -1, "Somebody far away · 1"); first != 260 || second-first < 14 || third != 100 || x > 340-70 {
		t.Errorf("the names stand at %v, %v, and %v %v", first, second, x, third)
	}
}

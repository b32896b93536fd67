package values

import (
	"time"

	"gleaner/extractors/doc"
)

// direction reads which one of a row of periods is meant.
func direction(w string) (n int, ok bool) {
	switch w {
	case "last", "past", "previous", "preceding":
		return -1, true
	case "this", "current", "the":
		return 0, true
	case "next", "coming", "following", "upcoming":
		return 1, true
	}
	return 0, false
}

// direct reads the word of direction, with "the" or "this" before it: "the
// previous", "this past".
func (r *reader) direct(i int32) (n int, end int32, ok bool) {
	if w := r.word(i); w == "the" || w == "this" {
		if n, ok = direction(r.word(i + 1)); ok && r.word(i+1) != "the" && r.word(i+1) != "this" {
			return n, i + 2, true
		}
	}
	n, ok = direction(r.word(i))
	return n, i + 1, ok
}

// shifted reads "last year", "this week", "next month", "the current quarter",
// "last November".
func (r *reader) shifted(i int32) (moment, bool) {
	n, at, ok := r.direct(i)
	if !ok || r.word(at-1) == "the" {
		return moment{}, false
	}
	at = r.skip(at, "fiscal", "calendar", "financial")
	if m, ok := r.month(at); ok {
		if r.anchor.unknown() {
			return unanchored("month", at+1)
		}
		month := r.directed(n, func(year int) period { return monthOf(year, m) })
		if d, ok := r.day(at + 1); ok {
			return r.daysOf(month.from.Year(), m, d, d, at+2)
		}
		return month.at(at + 1)
	}
	unit, ok := unitOne[r.word(at)]
	if !ok {
		return moment{}, false
	}
	if r.anchor.unknown() {
		return unanchored(unit, at+1)
	}
	base := r.anchor.Time
	if w := r.word(at - 1); w == "previous" || w == "preceding" || w == "following" {
		base = r.spokenOf(unit)
	}
	if unit == "decade" && n != 0 && r.word(i) == "the" && base.Equal(r.anchor.Time) {
		return r.tenYears(n, at+1)
	}
	start := startOf(base, unit)
	if r.word(i) != "past" && r.word(at-1) == "past" {
		return period{shift(r.anchor.today().to, -1, unit), r.anchor.today().to, "day"}.as(isoDuration(1, unit), at+1)
	}
	return containing(shift(start, n, unit), unit).at(at + 1)
}

// tenYears are those up to the article's, or those to come: "over the last decade".
func (r *reader) tenYears(n int, end int32) (moment, bool) {
	from := startOf(r.anchor.Time, "year")
	if n < 0 {
		from = from.AddDate(-10, 0, 0)
	} else {
		from = from.AddDate(1, 0, 0)
	}
	return yearsOf(from.Year(), 10).as(isoDuration(1, "decade"), end)
}

// spokenOf is the time that the words before speak of, else the article's.
func (r *reader) spokenOf(unit string) time.Time {
	if t, ok := r.spoken(unit); ok {
		return t
	}
	return r.anchor.Time
}

// spoken is the time that the words before speak of, in this sentence or the one
// before, where they tell one as fine as the unit: "in 2008 ... the following year".
func (r *reader) spoken(unit string) (time.Time, bool) {
	for i := len(r.d.Values) - 1; i >= 0; i-- {
		v := &r.d.Values[i]
		if r.d.SentenceAt(r.begin)-r.d.SentenceAt(v.First) > 1 {
			break
		}
		if v.Kind != doc.TimeValue || v.From == "" || unitSize[v.Grain] > unitSize[unit] || len(v.Text) == len("198") {
			continue // a decade tells no year
		}
		if t, err := time.Parse(time.DateOnly, v.From[:len(time.DateOnly)]); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// startOf is the first moment of the unit, so that shifting never leaves it.
func startOf(t time.Time, unit string) time.Time { return containing(t, unit).from }

// span reads "the past two years", "next three months", "the last few days".
func (r *reader) span(i int32) (moment, bool) {
	n, at, ok := r.direct(i)
	if !ok || n == 0 {
		return moment{}, false
	}
	few := r.word(at) == "few" || r.word(at) == "several"
	count, at, ok := r.spanCount(at)
	if !ok {
		return moment{}, false
	}
	unit := timeUnits[r.word(at)]
	if unit == "" {
		return moment{}, false
	}
	end := at + 1
	if unit == "fortnight" {
		count, unit = 2*count, "week"
	}
	text := isoDuration(float64(count), unit)
	if few {
		text = "PX" + text[len(text)-1:]
	}
	if r.anchor.unknown() {
		return unanchored(unit, end)
	}
	here := startOf(r.anchor.Time, unit)
	if n < 0 {
		return period{shift(here, -count, unit), here, unit}.as(text, end)
	}
	here = shift(here, 1, unit)
	return period{here, shift(here, count, unit), unit}.as(text, end)
}

// spanCount reads a whole number, "few" and "several" are three.
func (r *reader) spanCount(i int32) (n int, end int32, ok bool) {
	switch r.word(i) {
	case "few", "several":
		return 3, i + 1, true
	case "couple", "pair":
		return 2, r.skip(i+1, "of"), true
	}
	f, end, ok := r.number(i, false)
	return int(f), end, ok && f >= 1 && f <= 1000
}

// nameOfDay says whether "today" and the like are a name in running text: "USA
// Today", "the Tomorrow Group". In headlines all words may begin with a capital.
func (r *reader) nameOfDay(i int32) bool {
	switch r.word(i) {
	case "today", "tonight", "tomorrow", "yesterday":
	default:
		return false
	}
	if i == r.begin || !r.shape(i).Is(doc.Initial) || r.shape(i-1).Is(doc.Punct) || r.d.Sentences[r.d.SentenceAt(i)].Headline {
		return false
	}
	return r.tag(i-1) == doc.NNP && r.shape(i-1).Is(doc.Initial) || r.shape(i+1).Is(doc.Initial)
}

// namedDay reads "today", "yesterday", "tonight", "last night", "this morning",
// "the day before yesterday".
func (r *reader) namedDay(i int32) (moment, bool) {
	days, end, part := 0, i+1, ""
	if r.nameOfDay(i) {
		return moment{}, false
	}
	switch w := r.word(i); {
	case w == "today":
	case w == "tonight" || w == "tonite":
		part = "night"
	case w == "yesterday":
		days = -1
	case w == "tomorrow":
		days = 1
	case w == "last" && r.word(i+1) == "night":
		days, end, part = -1, i+2, "night"
	case w == "this" && dayParts[r.word(i+1)].to > 0:
		end, part = i+2, r.word(i+1)
	default:
		at := r.skip(i, "the")
		switch {
		case r.is(at, "day", "before", "yesterday"):
			days, end = -2, at+3
		case r.is(at, "day", "after", "tomorrow"):
			days, end = 2, at+3
		default:
			return moment{}, false
		}
	}
	if r.anchor.unknown() {
		return unanchored("day", end)
	}
	m, _ := dayOf(r.anchor.AddDate(0, 0, days)).at(end)
	if part == "" {
		return m, true
	}
	m = r.partOfDay(m, part, end)
	if at, ok := r.clockOf(m); ok {
		return at, true
	}
	return m, true
}

package values

import (
	"time"

	"gleaner/extractors/doc"
)

// moment is a time as read: a period, or, where only the words are known, its
// grain alone.
type moment struct {
	period
	// end is the token behind the words.
	end int32
	// timex is the value in the notation of TIMEX3 where it is not the period's.
	timex string
	// clock says that only the time of the day was said, the day is the article's.
	clock bool
	// loose says that the year was not said.
	loose bool
	// zone is how far a time of the day in a time zone was moved; valid with zoned.
	zone  time.Duration
	zoned bool
}

// at makes a moment of the period, told by the words before token end.
func (p period) at(end int32) (moment, bool) { return moment{period: p, end: end}, true }

// as makes a moment of the period with a value of its own.
func (p period) as(timex string, end int32) (moment, bool) {
	return moment{period: p, end: end, timex: timex}, true
}

// unanchored makes a moment of which only the words are known.
func unanchored(grain string, end int32) (moment, bool) {
	return moment{period: period{grain: grain}, end: end}, true
}

// unknown says that only the words of the time are known.
func (p period) unknown() bool { return p.to.IsZero() }

// isDay says whether the period is one day.
func (p period) isDay() bool { return p.grain == "day" && (p.unknown() || p == dayOf(p.from)) }

// value makes a value of the moment; an unanchored one has no text yet.
func (m moment) value() doc.Value {
	v := doc.Value{Kind: doc.TimeValue, Range: doc.Range{End: m.end}, Grain: m.grain}
	if m.unknown() || m.from.Year() < 1 || m.to.Year() > 9999 {
		return v
	}
	v.From, v.To = m.ends()
	if v.Text = m.timex; v.Text == "" {
		v.Text = m.String()
	}
	return v
}

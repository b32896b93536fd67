package values

import (
	"fmt"
	"time"
)

// anchor is the moment that relative times count from, in the wall time of its
// own zone. The zero anchor knows nothing.
type anchor struct {
	time.Time
	// timed says that the time of the day and its zone's offset are known.
	timed  bool
	offset time.Duration
}

// parseAnchor reads an RFC 3339 date or date-time.
func parseAnchor(published string) anchor {
	t, err := time.Parse(time.DateOnly, published)
	if err == nil && t.Year() >= firstYear {
		return anchor{Time: t}
	}
	if t, err = time.Parse(time.RFC3339, published); err != nil || t.Year() < firstYear {
		return anchor{}
	}
	_, seconds := t.Zone()
	offset := time.Duration(seconds) * time.Second
	return anchor{t.Add(offset).UTC(), true, offset}
}

// firstYear is the year of the oldest newspaper; a date before it is none of a
// publication.
const firstYear = 1605

// unknown says that there is no publication date.
func (a anchor) unknown() bool { return a.IsZero() }

// today is the anchor's day.
func (a anchor) today() period { return dayOf(a.Time) }

// period is a stretch of time of one grain.
type period struct {
	from, to time.Time
	grain    string
}

func date(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

func dayOf(t time.Time) period {
	from := date(t.Year(), t.Month(), t.Day())
	return period{from, from.AddDate(0, 0, 1), "day"}
}

// weekOf is Monday to Sunday, ISO 8601.
func weekOf(t time.Time) period {
	from := date(t.Year(), t.Month(), t.Day()-(int(t.Weekday())+6)%7)
	return period{from, from.AddDate(0, 0, 7), "week"}
}

func monthOf(year int, month time.Month) period {
	from := date(year, month, 1)
	return period{from, from.AddDate(0, 1, 0), "month"}
}

func quarterOf(t time.Time) period {
	from := date(t.Year(), (t.Month()-1)/3*3+1, 1)
	return period{from, from.AddDate(0, 3, 0), "quarter"}
}

func yearOf(year int) period { return yearsOf(year, 1) }

func yearsOf(year, n int) period { return period{date(year, 1, 1), date(year+n, 1, 1), "year"} }

// containing is the period of the unit that holds t.
func containing(t time.Time, unit string) period {
	switch unit {
	case "week":
		return weekOf(t)
	case "month":
		return monthOf(t.Year(), t.Month())
	case "quarter":
		return quarterOf(t)
	case "year":
		return yearOf(t.Year())
	case "decade":
		return yearsOf(t.Year()/10*10, 10)
	case "century":
		return yearsOf(t.Year()/100*100, 100)
	case "hour", "minute", "second":
		size := map[string]time.Duration{"hour": time.Hour, "minute": time.Minute, "second": time.Second}[unit]
		from := t.Truncate(size)
		return period{from, from.Add(size), unit}
	}
	return dayOf(t)
}

// shift moves t by n units; a month's last days stay within the month.
func shift(t time.Time, n int, unit string) time.Time {
	switch unit {
	case "second":
		return t.Add(time.Duration(n) * time.Second)
	case "minute":
		return t.Add(time.Duration(n) * time.Minute)
	case "hour":
		return t.Add(time.Duration(n) * time.Hour)
	case "week":
		return t.AddDate(0, 0, 7*n)
	case "month":
		return shiftMonths(t, n)
	case "quarter":
		return shiftMonths(t, 3*n)
	case "year":
		return shiftMonths(t, 12*n)
	case "decade":
		return shiftMonths(t, 120*n)
	case "century":
		return shiftMonths(t, 1200*n)
	}
	return t.AddDate(0, 0, n)
}

func shiftMonths(t time.Time, n int) time.Time {
	first := date(t.Year(), t.Month()+time.Month(n), 1)
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(t.Day(), last)-1).Add(t.Sub(dayOf(t).from))
}

// String writes the period in the manner of TIMEX3: "2018", "2018-Q3",
// "2018-05", "2018-W20", "2018-05-01"; anything else as start/end.
func (p period) String() string {
	switch {
	case p == yearOf(p.from.Year()):
		return p.from.Format("2006")
	case p.grain == "quarter" && p == quarterOf(p.from):
		return fmt.Sprintf("%d-Q%d", p.from.Year(), (p.from.Month()+2)/3)
	case p == monthOf(p.from.Year(), p.from.Month()):
		return p.from.Format("2006-01")
	case p == weekOf(p.from):
		year, week := p.from.ISOWeek()
		return fmt.Sprintf("%d-W%02d", year, week)
	case p == dayOf(p.from):
		return p.from.Format(time.DateOnly)
	case p.grain == "year" && p == yearsOf(p.from.Year(), 10):
		return fmt.Sprintf("%d", p.from.Year()/10)
	}
	from, to := p.ends()
	switch one := containing(p.from, p.grain) == p; {
	case one && p.grain == "second":
		return from
	case one && (p.grain == "hour" || p.grain == "minute"):
		return from[:len("2006-01-02T15:04")]
	}
	return from + "/" + to
}

// ends are the period's ISO 8601 start and end.
func (p period) ends() (from, to string) {
	layout := time.DateOnly
	if p.grain == "hour" || p.grain == "minute" || p.grain == "second" {
		layout = "2006-01-02T15:04:05"
	}
	return p.from.Format(layout), p.to.Format(layout)
}

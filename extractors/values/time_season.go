package values

import "time"

// season reads "last summer", "summer 2018", "the spring of 2018", "this
// winter", "the summer": the northern hemisphere's, three whole months.
func (r *reader) season(i int32) (moment, bool) {
	n, at, directed := r.direct(i)
	if !directed {
		at = i
	}
	start, ok := seasons[r.word(at)]
	if !ok {
		return moment{}, false
	}
	end := at + 1
	if year, after, ok := r.yearBehind(end); ok {
		return seasonOf(year, start).as(seasonTimex(year, start), after)
	}
	bare := !directed || r.word(at-1) == "the"
	if bare && (r.word(at) == "fall" || r.word(at) == "spring" && !directed || !seasonOpeners[r.word(at-1)] || (r.tag(at+1).Noun() || r.word(at+1) == "-")) {
		return moment{}, false
	}
	if r.anchor.unknown() {
		return unanchored("month", end)
	}
	of := func(year int) period { return seasonOf(year, start) }
	var p period
	switch {
	case bare:
		p = r.occurrence(i, of)
	case n == 0 && start != time.December && r.anchor.Month() > time.February:
		p = of(r.anchor.Year()) // "this fall" is this year's in March, too
	case n == 0:
		last, next := r.around(of)
		if p = next; last.to.After(r.anchor.Time) {
			p = last
		} else if r.tense(i) == past {
			p = last
		}
	default:
		p = r.directed(n, of)
	}
	return p.as(seasonTimex(p.from.Year(), start), end)
}

// seasonOpeners stand before a season that is a time.
var seasonOpeners = map[string]bool{"the": true, "in": true, "by": true, "since": true, "until": true, "during": true, "early": true, "late": true, "mid": true}

func seasonOf(year int, start time.Month) period {
	from := date(year, start, 1)
	return period{from, from.AddDate(0, 3, 0), "month"}
}

func seasonTimex(year int, start time.Month) string {
	return yearOf(year).String() + map[time.Month]string{3: "-SP", 6: "-SU", 9: "-FA", 12: "-WI"}[start]
}

// weekend reads "the weekend", "last weekend", "this past weekend": Saturday
// and Sunday.
func (r *reader) weekend(i int32) (moment, bool) {
	n, at, ok := r.direct(i)
	if !ok {
		return moment{}, false
	}
	end := at + 1
	switch {
	case r.word(at) == "weekend":
	case r.word(at) == "week" && (r.is(at+1, "-", "end")):
		end = at + 3
	default:
		return moment{}, false
	}
	if r.anchor.unknown() {
		return unanchored("day", end)
	}
	saturday := weekOf(r.anchor.Time).from.AddDate(0, 0, 5)
	switch {
	case saturday.After(r.anchor.Time) && (n < 0 || r.word(i) == "the" && r.tense(i) != future):
		saturday = saturday.AddDate(0, 0, -7)
	case n > 0 && !saturday.After(r.anchor.Time):
		saturday = saturday.AddDate(0, 0, 7)
	}
	return period{saturday, saturday.AddDate(0, 0, 2), "day"}.as(weekOf(saturday).String()+"-WE", end)
}

package values

import (
	"time"

	"gleaner/extractors/doc"
)

// weekdayName reads the name of a weekday. Short ones that are also words or
// names count only beside a date.
func (r *reader) weekdayName(i int32) (time.Weekday, bool) {
	day, ok := weekdays[r.word(i)]
	if !ok || len(r.word(i)) <= 4 && !r.shape(i).Is(doc.Initial) {
		return 0, false
	}
	return day, true
}

// weekday reads "Tuesday", "last Tuesday", "Tuesday, March 3", "Tuesday the
// 19th", "Wednesday of next week", "Friday after next".
func (r *reader) weekday(i int32) (moment, bool) {
	n, at, directed := r.direct(i)
	if !directed || r.word(at-1) == "the" {
		at, directed = i, false
	}
	day, ok := r.weekdayName(at)
	short := false
	if !ok {
		if day, short = shortWeekdays[r.word(at)]; !short || !r.shape(at).Is(doc.Initial) {
			return moment{}, false
		}
	}
	end := at + 1
	comma := r.skip(end, ",", "(")
	for _, read := range [...]func(*reader, int32) (moment, bool){(*reader).monthDate, (*reader).dayMonth, (*reader).numericDate} {
		if m, ok := read(r, comma); ok && m.isDay() {
			return r.onWeekday(m, comma, day), true
		}
	}
	if short {
		return moment{}, false
	}
	if r.anchor.unknown() {
		return unanchored("day", end)
	}
	if d, ok := ordinalDigits(r.word(r.skip(end, "the"))); ok && d <= 31 {
		if m, ok := r.weekdayAndDay(i, day, d); ok {
			return m.at(r.skip(end, "the") + 1)
		}
	}
	if week, ok := r.weekBehind(end); ok {
		return dayOf(week.from.AddDate(0, 0, (int(day)+6)%7)).at(week.end)
	}
	if r.is(end, "after", "next") {
		return dayOf(r.nextWeekday(day).AddDate(0, 0, 7)).at(end + 2)
	}
	today := r.anchor.today().from
	back := (int(today.Weekday()) - int(day) + 7) % 7
	switch {
	case directed && n < 0:
		if back == 0 {
			back = 7
		}
	case directed && n > 0:
		next := weekOf(today).from.AddDate(0, 0, 7+(int(day)+6)%7)
		return dayOf(next).at(end)
	case back > 0 && r.tense(i) == future:
		back -= 7
	}
	return dayOf(today.AddDate(0, 0, -back)).at(end)
}

// onWeekday is a day without a year in the year nearest by in which it falls on
// the weekday: "Friday, July 18".
func (r *reader) onWeekday(m moment, i int32, day time.Weekday) moment {
	if m.unknown() || m.from.Weekday() == day {
		return m
	}
	if _, _, told := r.yearBehind(m.end - 1); told || len(r.word(m.end-1)) == 4 && r.shape(m.end-1).Is(doc.Digit) {
		return m
	}
	for _, years := range [...]int{-1, 1, 2, -2} {
		if p := dayOf(m.from.AddDate(years, 0, 0)); p.from.Weekday() == day {
			m.period = p
			break
		}
	}
	return m
}

// nextWeekday is the first such day after today.
func (r *reader) nextWeekday(day time.Weekday) time.Time {
	today := r.anchor.today().from
	ahead := (int(day)-int(today.Weekday())+6)%7 + 1
	return today.AddDate(0, 0, ahead)
}

// weekBehind reads "of next week", "last week", "from last week" behind a weekday.
func (r *reader) weekBehind(i int32) (moment, bool) {
	n, at, ok := r.direct(r.skip(i, "of", "from"))
	if !ok || r.word(at) != "week" || r.word(at-1) == "the" {
		return moment{}, false
	}
	return weekOf(r.anchor.AddDate(0, 0, 7*n)).at(at + 1)
}

// weekdayAndDay is the month in which the day falls on the weekday: the nearest
// in the direction of the tense.
func (r *reader) weekdayAndDay(i int32, day time.Weekday, d int) (period, bool) {
	step := -1
	if r.tense(i) == future {
		step = 1
	}
	month := startOf(r.anchor.Time, "month")
	for n := 0; n < 24; n++ {
		t := month.AddDate(0, step*n, d-1)
		if t.Day() == d && t.Weekday() == day && (step > 0) == !t.Before(r.anchor.today().from) {
			return dayOf(t), true
		}
	}
	return period{}, false
}

package values

import (
	"time"

	"gleaner/extractors/doc"
)

// weekdayName reads the name of a weekday. Short ones that are also words or
// names count only beside a date.
func (r *reader) weekdayName(i int32) (time.Weekday, bool) {
	day, ok := weekdays[r.word(i)]
	if !ok || r.titleAt(i) || len(r.word(i)) <= 4 && !r.shape(i).Is(doc.Initial) {
		return 0, false
	}
	return day, true
}

// titleAt says whether the day is part of the name of a newspaper or a show: "the
// Sunday Times", "Saturday Night Live".
func (r *reader) titleAt(i int32) bool {
	at := i + 1
	if dayParts[r.word(at)].to > 0 && r.shape(at).Is(doc.Initial) {
		at++
	}
	return r.shape(i).Is(doc.Initial) && r.shape(at).Is(doc.Initial) && titleWords[r.word(at)]
}

// titleWords stand behind a day in names of newspapers and shows.
var titleWords = map[string]bool{
	"times": true, "express": true, "telegraph": true, "mirror": true, "mail": true, "herald": true, "post": true, "independent": true, "tribune": true,
	"sport": true, "mercury": true, "live": true, "football": true, "lights": true, "fever": true,
}

// weekday reads "Tuesday", "last Tuesday", "Tuesday, March 3", "Tuesday the
// 19th", "Wednesday of next week", "Friday after next".
func (r *reader) weekday(i int32) (moment, bool) {
	n, at, directed := r.direct(i)
	if !directed || r.word(at-1) == "the" {
		at, directed = i, false
	}
	if m, ok := r.datedWeekday(at); ok {
		return m, true
	}
	day, ok := r.weekdayName(at)
	end := at + 1
	switch {
	case !ok:
		return moment{}, false
	case r.anchor.unknown():
		return unanchored("day", end)
	case directed && n != 0:
		return dayOf(r.directedWeekday(day, n)).at(end)
	}
	if m, ok := r.placedWeekday(i, day, end); ok {
		return m, true
	}
	back := (int(r.anchor.Weekday()) - int(day) + 7) % 7
	if back > 0 && r.tense(i) == future {
		back -= 7
	}
	return dayOf(r.anchor.AddDate(0, 0, -back)).at(end)
}

// datedWeekday reads a weekday with its date: "Tuesday, March 3", "Sat. (July 25)".
func (r *reader) datedWeekday(i int32) (moment, bool) {
	day, ok := r.weekdayName(i)
	if !ok {
		if day, ok = shortWeekdays[r.word(i)]; !ok || !r.shape(i).Is(doc.Initial) {
			return moment{}, false
		}
	}
	at := r.skip(i+1, ",", "(")
	for _, read := range [...]func(*reader, int32) (moment, bool){(*reader).monthDate, (*reader).dayMonth, (*reader).numericDate} {
		if m, ok := read(r, at); ok && m.isDay() {
			return r.onWeekday(m, day), true
		}
	}
	return moment{}, false
}

// placedWeekday reads what places a weekday: "the 19th", "of next week", "after next".
func (r *reader) placedWeekday(i int32, day time.Weekday, end int32) (moment, bool) {
	at := r.skip(end, "the")
	if d, ok := ordinalDigits(r.word(at)); ok && d <= 31 {
		if p, ok := r.weekdayAndDay(i, day, d); ok {
			return p.at(at + 1)
		}
	}
	if week, ok := r.weekBehind(end); ok {
		return dayOf(week.from.AddDate(0, 0, (int(day)+6)%7)).at(week.end)
	}
	if r.is(end, "after", "next") {
		return dayOf(r.nextWeekday(day).AddDate(0, 0, 7)).at(end + 2)
	}
	return moment{}, false
}

// directedWeekday is the last such day before today, or that of the next week.
func (r *reader) directedWeekday(day time.Weekday, n int) time.Time {
	if n > 0 {
		return weekOf(r.anchor.Time).from.AddDate(0, 0, 7+(int(day)+6)%7)
	}
	back := (int(r.anchor.Weekday())-int(day)+6)%7 + 1
	return r.anchor.AddDate(0, 0, -back)
}

// onWeekday is a day without a year in the year nearest by in which it falls on
// the weekday: "Friday, July 18".
func (r *reader) onWeekday(m moment, day time.Weekday) moment {
	if !m.loose {
		return m
	}
	for _, years := range [...]int{0, -1, 1, -2, 2} {
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

package values

import (
	"strings"
	"time"
)

const halfDay = 12 * time.Hour

// clock is a time of the day.
type clock struct {
	hour, minute, second int
	grain                string
	// told says that morning and afternoon are told apart.
	told bool
	// zone is the offset from UTC; valid with zoned.
	zone  time.Duration
	zoned bool
	end   int32
}

// clockTime reads "10:30", "5 p.m. on Friday", "10:30 am GMT", "noon tomorrow".
// Without a day it is the article's, or the next where that has passed and the
// clause speaks of the future.
func (r *reader) clockTime(i int32) (moment, bool) {
	c, ok := r.clock(i, false)
	if !ok {
		c, ok = r.firstHour(i)
	}
	if !ok {
		return moment{}, false
	}
	if day, ok := r.dayBehind(c.end); ok {
		if day.unknown() {
			return unanchored(c.grain, day.end)
		}
		c.end = day.end
		return r.clockOn(day.from, c), true
	}
	if r.anchor.unknown() {
		return unanchored(c.grain, c.end)
	}
	m := r.clockOn(r.anchor.today().from, c)
	if r.anchor.timed {
		switch t := r.tense(i); {
		case t == future && m.to.Before(r.anchor.Time):
			m.from, m.to = m.from.AddDate(0, 0, 1), m.to.AddDate(0, 0, 1)
		case t == past && m.from.After(r.anchor.Time):
			m.from, m.to = m.from.AddDate(0, 0, -1), m.to.AddDate(0, 0, -1)
		}
	}
	m.clock = true
	return m, true
}

// firstHour reads the first hour of "3-4 pm", "9 to 11 a.m.", which is of the
// same half of the day.
func (r *reader) firstHour(i int32) (clock, bool) {
	hour, ok := r.countAt(i)
	if w := r.word(i + 1); !ok || hour < 1 || hour > 12 || w != "-" && w != "–" && w != "to" {
		return clock{}, false
	}
	last, ok := r.clock(i+2, false)
	if !ok || !last.told || last.zoned && last.end == i+3 {
		return clock{}, false
	}
	hour %= 12
	if last.hour >= 12 && hour+12 < last.hour+last.minute {
		hour += 12
	}
	return clock{hour: hour, grain: "hour", told: true, end: i + 1}, hour < last.hour
}

// clockOf reads the hour behind a day: "Thursday at 9 a.m.", "tomorrow at 5",
// "Friday, 8:00 GMT".
func (r *reader) clockOf(day moment) (moment, bool) {
	at := r.skip(day.end, ",")
	bare := r.word(at) == "at" || r.word(at) == "around"
	c, ok := r.clock(r.skip(at, "at", "from", "for", "around", "about"), bare)
	if !ok {
		return day, false
	}
	if day.unknown() {
		return unanchored(c.grain, c.end)
	}
	if !c.told && c.hour < 12 && day.grain == "hour" && day.from.Hour() >= 12 {
		c.hour += 12
	}
	return r.clockOn(day.from, c), true
}

// clockOn is the time of the day on a day. A time in a zone is told in that of
// the article, where that is known.
func (r *reader) clockOn(day time.Time, c clock) moment {
	from := dayOf(day).from.Add(time.Duration(c.hour)*time.Hour + time.Duration(c.minute)*time.Minute + time.Duration(c.second)*time.Second)
	if c.zoned && r.anchor.timed {
		from = from.Add(r.anchor.offset - c.zone)
	}
	m, _ := containing(from, c.grain).at(c.end)
	m.zoned, m.zone = c.zoned && r.anchor.timed, r.anchor.offset-c.zone
	return m
}

// onDay is the same time of the day on another day.
func (p period) onDay(t time.Time) period {
	shift := dayOf(t).from.Sub(dayOf(p.from).from)
	return period{p.from.Add(shift), p.to.Add(shift), p.grain}
}

// clock reads a time of the day. A bare hour counts only where bare is set.
func (r *reader) clock(i int32, bare bool) (clock, bool) {
	c, ok := r.clockFace(i)
	switch {
	case ok:
		c = r.halfOfDay(c)
	case r.pastHour(i, &c):
	default:
		if c, ok = r.hour(i, bare); !ok {
			return c, false
		}
	}
	c.end = r.skip(c.end, "local", "sharp")
	if r.word(c.end) == "time" {
		c.end++
	}
	at := r.skip(c.end, "(")
	if zone, ok := r.zone(at); ok {
		c.zone, c.zoned, c.told = zone, true, true
		c.end = at + 1
		if r.word(at-1) == "(" {
			c.end = r.skip(c.end, ")")
		}
	}
	if !c.told && c.hour >= 1 && c.hour <= 6 && c.grain == "minute" && !strings.HasPrefix(r.word(i), "0") {
		c.hour += 12 // "at 3:30": a working day's
	}
	return c, true
}

// clockFace reads "noon", "10:30", "15:23:24".
func (r *reader) clockFace(i int32) (clock, bool) {
	c := clock{grain: "hour", end: i + 1}
	switch w := r.word(i); w {
	case "noon", "midday":
		c.hour, c.told = 12, true
	case "midnight":
		c.told = true
	default:
		var seconds bool
		if c.hour, c.minute, c.second, seconds = parseClock(w); c.hour < 0 {
			return c, false
		}
		if c.grain = "minute"; seconds {
			c.grain = "second"
		}
	}
	return c, true
}

// hour reads "5 p.m.", "three am", "ten thirty p.m.", "3 o'clock", "0900 GMT",
// "330 p.m.", "4 in the morning".
func (r *reader) hour(i int32, bare bool) (clock, bool) {
	c := clock{grain: "hour", end: i + 1}
	var ok bool
	if c.hour, ok = r.countAt(i); !ok {
		return c, false
	}
	if w := r.word(i); len(w) >= 3 && w[0] >= '0' && w[0] <= '9' {
		c.minute, c.hour, c.grain = c.hour%100, c.hour/100, "minute"
		_, zoned := r.zone(i + 1)
		if c.minute > 59 || c.hour > 23 || meridiem(r.word(i+1)) < 0 && !(len(w) == 4 && (zoned || r.word(i+1) == "hours")) {
			return c, false
		}
		c.told = zoned
		c.end = r.skip(c.end, "hours")
		return r.halfOfDay(c), true
	}
	if minute, end, ok := r.minuteWords(i + 1); ok {
		c.minute, c.end, c.grain = minute, end, "minute"
	}
	if c.hour < 1 || c.hour > 12 {
		return c, false
	}
	oclock := r.skip(c.end, "o'clock", "oclock")
	read := r.halfOfDay(clock{hour: c.hour, minute: c.minute, grain: c.grain, end: oclock})
	if read.told || oclock > c.end {
		return read, true
	}
	if zone, ok := r.zone(c.end); ok && zone == 0 {
		return read, true
	}
	if !bare || c.grain != "hour" || (r.tag(c.end).Noun() || r.tag(c.end).Adjective() || r.word(c.end) == "%" || r.word(c.end) == "-") {
		return c, false
	}
	if c.hour <= 6 {
		c.hour += 12
	}
	return c, true
}

// minuteWords reads the minutes of "ten thirty am", "nine fifty nine a.m.".
func (r *reader) minuteWords(i int32) (minute int, end int32, ok bool) {
	if r.word(i) == "-" {
		i++
	}
	n, end, ok := r.numberWords(i)
	return int(n), end, ok && n >= 10 && n < 60 && meridiem(r.word(end)) >= 0
}

// pastHour reads "half past three pm", "a quarter to noon", "20 minutes past 3 pm".
func (r *reader) pastHour(i int32, c *clock) bool {
	at := r.skip(i, "a")
	n := 0
	switch r.word(at) {
	case "half":
		n = 30
	case "quarter":
		n = 15
	default:
		var ok bool
		if n, ok = r.countAt(at); !ok || n < 1 || n > 59 {
			return false
		}
	}
	minutes := r.skip(at+1, "minutes", "minute")
	counted := minutes > at+1 || n == 15
	at = minutes
	sign := 1
	switch w := r.word(at); {
	case w == "past" || w == "after" && counted:
	case w == "to" || w == "before" && counted:
		sign = -1
	default:
		return false // "five after noon" may be five people
	}
	face, ok := r.clockFace(at + 1)
	if ok {
		face = r.halfOfDay(face)
	} else if face, ok = r.hour(at+1, r.word(at) == "past"); !ok {
		return false
	}
	if face.minute != 0 {
		return false
	}
	total := (face.hour*60 + sign*n + 24*60) % (24 * 60)
	face.hour, face.minute, face.grain = total/60, total%60, "minute"
	*c = face
	return true
}

// halfOfDay reads "am", "p.m.", "in the morning" behind an hour.
func (r *reader) halfOfDay(c clock) clock {
	at, add := c.end, meridiem(r.word(c.end))
	switch {
	case add >= 0:
		at++
	case (r.word(at) == "a" || r.word(at) == "p") && r.word(at+1) == "m":
		add, at = map[string]int{"a": 0, "p": 12}[r.word(at)], at+2
	case r.word(at) == "in":
		p, ok := dayParts[r.word(r.skip(at+1, "the"))]
		if m := meridiem(r.word(r.skip(at+1, "the"))); m >= 0 {
			add, at = m, r.skip(at+1, "the")+1
		} else if ok {
			add, at = p.from/12*12, r.skip(at+1, "the")+1
		}
	case r.is(at, "at", "night"):
		add, at = 12, at+2
	}
	if add >= 0 && c.hour <= 12 {
		c.hour, c.end, c.told = c.hour%12+add, at, true
	}
	return c
}

// meridiem is the hours that "am" and "pm" add, -1 for any other word.
func meridiem(w string) int {
	switch w {
	case "am", "a.m.", "a.m":
		return 0
	case "pm", "p.m.", "p.m":
		return 12
	}
	return -1
}

// parseClock reads "10:30", "10h30" and "10:30:15"; the hour is -1 for anything else.
func parseClock(w string) (hour, minute, second int, seconds bool) {
	n := len(w)
	if n >= 7 && w[n-3] == ':' && w[n-6] == ':' {
		s, ok := parseCount(w[n-2:])
		if !ok || s > 59 {
			return -1, 0, 0, false
		}
		second, seconds, w, n = s, true, w[:n-3], n-3
	}
	if n < 4 || n > 5 || w[n-3] != ':' && w[n-3] != 'h' {
		return -1, 0, 0, false
	}
	hour, h := parseCount(w[:n-3])
	minute, m := parseCount(w[n-2:])
	if !h || !m || hour > 23 || minute > 59 {
		return -1, 0, 0, false
	}
	return hour, minute, second, seconds
}

// zone reads the abbreviation of a time zone.
func (r *reader) zone(i int32) (time.Duration, bool) {
	w := r.word(i)
	switch w {
	case "et", "ct", "mt", "pt":
		hours := map[string]time.Duration{"et": -5, "ct": -6, "mt": -7, "pt": -8}[w]
		if year := r.anchor.Year(); !r.anchor.Before(nthWeekday(year, time.March, time.Sunday, 2)) && r.anchor.Before(nthWeekday(year, time.November, time.Sunday, 1)) {
			hours++
		}
		return hours * time.Hour, r.shape(i)&upper != 0
	}
	minutes, ok := zones[w]
	return time.Duration(minutes) * time.Minute, ok
}

// zones are offsets from UTC in minutes.
var zones = map[string]int{
	"gmt": 0, "utc": 0, "bst": 60, "cet": 60, "cest": 120, "eet": 120, "eest": 180, "msk": 180, "ist": 330, "sgt": 480, "hkt": 480, "jst": 540, "kst": 540,
	"aest": 600, "aedt": 660, "nzst": 720, "nzdt": 780, "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420,
}

// dayPart is a part of the day: its hours and its name in TIMEX3.
type dayPart struct {
	from, to int
	timex    string
}

var dayParts = map[string]dayPart{
	"morning": {0, 12, "TMO"}, "afternoon": {12, 19, "TAF"}, "evening": {18, 24, "TEV"}, "night": {18, 24, "TNI"}, "lunchtime": {12, 14, "TMI"},
}

// dayPart reads the part of a day behind it: "Monday morning", "3 May in the evening".
func (r *reader) dayPart(day moment) (moment, bool) {
	narrow, at := whole, day.end
	if p := partWords[r.word(at)]; p == beginning || p == end {
		narrow, at = p, at+1
	}
	if r.word(at) == "in" {
		at = r.skip(at+1, "the")
	}
	if p := partWords[r.word(at)]; p == beginning || p == end {
		narrow, at = p, at+1
	}
	w := r.word(at)
	if dayParts[w].to == 0 {
		return day, false
	}
	m := r.partOfDay(day, w, at+1)
	if narrow != whole && !m.unknown() {
		m.period = r.partOf(m.period, narrow)
	}
	return m, true
}

// partOfDay is a part of a day.
func (r *reader) partOfDay(day moment, name string, end int32) moment {
	if day.unknown() {
		m, _ := unanchored("hour", end)
		return m
	}
	p := dayParts[name]
	hour := func(n int) time.Time { return day.from.Add(time.Duration(n) * time.Hour) }
	m, _ := period{hour(p.from), hour(p.to), "hour"}.as(day.from.Format(time.DateOnly)+p.timex, end)
	return m
}

package values

import (
	_ "embed"
	"strconv"
	"strings"
	"time"

	"gleaner/extractors/doc"
)

// feast gives the days of a holiday in a year; the period is empty where its
// calendar is not known.
type feast func(year int) period

// holiday reads "Christmas", "New Year's Eve 2018", "last Thanksgiving", "Easter
// of next year", "Labor Day weekend".
func (r *reader) holiday(i int32) (moment, bool) {
	n, at, directed := r.direct(i)
	if !directed || r.word(at-1) == "the" {
		at, directed = i, false
	}
	of, end := r.feastAt(at)
	if of == nil {
		return moment{}, false
	}
	if r.tag(end).Proper() && r.shape(end).Is(doc.Initial) && r.word(end) != "day" {
		return moment{}, false // "Easter Island"
	}
	if directed && !r.anchor.unknown() {
		p := r.directed(n, of)
		if p.unknown() {
			return unanchored("day", end)
		}
		return p.at(end)
	}
	return r.yearly(i, end, of)
}

// lends says whether "lent" is the verb: neither a name, nor behind what stands
// before a season, nor with its year.
func (r *reader) lends(i int32) bool {
	if r.word(i) != "lent" || r.shape(i).Is(doc.Initial) || seasonOpeners[r.word(i-1)] {
		return false
	}
	_, end, dated := r.yearAt(i + 1)
	return !dated || r.tag(end).Noun()
}

// feastAt finds the longest name of a holiday at a token.
func (r *reader) feastAt(i int32) (of feast, end int32) {
	if !feastWords[nameWord(r.word(i))] || r.lends(i) {
		return nil, 0
	}
	var name strings.Builder
	for at := i; at < min(r.end, i+maxFeastWords); at++ {
		w := r.word(at)
		if w == "'s" || w == "'" || w == "." || w == "-" {
			continue
		}
		if name.Len() > 0 {
			name.WriteByte(' ')
		}
		name.WriteString(nameWord(w))
		if f := feasts[name.String()]; f != nil {
			if of, end = f, at+1; name.String() == "mother day" && r.site == "uk" {
				of = feasts["mothering sunday"]
			}
			if day := r.skip(end, "'s"); r.word(day) == "day" {
				end = day + 1
			}
		}
	}
	return of, end
}

// maxFeastWords bounds the tokens of a holiday's name.
const maxFeastWords = 7

// nameWord takes plural and possessive endings from a word of a name.
func nameWord(w string) string {
	w = strings.TrimRight(w, ".")
	if len(w) > 3 {
		w = strings.TrimSuffix(w, "s")
	}
	return w
}

// feasts are the holidays that English-language news names, without "day".
var feasts, feastWords = func() (map[string]feast, map[string]bool) {
	all, words := map[string]feast{}, map[string]bool{}
	add := func(f feast, names ...string) {
		for _, name := range names {
			parts := strings.Fields(strings.ReplaceAll(name, "-", " "))
			for i := range parts {
				parts[i] = nameWord(parts[i])
			}
			all[strings.Join(parts, " ")] = f
			words[parts[0]] = true
		}
	}
	addFixed(add)
	addWeekdays(add)
	addEaster(add)
	addHebrew(add)
	addListed(add)
	return all, words
}()

type addFeast func(f feast, names ...string)

func addFixed(add addFeast) {
	on := func(month time.Month, day int) feast {
		return func(year int) period { return dayOf(date(year, month, day)) }
	}
	add(on(1, 1), "new year day", "new years day")
	add(on(12, 31), "new year eve", "new years eve")
	add(on(12, 25), "christmas", "xmas")
	add(on(12, 24), "christmas eve", "xmas eve")
	add(on(12, 26), "boxing day")
	add(on(2, 14), "valentine day", "valentines day", "st valentine day")
	add(on(3, 17), "st patrick day", "saint patrick day", "st paddy day", "saint paddy day")
	add(on(10, 31), "halloween")
	add(on(7, 4), "independence day", "fourth of july")
	add(on(11, 11), "veterans day", "veteran day", "armistice day", "remembrance day")
	add(on(2, 2), "groundhog day")
	add(on(11, 5), "guy fawkes day", "guy fawkes night", "bonfire night")
	add(on(5, 1), "may day")
	add(on(7, 14), "bastille day")
	add(on(1, 26), "australia day", "republic day")
	add(on(4, 25), "anzac day")
	add(on(7, 1), "canada day")
	add(on(4, 22), "earth day")
	add(on(6, 19), "juneteenth")
	add(on(3, 8), "international women day")
	add(on(11, 1), "all saint day", "world vegan day")
	add(on(8, 15), "assumption day")
	add(on(1, 6), "epiphany")
	add(on(2, 12), "lincoln birthday", "abraham lincoln birthday")
	add(func(year int) period {
		t := date(year, time.April, 27)
		if t.Weekday() == time.Sunday {
			t = t.AddDate(0, 0, -1)
		}
		return dayOf(t)
	}, "king day", "koningsdag")
}

func addWeekdays(add addFeast) {
	on := func(month time.Month, day time.Weekday, n, later int) feast {
		return func(year int) period { return dayOf(nthWeekday(year, month, day, n).AddDate(0, 0, later)) }
	}
	last := func(month time.Month, day time.Weekday) feast {
		return func(year int) period { return dayOf(nthWeekday(year, month+1, day, 1).AddDate(0, 0, -7)) }
	}
	add(on(11, time.Thursday, 4, 0), "thanksgiving", "thanksgiving day")
	add(on(11, time.Thursday, 4, 1), "black friday")
	add(on(11, time.Thursday, 4, 4), "cyber monday")
	add(on(1, time.Monday, 3, 0), "martin luther king day", "martin luther king jr day", "mlk day", "mlk jr day", "civil rights day")
	add(on(2, time.Monday, 3, 0), "president day", "presidents day", "washington birthday", "george washington day")
	add(last(5, time.Monday), "memorial day", "decoration day")
	add(on(9, time.Monday, 1, 0), "labor day", "labour day")
	add(on(10, time.Monday, 2, 0), "columbus day")
	add(on(6, time.Sunday, 3, 0), "father day", "fathers day")
	add(on(5, time.Sunday, 2, 0), "mother day", "mothers day")
	add(on(11, time.Monday, 1, 1), "election day")
	add(func(year int) period {
		t := date(year, time.April, 15)
		for holiday := emancipationDay(year); t.Weekday() == time.Saturday || t.Weekday() == time.Sunday || t.Equal(holiday); {
			t = t.AddDate(0, 0, 1)
		}
		return dayOf(t)
	}, "tax day")
	add(func(year int) period { return dayOf(emancipationDay(year)) }, "emancipation day")
	add(last(8, time.Monday), "august bank holiday", "summer bank holiday", "late summer bank holiday")
	add(on(3, time.Sunday, 2, 0), "daylight saving start", "daylight saving start day")
	add(on(11, time.Sunday, 1, 0), "daylight saving end", "daylight saving end day")
	add(func(year int) period {
		t := date(year, time.October, 16)
		switch t.Weekday() {
		case time.Saturday:
			t = t.AddDate(0, 0, -1)
		case time.Sunday:
			t = t.AddDate(0, 0, 1)
		}
		return dayOf(t)
	}, "boss day", "bosses day")
}

// emancipationDay is 16 April, or the weekday nearest to it.
func emancipationDay(year int) time.Time {
	t := date(year, time.April, 16)
	switch t.Weekday() {
	case time.Saturday:
		return t.AddDate(0, 0, -1)
	case time.Sunday:
		return t.AddDate(0, 0, 1)
	}
	return t
}

// easter is Easter Sunday, by the anonymous Gregorian algorithm.
func easter(year int) time.Time {
	a, b, c := year%19, year/100, year%100
	h := (19*a + b - b/4 - (b-(b+8)/25+1)/3 + 15) % 30
	l := (32 + 2*(b%4) + 2*(c/4) - h - c%4) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return date(year, time.Month(n/31), n%31+1)
}

// orthodoxEaster is Easter by the Julian calendar, as a Gregorian date (1900 to 2099).
func orthodoxEaster(year int) time.Time {
	d := (19*(year%19) + 15) % 30
	e := (2*(year%4) + 4*(year%7) - d + 34) % 7
	n := d + e + 114
	return date(year, time.Month(n/31), n%31+1+13)
}

func addEaster(add addFeast) {
	on := func(sunday func(int) time.Time, later, days int) feast {
		return func(year int) period {
			from := sunday(year).AddDate(0, 0, later)
			return period{from, from.AddDate(0, 0, days), "day"}
		}
	}
	add(on(easter, 0, 1), "easter", "easter sunday")
	add(on(easter, 1, 1), "easter monday", "easter mon")
	add(on(easter, -2, 1), "good friday")
	add(on(easter, -3, 1), "maundy thursday")
	add(on(easter, -7, 1), "palm sunday")
	add(on(easter, -46, 1), "ash wednesday")
	add(on(easter, -47, 1), "shrove tuesday", "mardi gra", "pancake day")
	add(on(easter, -46, 46), "lent")
	add(on(easter, 39, 1), "ascension day")
	add(on(easter, 49, 1), "pentecost", "whit sunday", "whitsunday")
	add(on(easter, 50, 1), "whit monday")
	add(on(easter, 56, 1), "trinity sunday")
	add(on(easter, -21, 1), "mothering sunday")
	add(on(orthodoxEaster, 0, 1), "orthodox easter")
	add(on(orthodoxEaster, -2, 1), "orthodox good friday", "orthodox great friday")
	add(on(orthodoxEaster, -48, 1), "clean monday")
	add(on(orthodoxEaster, -8, 1), "lazarus saturday")
	add(on(orthodoxEaster, -48, 40), "great lent", "great fast")
}

// roshHashanah is the Hebrew new year that falls in a Gregorian year.
func roshHashanah(year int) time.Time {
	hebrew := year + 3761
	months := (235*(hebrew-1) + 1) / 19
	parts := 12084 + 13753*months
	days := 29*months + parts/25920
	if 3*(days+1)%7 < 3 {
		days++
	}
	delay := 0
	before, after := hebrewDays(hebrew-1), hebrewDays(hebrew+1)
	switch {
	case after-days == 356:
		delay = 2
	case days-before == 382:
		delay = 1
	}
	// Day 1 of the count is 7 October of 3761 BC; 347,998 days lie before 1 January of the year 1.
	return date(1, time.January, 1).AddDate(0, 0, days+delay-1373428)
}

// hebrewDays is the count of days before a Hebrew year, before its length is set right.
func hebrewDays(hebrew int) int {
	months := (235*(hebrew-1) + 1) / 19
	days := 29*months + (12084+13753*months)/25920
	if 3*(days+1)%7 < 3 {
		days++
	}
	return days
}

func addHebrew(add addFeast) {
	autumn := func(later, days int) feast {
		return func(year int) period {
			from := roshHashanah(year).AddDate(0, 0, later)
			return period{from, from.AddDate(0, 0, days), "day"}
		}
	}
	// Passover lies 163 days before the new year of the autumn that follows.
	spring := func(later, days int) feast { return autumn(later-163, days) }
	add(autumn(0, 2), "rosh hashanah", "rosh hashana", "rosh hashanna", "jewish new year")
	add(autumn(9, 1), "yom kippur")
	add(autumn(14, 7), "sukkot", "sukkoth", "succot")
	add(autumn(21, 1), "shemini atzeret")
	add(autumn(22, 1), "simchat torah")
	add(func(year int) period {
		later := 83
		if length := int(roshHashanah(year+1).Sub(roshHashanah(year)).Hours() / 24); length%10 == 5 {
			later = 84
		}
		from := roshHashanah(year).AddDate(0, 0, later)
		return period{from, from.AddDate(0, 0, 8), "day"}
	}, "hanukkah", "chanukah", "hanukah", "hannukkah", "hanukka")
	add(spring(0, 8), "passover")
	add(spring(-30, 1), "purim")
	add(spring(50, 2), "shavuot")
}

// listedFeasts are the holidays whose calendars follow the moon, day by day; see
// feasts.card.json.
//
//go:embed feasts.tsv
var listedFeasts string

// addListed adds the holidays whose days are listed.
func addListed(add addFeast) {
	for line := range strings.Lines(listedFeasts) {
		names, list, _ := strings.Cut(strings.TrimSpace(line), "\t")
		days := listedDays(list)
		of := func(year int) period {
			if p, ok := days[year]; ok {
				return p
			}
			return period{grain: "day"}
		}
		add(of, strings.Split(names, "|")...)
	}
	tuesdays := map[int]string{2000: "0307", 2004: "0302", 2008: "0205", 2012: "0306", 2016: "0301", 2020: "0303", 2024: "0305"}
	add(func(year int) period {
		t, err := time.Parse("20060102", strconv.Itoa(year)+tuesdays[year])
		if err != nil {
			return period{grain: "day"}
		}
		return dayOf(t)
	}, "super tuesday")
}

// listedDays reads "20180516+30 20190506+30": the first in a year counts.
func listedDays(list string) map[int]period {
	all := map[int]period{}
	for _, entry := range strings.Fields(list) {
		day, length, ok := strings.Cut(entry, "+")
		n := 1
		if ok {
			n, _ = parseCount(length)
		}
		from, err := time.Parse("20060102", day)
		if _, twice := all[from.Year()]; err == nil && !twice {
			all[from.Year()] = period{from, from.AddDate(0, 0, n), "day"}
		}
	}
	return all
}

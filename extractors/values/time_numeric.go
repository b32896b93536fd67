package values

import (
	"strings"
	"time"

	"gleaner/extractors/doc"
)

// numericDate reads "2018-05-01", "11/24/2018", "24.11.2018", "2018-10",
// "2/2013", a date-time of ISO 8601, and "on 2/15". Which of day and month comes
// first is told by what cannot be a month, else by the article.
func (r *reader) numericDate(i int32) (moment, bool) {
	w := r.word(i)
	if len(w) > 11 && w[10] == 't' {
		return r.isoTime(i)
	}
	for _, mark := range [...]byte{'-', '/', '.'} {
		if n, ok := scanNumbers(w, mark, 3); ok {
			if mark == '.' && max(n[0], n[2]) < 1000 && !dateOpeners[r.word(i-1)] {
				return moment{}, false // a version: "17.4.1"
			}
			if n[0] < 1000 && w[len(w)-2] == mark {
				return moment{}, false // how a team stands: "4-4-2"
			}
			return r.threeNumbers(n, i+1)
		}
	}
	for _, mark := range [...]byte{'-', '/'} {
		n, ok := scanNumbers(w, mark, 2)
		switch {
		case !ok:
		case n[0] > 999 && n[1] >= 1 && n[1] <= 12 && (n[0]+1)%100 != n[1]:
			return monthOf(n[0], time.Month(n[1])).at(i + 1)
		case n[1] > 999 && n[0] >= 1 && n[0] <= 12 && mark == '/':
			return monthOf(n[1], time.Month(n[0])).at(i + 1)
		case w == "9/11" && dateOpeners[r.word(i-1)]:
			return dayOf(attacks).at(i + 1)
		case mark == '/' && dateOpeners[r.word(i-1)]:
			return r.dayInYear(n, i)
		}
	}
	return moment{}, false
}

// attacks is the day that "9/11" names in whatever year it is written.
var attacks = date(2001, time.September, 11)

// dateOpeners stand before a date of two numbers.
var dateOpeners = map[string]bool{"on": true, "by": true, "before": true, "after": true, "until": true, "since": true, "dated": true, "through": true}

// dayInYear reads "2/15" and, in the order of other places, "15/2".
func (r *reader) dayInYear(n [3]int, i int32) (moment, bool) {
	month, day := n[0], n[1]
	if month > 12 || r.dayFirst && day <= 12 {
		month, day = day, month
	}
	if month < 1 || month > 12 || day < 1 || day > 31 {
		return moment{}, false
	}
	return r.yearly(i, i+1, func(year int) period { return dayOf(date(year, time.Month(month), day)) })
}

func (r *reader) threeNumbers(n [3]int, end int32) (moment, bool) {
	if n[0] > 999 {
		return checkedDay(n[0], n[1], n[2], end)
	}
	month, day := n[0], n[1]
	if month > 12 || r.dayFirst && day <= 12 {
		month, day = day, month
	}
	return checkedDay(fullYear(n[2]), month, day, end)
}

// isoTime reads "2018-03-14T10:00:00Z", which is several tokens.
func (r *reader) isoTime(i int32) (moment, bool) {
	w := r.word(i)
	n, ok := scanNumbers(w[:10], '-', 3)
	if !ok {
		return moment{}, false
	}
	m, ok := checkedDay(n[0], n[1], n[2], i+1)
	if hour, isHour := parseCount(w[11:min(13, len(w))]); ok && isHour && hour < 24 {
		m.period = containing(m.from.Add(time.Duration(hour)*time.Hour), "hour")
		for r.tight(m.end) && (r.word(m.end) == ":" || r.shape(m.end).Is(doc.Digit)) {
			if minute, ok := parseCount(firstTwo(r.word(m.end))); ok && minute < 60 && m.grain == "hour" {
				m.period = containing(m.from.Add(time.Duration(minute)*time.Minute), "minute")
			}
			m.end++
		}
	}
	return m, ok
}

func firstTwo(s string) string { return s[:min(2, len(s))] }

// fullYear takes two digits for a year of 1950 to 2049.
func fullYear(y int) int {
	switch {
	case y < 50:
		return 2000 + y
	case y < 100:
		return 1900 + y
	}
	return y
}

// scanNumbers cuts a word into so many numbers at the mark.
func scanNumbers(s string, mark byte, want int) (n [3]int, ok bool) {
	at, digits := 0, 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			if digits++; digits > 4 {
				return n, false
			}
			n[at] = n[at]*10 + int(c-'0')
		case c == mark && at < want-1 && digits > 0:
			at, digits = at+1, 0
		default:
			return n, false
		}
	}
	return n, at == want-1 && digits > 0
}

func checkedDay(year, month, day int, end int32) (moment, bool) {
	t := date(year, time.Month(month), day)
	if int(t.Month()) != month || t.Day() != day || year < 1000 || year > 2200 {
		return moment{}, false
	}
	return dayOf(t).at(end)
}

// dayFirstSites are the countries, as sites end, where numeric dates begin with the day.
var dayFirstSites = map[string]bool{
	"uk": true, "ie": true, "au": true, "nz": true, "in": true, "za": true, "ng": true, "ke": true, "sg": true, "my": true, "hk": true, "pk": true,
	"eu": true, "de": true, "fr": true, "es": true, "it": true, "nl": true, "br": true, "il": true, "ae": true,
}

// dayFirst says whether numeric dates of the article begin with the day: as its
// own dates tell, else as is usual where its site is.
func dayFirst(d *doc.Doc, site string) bool {
	for i := range d.Tokens {
		w := d.Tokens[i].Lower
		if len(w) < 8 || len(w) > 10 || w[0] > '9' {
			continue
		}
		if n, ok := scanNumbers(w, '/', 3); ok && n[0] <= 31 && n[1] <= 31 && max(n[0], n[1]) > 12 {
			return n[0] > 12
		}
	}
	return dayFirstSites[site]
}

// site is the last part of the address's host, "uk".
func site(url string) string {
	_, host, _ := strings.Cut(url, "://")
	host, _, _ = strings.Cut(host, "/")
	host, _, _ = strings.Cut(host, ":")
	return strings.ToLower(host[strings.LastIndexByte(host, '.')+1:])
}

package pipeline

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// dateLayouts are the ways dates are written in archives. Those that leave
// open which number is the month are not among them.
var dateLayouts = []string{
	time.RFC3339Nano, time.DateOnly, "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05 -0700",
	"2006-01-02 15:04:05 MST", "2006-01-02T15:04", "2006-01-02 15:04", "2006-01-02T15:04:05-0700", "20060102T150405Z", "20060102150405", "20060102", "2006/01/02",
	time.RFC1123, time.RFC1123Z, time.RFC822, time.RFC822Z, time.RFC850, "Mon, 2 Jan 2006 15:04:05 -0700", "Mon, 2 Jan 2006 15:04:05 MST",
	time.UnixDate, time.ANSIC, "January 2, 2006", "Jan 2, 2006", "2 January 2006", "2 Jan 2006", "January 2, 2006 15:04", "Jan. 2, 2006",
}

// Date reads a date as archives write it: text in one of many forms, a number
// of seconds, milliseconds or more since 1970, or a time. It returns the date or
// date-time as RFC 3339 has it, "" when v is none or not between 1600 and 2200.
func Date(v any) string {
	switch v := v.(type) {
	case time.Time:
		return dateOf(v, false)
	case int64:
		return dateOfNumber(v)
	case float64:
		return dateOfNumber(int64(v))
	case json.Number:
		return Date(v.String())
	case string:
		return dateOfText(strings.TrimSpace(v))
	}
	return ""
}

func dateOfText(s string) string {
	if len(s) < 6 || len(s) > 64 {
		return ""
	}
	for _, layout := range dateLayouts {
		if t, err := time.Parse(layout, s); err == nil {
			return dateOf(t, !strings.Contains(layout, ":") && !strings.Contains(layout, "15"))
		}
	}
	if n, err := strconv.ParseFloat(s, 64); err == nil && len(s) >= 9 {
		return dateOfNumber(int64(n))
	}
	return ""
}

// dateOfNumber takes a number for the unit that gives a date of our days.
func dateOfNumber(n int64) string {
	switch {
	case n < 1e8: // 1973, so that years and days are not taken for seconds
		return ""
	case n < 1e11:
		return dateOf(time.Unix(n, 0), false)
	case n < 1e14:
		return dateOf(time.UnixMilli(n), false)
	case n < 1e17:
		return dateOf(time.UnixMicro(n), false)
	}
	return dateOf(time.Unix(0, n), false)
}

func dateOf(t time.Time, dayOnly bool) string {
	if t.Year() < 1600 || t.Year() > 2200 {
		return ""
	}
	if dayOnly {
		return t.Format(time.DateOnly)
	}
	return t.Truncate(time.Second).UTC().Format(time.RFC3339)
}

var (
	addressDate  = regexp.MustCompile(`/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2]|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[/-]?(0[1-9]|[12]\d|3[01])(?:\D|$)`)
	monthsByName = map[string]string{
		"jan": "01", "feb": "02", "mar": "03", "apr": "04", "may": "05", "jun": "06",
		"jul": "07", "aug": "08", "sep": "09", "oct": "10", "nov": "11", "dec": "12",
	}
)

// DateOfURL returns the date in an address such as ".../2019/03/02/...",
// ".../2019-03-02-...", ".../2019/mar/02/..." or ".../20190302...", "" for none.
func DateOfURL(url string) string {
	m := addressDate.FindStringSubmatch(strings.ToLower(url))
	if m == nil {
		return ""
	}
	month := m[2]
	if named, ok := monthsByName[month]; ok {
		month = named
	}
	return Date(m[1] + "-" + month + "-" + m[3])
}

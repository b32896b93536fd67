package values

import "time"

var months = map[string]time.Month{
	"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8, "september": 9, "october": 10, "november": 11, "december": 12,
	"jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12,
	"jan.": 1, "feb.": 2, "mar.": 3, "apr.": 4, "jun.": 6, "jul.": 7, "aug.": 8, "sep.": 9, "sept.": 9, "oct.": 10, "nov.": 11, "dec.": 12,
}

var weekdays = map[string]time.Weekday{
	"sunday": 0, "monday": 1, "tuesday": 2, "wednesday": 3, "thursday": 4, "friday": 5, "saturday": 6,
	"sun.": 0, "mon.": 1, "tue.": 2, "tues.": 2, "wed.": 3, "thu.": 4, "thurs.": 4, "fri.": 5, "sat.": 6, "tue": 2, "tues": 2, "thu": 4, "thurs": 4, "fri": 5,
}

var dayParts = map[string]bool{"morning": true, "afternoon": true, "evening": true, "night": true}

var seasons = map[string]time.Month{"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}

var ordinals = map[string]int{"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "final": 4}

// timeUnits are units of time in singular and plural; abbreviations are left
// out, since "m" and "s" mean other things in news.
var timeUnits = map[string]string{
	"second": "second", "seconds": "second", "minute": "minute", "minutes": "minute", "mins": "minute", "hrs": "hour", "hour": "hour", "hours": "hour",
	"day": "day", "days": "day", "week": "week", "weeks": "week", "month": "month", "months": "month", "quarter": "quarter", "quarters": "quarter",
	"year": "year", "years": "year", "yr": "year", "yrs": "year", "decade": "decade", "decades": "decade", "century": "century", "centuries": "century",
}

// unitOne are the units that "last" and "next" can point at.
var unitOne = map[string]string{
	"week": "week", "month": "month", "quarter": "quarter", "year": "year", "decade": "decade", "century": "century",
}

// timeOpeners are the words that may begin a time.
func timeOpeners() []string {
	all := []string{
		"last", "past", "previous", "this", "current", "next", "coming", "following", "upcoming", "today", "yesterday", "tomorrow", "tonight",
		"noon", "midnight", "in", "fiscal", "early", "earlier", "late", "later", "mid", "several", "end", "beginning", "start", "few", "couple",
	}
	for w := range months {
		all = append(all, w)
	}
	for w := range weekdays {
		all = append(all, w)
	}
	for w := range seasons {
		all = append(all, w)
	}
	for w := range ordinals {
		all = append(all, w)
	}
	return all
}

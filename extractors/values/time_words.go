package values

import (
	"time"

	"gleaner/extractors/doc"
)

const upper = doc.AllUpper

var months = map[string]time.Month{
	"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8, "september": 9, "october": 10, "november": 11, "december": 12,
	"jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12,
	"jan.": 1, "feb.": 2, "mar.": 3, "apr.": 4, "jun.": 6, "jul.": 7, "aug.": 8, "sep.": 9, "sept.": 9, "oct.": 10, "nov.": 11, "dec.": 12,
}

var weekdays = map[string]time.Weekday{
	"sunday": 0, "monday": 1, "tuesday": 2, "wednesday": 3, "thursday": 4, "friday": 5, "saturday": 6,
	"sun.": 0, "mon.": 1, "tue.": 2, "tues.": 2, "wed.": 3, "thu.": 4, "thurs.": 4, "fri.": 5, "sat.": 6, "tue": 2, "tues": 2, "thu": 4, "thurs": 4, "fri": 5,
}

// shortWeekdays are words or names of their own, and days only beside a date.
var shortWeekdays = map[string]time.Weekday{"sun": 0, "mon": 1, "wed": 3, "sat": 6}

var seasons = map[string]time.Month{"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}

// ordinalWords are the ordinals of one word.
var ordinalWords = map[string]int{
	"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11,
	"twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19,
	"twentieth": 20, "thirtieth": 30, "fiftieth": 50, "hundredth": 100,
}

// timeUnits are units of time in singular and plural; abbreviations of one
// letter are left out, since "m" and "s" mean other things in news.
var timeUnits = map[string]string{
	"second": "second", "seconds": "second", "sec": "second", "secs": "second", "minute": "minute", "minutes": "minute", "mins": "minute", "min": "minute",
	"hrs": "hour", "hr": "hour", "hrs.": "hour", "hour": "hour", "hours": "hour", "day": "day", "days": "day", "week": "week", "weeks": "week",
	"month": "month", "months": "month", "mth": "month", "mths": "month", "quarter": "quarter", "quarters": "quarter", "qtr": "quarter", "year": "year", "years": "year", "yr": "year", "yrs": "year",
	"decade": "decade", "decades": "decade", "century": "century", "centuries": "century", "fortnight": "fortnight", "fortnights": "fortnight",
}

// unitOne are the units that "last" and "next" can point at.
var unitOne = map[string]string{
	"week": "week", "month": "month", "quarter": "quarter", "qtr": "quarter", "year": "year", "yr": "year", "decade": "decade", "century": "century",
}

// timeOpeners are the words that may begin a time.
func timeOpeners() []string {
	all := []string{
		"last", "past", "previous", "preceding", "this", "current", "next", "coming", "following", "upcoming", "today", "yesterday", "tomorrow", "tonight",
		"tonite", "noon", "midday", "midnight", "in", "fiscal", "financial", "full", "few", "couple", "quarter", "day", "year", "final",
		"now", "right", "just", "currently", "presently", "nowadays", "these", "recently", "lately", "more", "most", "recent", "soon", "as", "daily", "future", "near",
		"every", "each", "all", "several", "many", "some",
	}
	for w := range partWords {
		all = append(all, w)
	}
	for w := range dayParts {
		all = append(all, w)
	}
	for w := range months {
		all = append(all, w)
	}
	for w := range weekdays {
		all = append(all, w)
	}
	for w := range shortWeekdays {
		all = append(all, w)
	}
	for w := range seasons {
		all = append(all, w)
	}
	for w := range ordinalWords {
		all = append(all, w)
	}
	for w := range pluralUnits {
		all = append(all, w)
	}
	return all
}

package console

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"gleaner/schemas"
)

// Limits of what a request may ask for.
const (
	defaultPage   = 50
	maxPage       = 200
	maxPageBytes  = 4 << 20 // records of one page
	maxParameter  = 300     // bytes of one parameter
	maxFilterList = 64      // values of one parameter
)

// filter says which events are wanted. The zero filter lets all through.
type filter struct {
	Types    []string
	Statuses []string
	// Entity is an id, or a part of a name.
	Entity string
	// Source is a source, or the beginning of one.
	Source        string
	MinConfidence float64
	// Since and Until bound the publication, or the arrival where there is none;
	// Until is exclusive.
	Since, Until time.Time
}

// readQuery refuses a query of which a part would be dropped unread.
func readQuery(raw string) (url.Values, error) {
	q, err := url.ParseQuery(raw)
	if err != nil {
		return nil, badParameter("query", "cannot be read: "+line(err.Error(), 100), "put & between parameters, and write ; as %3B and % as %25 within one")
	}
	return q, nil
}

// checkQuery refuses parameters that are not known, and those that are given
// twice although one value is wanted.
func checkQuery(raw string, known []string) error {
	q, err := readQuery(raw)
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(q)) {
		switch {
		case !slices.Contains(known, name):
			hint := "leave it out"
			if len(known) > 0 {
				hint = "use " + strings.Join(known, ", ")
			}
			return &schemas.FieldError{Field: line(name, 60), Code: schemas.CodeUnknownField, Message: "there is no such parameter here", Hint: hint}
		case len(q[name]) > 1 && name != "type" && name != "status":
			return badParameter(name, fmt.Sprintf("is given %d times", len(q[name])), "give it once")
		}
	}
	return nil
}

// parseFilter reads a filter from a query. Its errors name the parameter.
func parseFilter(q url.Values) (filter, error) {
	var f filter
	var err error
	if f.Types, err = listOf(q, "type"); err != nil {
		return f, err
	}
	if f.Statuses, err = listOf(q, "status"); err != nil {
		return f, err
	}
	for _, s := range f.Statuses {
		if !slices.Contains(schemas.Statuses(), schemas.Status(s)) {
			return f, badParameter("status", fmt.Sprintf("%q is no status", s), "use actual, planned, possible, negated or cancelled")
		}
	}
	if f.Entity, err = textOf(q, "entity"); err != nil {
		return f, err
	}
	if f.Source, err = textOf(q, "source"); err != nil {
		return f, err
	}
	if text := q.Get("min_confidence"); text != "" {
		if f.MinConfidence, err = strconv.ParseFloat(text, 64); err != nil || !(f.MinConfidence >= 0 && f.MinConfidence <= 1) {
			return f, badParameter("min_confidence", fmt.Sprintf("%.40q is no number from 0 to 1", text), "write 0.5")
		}
	}
	if f.Since, err = timeOf(q, "since"); err != nil {
		return f, err
	}
	if f.Until, err = timeOf(q, "until"); err != nil {
		return f, err
	}
	if !f.Since.IsZero() && !f.Until.IsZero() && !f.Until.After(f.Since) {
		return f, badParameter("until", "is not after since, so that nothing can match", "name a later time; the time of until itself is left out")
	}
	return f, nil
}

// query is what parseFilter reads, without what is not set.
func (f filter) query() url.Values {
	q := url.Values{}
	for _, t := range f.Types {
		q.Add("type", t)
	}
	for _, s := range f.Statuses {
		q.Add("status", s)
	}
	set := func(name, value string) {
		if value != "" {
			q.Set(name, value)
		}
	}
	set("entity", f.Entity)
	set("source", f.Source)
	if f.MinConfidence > 0 {
		set("min_confidence", strconv.FormatFloat(f.MinConfidence, 'g', -1, 64))
	}
	if !f.Since.IsZero() {
		set("since", f.Since.Format(time.RFC3339))
	}
	if !f.Until.IsZero() {
		set("until", f.Until.Format(time.RFC3339))
	}
	return q
}

// String is the filter as a query, "" when it lets all through.
func (f filter) String() string { return f.query().Encode() }

// timeText is a time as a field of a form holds it: a date where it is one.
func timeText(at time.Time) string {
	switch {
	case at.IsZero():
		return ""
	case at.UTC().Equal(at.UTC().Truncate(24 * time.Hour)):
		return at.UTC().Format(time.DateOnly)
	}
	return at.Format(time.RFC3339)
}

// only is the filter for one type instead.
func (f filter) only(kind string) filter {
	f.Types = []string{kind}
	return f
}

// address is that of the live page with the filter.
func (f filter) address() string { return pageURL("/live", f.query()) }

// matches says whether an event is wanted.
func (f filter) matches(e *eventRow) bool {
	switch {
	case len(f.Types) > 0 && !slices.Contains(f.Types, e.kind),
		len(f.Statuses) > 0 && !slices.Contains(f.Statuses, string(e.status)),
		e.confidence < f.MinConfidence,
		f.Source != "" && !hasPrefixFold(e.article.source, f.Source),
		!f.Since.IsZero() && e.article.when().Before(f.Since),
		!f.Until.IsZero() && !e.article.when().Before(f.Until),
		f.Entity != "" && !e.names(f.Entity):
		return false
	}
	return true
}

func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

// listOf reads a parameter that may be repeated, or hold values separated by commas.
func listOf(q url.Values, name string) ([]string, error) {
	var out []string
	for _, value := range q[name] {
		if len(value) > maxParameter*8 {
			return nil, badParameter(name, "is too long", "name fewer values")
		}
		for part := range strings.SplitSeq(value, ",") {
			if part = strings.TrimSpace(part); part != "" && !slices.Contains(out, part) {
				out = append(out, part)
			}
		}
	}
	if len(out) > maxFilterList {
		return nil, badParameter(name, fmt.Sprintf("has %d values, the limit is %d", len(out), maxFilterList), "name fewer values")
	}
	return out, nil
}

func textOf(q url.Values, name string) (string, error) {
	text := strings.TrimSpace(q.Get(name))
	if len(text) > maxParameter {
		return "", badParameter(name, fmt.Sprintf("has %d bytes, the limit is %d", len(text), maxParameter), "shorten it")
	}
	return text, nil
}

func timeOf(q url.Values, name string) (time.Time, error) {
	text := q.Get(name)
	if text == "" {
		return time.Time{}, nil
	}
	at, ok := schemas.ParseTime(text)
	if !ok {
		hint := "write 2026-11-23 or 2026-11-23T08:30:00Z"
		if strings.Contains(text, " ") {
			hint += "; the + of a time zone is %2B in an address"
		}
		return at, badParameter(name, fmt.Sprintf("%.40q is no date or date-time", text), hint)
	}
	return at, nil
}

// limitOf is how many items a page is to hold.
func limitOf(q url.Values) (int, error) {
	text := q.Get("limit")
	if text == "" {
		return defaultPage, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > maxPage {
		return 0, badParameter("limit", fmt.Sprintf("%.40q is no number from 1 to %d", text, maxPage), "leave it out for 50")
	}
	return n, nil
}

func badParameter(name, message, hint string) error {
	return &schemas.FieldError{Field: name, Code: schemas.CodeInvalidValue, Message: message, Hint: hint}
}

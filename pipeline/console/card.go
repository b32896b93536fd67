package console

import (
	"math"
	"strconv"
	"strings"
	"time"

	"gleaner/schemas"
)

// maxEvidence bounds the sentence that a card shows, in code points.
const maxEvidence = 1200

// card is an event as the pages show it.
type card struct {
	// Anchor is its id in the page, Number its place in the article, -1 elsewhere.
	Anchor string
	Number int
	// ID, Type and Status are the event's.
	ID, Type, Status string
	// Percent is the confidence.
	Percent  int
	Evidence []piece
	Rows     []cardRow
	// Rule is the definition and frame, as the record says them.
	Rule string
	// Article, where the card stands alone, is where the event was found.
	Article *articleLink
	// Why is the explanation, WhyURL where it can be had.
	Why    *Explanation
	WhyURL string
	// Place is that in the index, "" where the card stands elsewhere.
	Place string
}

// cardRow is one line of a card: a role, the time, the amount or the source.
type cardRow struct {
	// Role is the name of the row; Note says more of it ("according to").
	Role, Note string
	Text       string
	// Name is the entity's full name where Text is another form of it.
	Name string
	// EntityID and EntityType are set when an entity fills the role.
	EntityID, EntityType string
	// Value is the normalized value.
	Value string
	// Percent is how likely a source is, or a filler that is unlikely, 0 where
	// that is not known. An Unlikely filler is more likely wrong than right.
	Percent  int
	Unlikely bool
}

// articleLink names the article of an event.
type articleLink struct {
	ID, Title, Source, Date string
}

// newCard makes the card of an event. number is its place in the article, -1
// when the card stands alone.
func newCard(r *schemas.EventRecord, number int) card {
	e := &r.Event
	c := card{
		Anchor: e.ID, Number: number, ID: e.ID, Type: line(e.Type, 40), Status: line(string(e.Status), 20),
		Percent: percent(e.Confidence), Rule: line(e.Rule, 300), Rows: cardRows(r),
	}
	c.Evidence = evidence(r)
	if number < 0 {
		c.Article = &articleLink{ID: r.Article.ID, Title: line(r.Article.Title, 160), Source: line(r.Article.Source, 40), Date: dateOf(r.Article.PublishedAt)}
	}
	return c
}

func percent(confidence float64) int {
	return int(math.Round(100 * min(max(confidence, 0), 1)))
}

// evidence is the sentence of an event with trigger and arguments marked.
func evidence(r *schemas.EventRecord) []piece {
	one := &schemas.Extraction{Entities: r.Entities, Events: []schemas.Event{r.Event}}
	text, start := window([]rune(r.Event.Sentence.Text), r.Event.Trigger.Start-r.Event.Sentence.Start)
	var pieces []piece
	for _, p := range highlight(one, strings.ReplaceAll(text, "\n", " "), r.Event.Sentence.Start+start, marksOf(one)) {
		pieces = append(pieces, p.Pieces...)
	}
	if start > 0 {
		pieces = append([]piece{{Text: "… ", Trigger: -1, Number: -1}}, pieces...)
	}
	return pieces
}

// window is a sentence, or the part of a long one around its trigger, and
// where that begins.
func window(sentence []rune, trigger int) (text string, start int) {
	if len(sentence) <= maxEvidence {
		return string(sentence), 0
	}
	start = min(max(trigger-maxEvidence/2, 0), len(sentence)-maxEvidence)
	text = string(sentence[start : start+maxEvidence])
	if start+maxEvidence < len(sentence) {
		text += " …"
	}
	return text, start
}

// cardRows lists the roles of an event, then time, amount and, where it is likely,
// the source.
func cardRows(r *schemas.EventRecord) []cardRow {
	e := &r.Event
	var rows []cardRow
	has := map[string]bool{}
	for _, a := range e.Arguments {
		row := cardRow{Role: line(a.Role, 40), Text: line(a.Text, 160), Value: line(a.Value, 60)}
		row.refer(r, a.EntityID)
		if a.Confidence < 0.5 {
			row.Percent, row.Unlikely = percent(a.Confidence), a.Confidence > 0
		}
		switch {
		case a.Role == "time" && e.Time != nil && e.Time.Text == a.Text:
			row.Value = timeValue(e.Time)
		case e.Amount != nil && e.Amount.Text == a.Text:
			row.Value = amountValue(e.Amount)
		}
		has[a.Role] = true
		has["text "+a.Text] = true
		rows = append(rows, row)
	}
	if e.Time != nil && !has["time"] {
		rows = append(rows, cardRow{Role: "time", Text: line(e.Time.Text, 80), Value: timeValue(e.Time)})
	}
	if e.Amount != nil && !has["amount"] && !has["text "+e.Amount.Text] {
		rows = append(rows, cardRow{Role: "amount", Text: line(e.Amount.Text, 80), Value: amountValue(e.Amount)})
	}
	if at := e.Attribution; at != nil && at.Likely() {
		row := cardRow{Role: "source", Text: line(at.Source, 120), Note: line(at.Cue, 40), Percent: percent(at.Confidence)}
		row.refer(r, at.EntityID)
		rows = append(rows, row)
	}
	for i := range rows {
		if strings.EqualFold(rows[i].Value, rows[i].Text) {
			rows[i].Value = ""
		}
	}
	return rows
}

// refer names the entity of a row.
func (row *cardRow) refer(r *schemas.EventRecord, id string) {
	for i := range r.Entities {
		if e := &r.Entities[i]; id != "" && e.ID == id {
			row.EntityID, row.EntityType = id, string(e.Type)
			if name := line(e.Name, 120); name != row.Text {
				row.Name = name
			}
			return
		}
	}
}

// timeValue writes a time as precisely as it is known, with its end where it
// is longer than that: "1987-04 to 1987-09" for the next six months.
func timeValue(t *schemas.Time) string {
	at, ok := schemas.ParseTime(t.Start)
	name := timeNames[t.Grain]
	if !ok || name == nil {
		return line(t.Start, 60)
	}
	const week = 7 * 24 * time.Hour
	end, ok := schemas.ParseTime(t.End)
	known := ok && end.After(at)
	switch {
	case t.Grain == "week" && (!known || end.Sub(at) <= week):
		return "week of " + name(at)
	case !known || name(end.Add(-1)) == name(at):
		return name(at)
	}
	return name(at) + " to " + name(end.Add(-1))
}

// timeNames are how times of a grain are written; others stand as they are.
var timeNames = map[string]func(time.Time) string{
	"year": layout("2006"), "quarter": quarterName, "month": layout("2006-01"), "week": layout(time.DateOnly), "day": layout(time.DateOnly),
}

// amountValue writes a sum as far as it is known, however long its parts are.
func amountValue(a *schemas.Amount) string {
	short := *a
	short.Comparator, short.Currency = line(a.Comparator, 20), line(a.Currency, 10)
	return short.Phrase(digits)
}

// digits writes a number with its digits in groups.
func digits(value float64) string {
	text := strconv.FormatFloat(value, 'f', -1, 64)
	if len(text) > 30 {
		text = strconv.FormatFloat(value, 'g', 6, 64)
	}
	whole, rest, dot := strings.Cut(text, ".")
	if dot {
		rest = "." + rest
	}
	return grouped(whole) + rest
}

// grouped puts commas between groups of three digits.
func grouped(digits string) string {
	sign := ""
	if strings.HasPrefix(digits, "-") {
		sign, digits = "-", digits[1:]
	}
	for i := len(digits) - 3; i > 0 && !strings.ContainsAny(digits, "e."); i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return sign + digits
}

// number writes a count.
func number(n int) string { return grouped(strconv.Itoa(n)) }

// maxFirstLine bounds, in bytes, what is searched for a first line.
const maxFirstLine = 1000

// firstLine is what stands for the title of a text, shortened.
func firstLine(text string) string {
	text = strings.TrimSpace(short(text, maxFirstLine))
	first, _, _ := strings.Cut(text, "\n")
	return line(first, 140)
}

// dateOf is the day of a publication, as people write it.
func dateOf(published string) string {
	if at, ok := schemas.ParseTime(published); ok {
		return at.Format("2 Jan 2006")
	}
	return ""
}

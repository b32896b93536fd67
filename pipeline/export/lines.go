package export

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"gleaner/schemas"
)

// jsonLines writes one extraction a line, with the text.
type jsonLines struct{ out io.Writer }

func (w *jsonLines) write(d *document) error { return writeLine(w.out, d.x) }
func (w *jsonLines) end() error              { return nil }

func writeLine(out io.Writer, v any) error {
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// csvColumns head the table that csv writes: one row an argument of an event,
// one row for an event without any.
var csvColumns = []string{
	"article_id", "source", "url", "title", "published_at", "event_id", "type", "status", "confidence", "trigger", "sentence",
	"time", "amount", "currency", "attribution", "role", "argument", "entity_id", "entity_type", "entity_name", "value",
	"attribution_confidence", "argument_confidence",
}

// csvTable writes events as a table for spreadsheets, which find no formula in it.
type csvTable struct {
	out    *csv.Writer
	headed bool
}

func newCSV(out io.Writer) *csvTable { return &csvTable{out: csv.NewWriter(out)} }

func (w *csvTable) write(d *document) error {
	if err := w.head(); err != nil {
		return err
	}
	entities := map[string]schemas.Entity{}
	for _, e := range d.x.Entities {
		entities[e.ID] = e
	}
	for _, e := range d.x.Events {
		arguments := e.Arguments
		if len(arguments) == 0 {
			arguments = []schemas.Argument{{}}
		}
		for _, a := range arguments {
			named := entities[a.EntityID]
			row := append(eventCells(d.x.Article, e), a.Role, a.Text, a.EntityID, string(named.Type), named.Name, a.Value, credibility(e), confidence(a.Confidence))
			for i, cell := range row {
				row[i] = literal(cell)
			}
			if err := w.out.Write(row); err != nil {
				return err
			}
		}
	}
	w.out.Flush()
	return w.out.Error()
}

// head writes the names of the columns once.
func (w *csvTable) head() error {
	if w.headed {
		return nil
	}
	w.headed = true
	return w.out.Write(csvColumns)
}

func eventCells(a schemas.ArticleInfo, e schemas.Event) []string {
	var when, amount, currency, source string
	if e.Time != nil {
		when = e.Time.Start
	}
	if e.Amount != nil {
		amount, currency = strconv.FormatFloat(e.Amount.Value, 'f', -1, 64), e.Amount.Currency
	}
	if e.Attribution != nil {
		source = e.Attribution.Source
	}
	return []string{
		a.ID, a.Source, a.URL, a.Title, a.PublishedAt, e.ID, e.Type, string(e.Status), fmt.Sprintf("%.3f", e.Confidence),
		e.Trigger.Text, e.Sentence.Text, when, amount, currency, source,
	}
}

// credibility is the confidence of the event's source, "" where it is not known.
func credibility(e schemas.Event) string {
	if e.Attribution == nil {
		return ""
	}
	return confidence(e.Attribution.Confidence)
}

// confidence writes one, "" where it is not known.
func confidence(p float64) string {
	if p == 0 {
		return ""
	}
	return fmt.Sprintf("%.3f", p)
}

// plainNumber is what a spreadsheet takes for a number and nothing else.
var plainNumber = regexp.MustCompile(`^[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?$`)

// literal is a cell that no spreadsheet takes for a formula: an article must
// not say what runs on the machine of who reads the table. A text that begins
// like a formula has an apostrophe before it. A NUL, at which many readers of
// tables end or give up, is U+FFFD.
func literal(cell string) string {
	cell = strings.ReplaceAll(cell, "\x00", "\ufffd")
	if cell == "" || !strings.ContainsRune("=+-@\t\r", rune(cell[0])) || plainNumber.MatchString(cell) {
		return cell
	}
	return "'" + cell
}

// end writes a table without rows where there were no articles.
func (w *csvTable) end() error {
	if err := w.head(); err != nil {
		return err
	}
	w.out.Flush()
	return w.out.Error()
}

package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"gleaner/schemas"
)

// view writes records for people to read. It is for one goroutine.
type view struct {
	w       io.Writer
	palette palette
	width   int
}

func newView(w io.Writer, color string) *view {
	return &view{w: w, palette: palette(colored(color, w)), width: width(w)}
}

// extraction shows everything that was found in an article.
func (v *view) extraction(x *schemas.Extraction) error {
	var b strings.Builder
	b.WriteString(v.heading(x.Article))
	for _, e := range x.Events {
		b.WriteString("\n" + v.event(e, x.Entities))
	}
	if len(x.Events) == 0 {
		b.WriteString("\n" + v.palette.dim("  no events") + "\n")
	}
	if len(x.Entities) > 0 {
		b.WriteString("\n" + v.entities(x.Entities))
	}
	for _, n := range x.Notes {
		b.WriteString(v.palette.dim("  note: "+n.Message) + "\n")
	}
	b.WriteString("\n")
	_, err := io.WriteString(v.w, b.String())
	return err
}

// heading shows title and origin of an article.
func (v *view) heading(a schemas.ArticleInfo) string {
	origin := []string{a.ID}
	for _, s := range []string{a.Source, a.PublishedAt} {
		if s != "" {
			origin = append(origin, s)
		}
	}
	title := ""
	for _, line := range wrap(printable(a.Title), v.width) {
		title += v.palette.bold(line) + "\n"
	}
	return title + v.palette.dim(printable(strings.Join(origin, " · "))) + "\n"
}

// event shows an event as a card: type and status, the evidence, the roles.
func (v *view) event(e schemas.Event, entities []schemas.Entity) string {
	var b strings.Builder
	fmt.Fprintf(&b, "  %s  %s", v.palette.bold(strings.ToUpper(e.Type)), v.status(e.Status))
	if e.Confidence > 0 {
		b.WriteString(v.palette.dim(fmt.Sprintf("  %.0f%%", 100*e.Confidence)))
	}
	b.WriteString("\n")
	for _, line := range wrap(v.evidence(e), v.width-4) {
		b.WriteString("    " + line + "\n")
	}
	for _, r := range rows(e, entities) {
		fmt.Fprintf(&b, "    %s %s", v.palette.cyan(fmt.Sprintf("%-12s", r.name)), r.text)
		if r.value != "" && !strings.EqualFold(r.value, r.text) {
			b.WriteString(v.palette.dim("  = " + r.value))
		}
		b.WriteString("\n")
	}
	return b.String()
}

// status shows a status by a mark that is told apart without colours too.
func (v *view) status(s schemas.Status) string {
	switch s {
	case schemas.Actual:
		return v.palette.green("● actual")
	case schemas.Planned:
		return v.palette.blue("◐ planned")
	case schemas.Possible:
		return v.palette.yellow("○ possible")
	case schemas.Negated:
		return v.palette.red("✕ negated")
	case schemas.Cancelled:
		return v.palette.red("⊘ cancelled")
	}
	return string(s)
}

// evidence is the sentence of an event with its trigger marked.
func (v *view) evidence(e schemas.Event) string {
	runes := []rune(printable(e.Sentence.Text))
	from, to := e.Trigger.Start-e.Sentence.Start, e.Trigger.End-e.Sentence.Start
	if from < 0 || to < from || to > len(runes) {
		return string(runes)
	}
	words := strings.Fields(string(runes[from:to]))
	for i, w := range words {
		words[i] = v.palette.paint("1;4", w)
	}
	trigger := strings.Join(words, " ")
	if !v.palette {
		trigger = "[" + trigger + "]"
	}
	return string(runes[:from]) + trigger + string(runes[to:])
}

// row is one line of a card.
type row struct{ name, text, value string }

// rows lists the roles of an event, then time, amount and, where it is likely, the source.
func rows(e schemas.Event, entities []schemas.Entity) []row {
	var rows []row
	for _, a := range e.Arguments {
		name := entityName(entities, a.EntityID)
		text := oneLine(a.Text)
		if name != "" && name != text {
			text = fmt.Sprintf("%s (%q)", name, text)
		}
		rows = append(rows, row{a.Role, text, a.Value})
	}
	has := func(role string) bool { return slices.ContainsFunc(rows, func(r row) bool { return r.name == role }) }
	if e.Time != nil && !has("time") {
		rows = append(rows, row{"time", oneLine(e.Time.Text), e.Time.Start})
	}
	if e.Amount != nil && !has("amount") {
		rows = append(rows, row{"amount", oneLine(e.Amount.Text), e.Amount.Phrase(digits)})
	}
	if at := e.Attribution; at != nil && at.Likely() {
		source := row{name: "source", text: cmp.Or(entityName(entities, at.EntityID), oneLine(at.Source))}
		if at.Confidence > 0 {
			source.value = fmt.Sprintf("%.0f %% likely", 100*at.Confidence)
		}
		rows = append(rows, source)
	}
	return rows
}

func entityName(entities []schemas.Entity, id string) string {
	i := slices.IndexFunc(entities, func(e schemas.Entity) bool { return id != "" && e.ID == id })
	if i < 0 {
		return ""
	}
	return oneLine(entities[i].Name)
}

// groups are the headings of the entities, in order.
var groups = []struct {
	kind schemas.EntityType
	name string
}{
	{schemas.Organization, "organizations"}, {schemas.Person, "people"}, {schemas.GPE, "countries and places"},
	{schemas.Location, "locations"}, {schemas.Product, "products"},
}

// entities lists names by type, the most salient first.
func (v *view) entities(entities []schemas.Entity) string {
	var b strings.Builder
	for _, g := range groups {
		var of []schemas.Entity
		for _, e := range entities {
			if e.Type == g.kind {
				of = append(of, e)
			}
		}
		if len(of) == 0 {
			continue
		}
		slices.SortStableFunc(of, func(a, b schemas.Entity) int { return cmp.Compare(b.Salience, a.Salience) })
		names := make([]string, len(of))
		for i, e := range of {
			names[i] = oneLine(e.Name)
			if n := len(e.Mentions); n > 1 {
				names[i] += v.palette.dim(fmt.Sprintf(" ×%d", n))
			}
			if i < len(of)-1 {
				names[i] += ","
			}
		}
		const margin = 25
		for i, line := range fill(names, v.width-margin) {
			name := g.name
			if i > 0 {
				name = ""
			}
			fmt.Fprintf(&b, "  %s %s\n", v.palette.purple(fmt.Sprintf("%-*s", margin-3, name)), line)
		}
	}
	return b.String()
}

// oneLine puts a single space for any run of white space.
func oneLine(s string) string { return strings.Join(strings.Fields(printable(s)), " ") }

// printable puts a space for each control character, so that no article can
// send commands to the terminal.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, s)
}

// wrap breaks text between words into lines of at most columns.
func wrap(text string, columns int) []string { return fill(strings.Fields(text), columns) }

// fill puts as many words on a line as go into the columns, colours not counted.
func fill(words []string, columns int) []string {
	var lines []string
	line, used := "", 0
	for _, word := range words {
		n := visible(word)
		if used > 0 && used+1+n > columns {
			lines = append(lines, line)
			line, used = "", 0
		}
		if used > 0 {
			line, used = line+" ", used+1
		}
		line, used = line+word, used+n
	}
	if used > 0 {
		lines = append(lines, line)
	}
	return lines
}

// visible counts the code points of a word without its colour codes.
func visible(word string) int {
	n := 0
	for word != "" {
		before, rest, found := strings.Cut(word, "\x1b[")
		n += utf8.RuneCountInString(before)
		if !found {
			break
		}
		_, word, _ = strings.Cut(rest, "m")
	}
	return n
}

// digits writes a number without an exponent, as long as it has twelve digits
// at most.
func digits(value float64) string { return fmt.Sprintf("%.12g", value) }

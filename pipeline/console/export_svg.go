package console

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"gleaner/schemas"
)

// Measures of a picture of events, in pixels. The evidence is set in a font of
// one width, stretched to it, so that the marks fit whichever font there is.
const (
	drawWidth   = 960
	drawMargin  = 32
	drawAdvance = 8.4 // of one character
	drawColumns = 104 // characters in a line
	drawLine    = 46
)

// Drawing draws the events of articles as one SVG: the evidence of each with
// its trigger and roles marked. It is for one goroutine.
type Drawing struct {
	body   strings.Builder
	y      float64
	events int
}

// maxDrawn bounds the events of one drawing.
const maxDrawn = 500

// Add draws the events of an article.
func (d *Drawing) Add(x *schemas.Extraction) {
	if d.events >= maxDrawn {
		return
	}
	d.y += 52
	d.text(drawMargin, d.y, "title", cmp.Or(line(x.Article.Title, 80), line(firstLine(x.Article.Text), 80), line(x.Article.ID, 80)))
	d.y += 24
	origin := strings.Trim(line(x.Article.Source, 40)+" · "+dateOf(x.Article.PublishedAt), " ·")
	d.text(drawMargin, d.y, "soft", strings.Trim(origin+" · "+plural(len(x.Events), "event"), " ·"))
	for i := range x.Events {
		if d.events++; d.events > maxDrawn {
			d.y += 30
			d.text(drawMargin, d.y, "soft", fmt.Sprintf("%d events are drawn, the rest is left out", maxDrawn))
			return
		}
		d.event(&schemas.EventRecord{Event: x.Events[i], Entities: x.TakingPart(&x.Events[i])})
	}
}

// WriteTo writes the drawing.
func (d *Drawing) WriteTo(w io.Writer) (int64, error) {
	height := int(d.y) + 36
	n, err := fmt.Fprintf(w, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" role="img">
<title>Events</title>
<style>%s</style>
<rect class="paper" width="%d" height="%d"/>
%s</svg>
`, drawWidth, height, drawWidth, height, drawStyle, drawWidth, height, d.body.String())
	if err != nil {
		err = fmt.Errorf("write SVG: %w", err)
	}
	return int64(n), err
}

// event draws one event: a line that names it, the evidence, the values.
func (d *Drawing) event(r *schemas.EventRecord) {
	c := newCard(r, 0)
	d.y += 44
	d.text(drawMargin, d.y, "type", strings.ToUpper(words(c.Type)))
	width := float64(len([]rune(c.Type)))*9.6 + 16
	d.text(drawMargin+width, d.y, "status s-"+statusClass(c.Status), c.Status)
	d.text(drawWidth-drawMargin-36, d.y, "soft", fmt.Sprintf("%d%%", c.Percent))
	for _, row := range wrapPieces(c.Evidence, drawColumns) {
		d.y += drawLine
		d.line(row)
	}
	var values []string
	for _, row := range c.Rows {
		if row.Value != "" {
			values = append(values, row.Role+" = "+row.Value)
		} else if row.Role == "source" {
			values = append(values, "source: "+row.Text)
		}
	}
	if len(values) > 0 {
		d.y += 26
		d.text(drawMargin+10, d.y, "soft", line(strings.Join(values, " · "), 120))
	}
}

// line draws pieces beside one another, each with its marks.
func (d *Drawing) line(pieces []piece) {
	x := float64(drawMargin + 10)
	for _, p := range pieces {
		n := len([]rune(p.Text))
		width := float64(n) * drawAdvance
		class := "word"
		if p.Entity != "" {
			fmt.Fprintf(&d.body, `<rect class="g-%s" x="%.1f" y="%.1f" width="%.1f" height="20" rx="3"/>`, entityClass(p.Entity), x-1, d.y-15, width+2)
		}
		role := roleOf(p)
		if role == "trigger" {
			class = "word trigger"
			fmt.Fprintf(&d.body, `<rect class="f-%s" x="%.1f" y="%.1f" width="%.1f" height="2.5"/>`, statusClass(p.Status), x, d.y+5, width)
		} else if role != "" && role != "mention" {
			fmt.Fprintf(&d.body, `<rect class="mark" x="%.1f" y="%.1f" width="%.1f" height="1.5"/>`, x, d.y+5, width)
		}
		if role != "" && role != "mention" && role != "trigger" {
			d.text(x, d.y-18, "role", words(role))
		}
		if strings.TrimSpace(p.Text) != "" {
			fmt.Fprintf(&d.body, `<text class="%s" x="%.1f" y="%.1f" textLength="%.1f" lengthAdjust="spacingAndGlyphs" xml:space="preserve">%s</text>`, class, x, d.y, width, escapeXML(p.Text))
		}
		x += width
	}
	d.body.WriteByte('\n')
}

func (d *Drawing) text(x, y float64, class, text string) {
	fmt.Fprintf(&d.body, "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>\n", class, x, y, escapeXML(text))
}

// escapeXML leaves out what XML cannot hold.
func escapeXML(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;").Replace(shown(s))
}

// roleOf is the first role of a piece of one event.
func roleOf(p piece) string {
	first, _, _ := strings.Cut(p.Events, " ")
	if p.Status != "" {
		return "trigger"
	}
	_, role, _ := strings.Cut(first, ":")
	return role
}

// wrapPieces breaks pieces into lines at spaces; what is cut keeps its marks.
func wrapPieces(pieces []piece, columns int) [][]piece {
	var lines [][]piece
	var current []piece
	used := 0
	add := func(p piece, word string) {
		if word == "" {
			return
		}
		if n := len(current); n > 0 && current[n-1].Events == p.Events && current[n-1].Number == p.Number && current[n-1].Entity == p.Entity {
			current[n-1].Text += word
		} else {
			p.Text = word
			current = append(current, p)
		}
		used += len([]rune(word))
	}
	for _, p := range pieces {
		for word := range strings.SplitAfterSeq(p.Text, " ") {
			if used > 0 && used+len([]rune(strings.TrimRight(word, " "))) > columns {
				lines = append(lines, current)
				current, used = nil, 0
			}
			add(p, word)
		}
	}
	if len(current) > 0 {
		lines = append(lines, current)
	}
	return lines
}

const drawStyle = `
svg{color-scheme:light dark}
text{font:14px system-ui,"Liberation Sans",sans-serif;fill:#211f1a}
.paper{fill:#fffefb}.title{font:600 22px Charter,Georgia,"Liberation Serif",serif}.soft,.role{fill:#5f594e}.soft{font-size:13px}
.type{font-weight:700;font-size:12.5px;letter-spacing:1px}.word{font:14px ui-monospace,"Liberation Mono",monospace}.trigger{font-weight:700}
.role{font-size:10.5px}.mark{fill:#8a8376}
.g-organization{fill:#dfeafa}.g-person{fill:#d9f0e5}.g-gpe{fill:#efe3f9}.g-location{fill:#f5e9c9}.g-product{fill:#fbe1ea}.g-other{fill:#f1ede3}
.f-actual,.s-actual{fill:#1a663d}.f-planned,.s-planned{fill:#1e55a3}.f-possible,.s-possible{fill:#7d5200}.f-negated,.s-negated{fill:#a32620}.f-cancelled,.s-cancelled{fill:#6b4a63}.f-other,.s-other{fill:#5f594e}
@media (prefers-color-scheme:dark){text{fill:#ece7db}.paper{fill:#1d1b16}.soft,.role{fill:#a9a192}
.g-organization{fill:#1a2b44}.g-person{fill:#14342a}.g-gpe{fill:#33224a}.g-location{fill:#3a2f13}.g-product{fill:#47202f}.g-other{fill:#100f0b}
.f-actual,.s-actual{fill:#7ed3a0}.f-planned,.s-planned{fill:#93bdf6}.f-possible,.s-possible{fill:#e3b65c}.f-negated,.s-negated{fill:#f49c94}.f-cancelled,.s-cancelled{fill:#d3afca}}
`

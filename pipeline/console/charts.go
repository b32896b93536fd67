package console

import (
	"fmt"
	"html/template"
	"math"
	"slices"
	"sort"
	"strings"
	"time"

	"gleaner/schemas"
)

// svg builds a picture. Numbers are ours; text goes through text and attribute,
// which escape it.
type svg struct{ b strings.Builder }

func newSVG(width, height int, label, class string) *svg {
	s := &svg{}
	s.printf(`<svg class="%s" viewBox="0 0 %d %d" width="%d" height="%d" role="img" aria-label="%s" xmlns="http://www.w3.org/2000/svg">`,
		class, width, height, width, height, template.HTMLEscapeString(label))
	return s
}

// printf writes markup; every argument that is a string must be a constant or escaped.
func (s *svg) printf(format string, args ...any) { fmt.Fprintf(&s.b, format, args...) }

func (s *svg) text(x, y float64, class, anchor, text string) {
	s.printf(`<text x="%.1f" y="%.1f" class="%s" text-anchor="%s">%s</text>`, x, y, class, anchor, template.HTMLEscapeString(text))
}

func (s *svg) title(text string) { s.printf("<title>%s</title>", template.HTMLEscapeString(text)) }

func (s *svg) done() template.HTML { return template.HTML(s.b.String() + "</svg>") }

// series is one colour of a chart.
type series struct {
	Name   string
	Values []int
	Total  int
}

// maxSeries is how many types a chart tells apart; the rest is "others".
const maxSeries = 7

// seriesOf orders counts by type, the most frequent first, the rest as one.
func seriesOf(perStep map[string][]int, steps int) []series {
	var all []series
	for name, values := range perStep {
		s := series{Name: name, Values: values}
		for _, n := range values {
			s.Total += n
		}
		all = append(all, s)
	}
	slices.SortFunc(all, func(a, b series) int {
		if a.Total != b.Total {
			return b.Total - a.Total
		}
		return strings.Compare(a.Name, b.Name)
	})
	if len(all) <= maxSeries {
		return all
	}
	others := series{Name: "others", Values: make([]int, steps)}
	for _, s := range all[maxSeries-1:] {
		others.Total += s.Total
		for i, n := range s.Values {
			others.Values[i] += n
		}
	}
	return append(all[:maxSeries-1], others)
}

// timeline says how time is cut into steps.
type timeline struct {
	// Starts are the beginnings of the steps, End that of the one that would follow.
	Starts []time.Time
	End    time.Time
	// Each is the step in words, "day".
	Each string
	name func(time.Time) string
}

// step is a way to cut time: floor is the beginning of the step that a time
// lies in, next that of the step after it.
type step struct {
	each        string
	floor, next func(time.Time) time.Time
	name        func(time.Time) string
}

// maxSteps is how many steps a chart has room for.
const maxSteps = 48

// steps are all ways to cut time, the shortest first. From months on they are
// those of the calendar: what was published in a year belongs to no other.
var steps = []step{
	even("hour", time.Hour, "2 Jan 15:04"), even("3 hours", 3*time.Hour, "2 Jan 15:04"), even("day", 24*time.Hour, "2 Jan"), even("week", 7*24*time.Hour, "2 Jan"),
	months("month", 1, layout("Jan 2006")), months("quarter", 3, quarterName), months("year", 12, layout("2006")), months("10 years", 120, layout("2006")),
}

// even cuts time into steps of one length.
func even(each string, length time.Duration, form string) step {
	return step{
		each: each, name: layout(form),
		floor: func(at time.Time) time.Time { return at.UTC().Truncate(length) },
		next:  func(at time.Time) time.Time { return at.Add(length) },
	}
}

// months cuts time into n months.
func months(each string, n int, name func(time.Time) string) step {
	return step{
		each: each, name: name,
		floor: func(at time.Time) time.Time {
			at = at.UTC()
			month := at.Year()*12 + int(at.Month()) - 1
			return time.Date(0, time.Month(month-month%n+1), 1, 0, 0, 0, 0, time.UTC)
		},
		next: func(at time.Time) time.Time { return at.AddDate(0, n, 0) },
	}
}

func layout(form string) func(time.Time) string {
	return func(at time.Time) string { return at.Format(form) }
}

func quarterName(at time.Time) string { return fmt.Sprintf("%d Q%d", at.Year(), (int(at.Month())+2)/3) }

// timelineOf cuts a span into as many steps as there is room for; of one that
// is longer than that, the end is left.
func timelineOf(first, last time.Time) timeline {
	for _, s := range steps {
		if t := s.cut(first, last); !t.End.IsZero() {
			return t
		}
	}
	return steps[len(steps)-1].cut(last.AddDate(-10*(maxSteps-1), 0, 0), last)
}

// cut cuts a span; its End is zero when there is no room for it.
func (s step) cut(first, last time.Time) timeline {
	t := timeline{Each: s.each, name: s.name}
	at := s.floor(first)
	for ; !at.After(last) && len(t.Starts) <= maxSteps; at = s.next(at) {
		t.Starts = append(t.Starts, at)
	}
	if len(t.Starts) <= maxSteps {
		t.End = at
	}
	return t
}

// lastHour cuts the hour that ends with this minute into minutes.
func lastHour(now time.Time) timeline {
	t := timeline{Each: "minute", name: layout("15:04"), End: now.Truncate(time.Minute).Add(time.Minute)}
	for i := range 60 {
		t.Starts = append(t.Starts, t.End.Add(time.Duration(i-60)*time.Minute))
	}
	return t
}

// step is the step that a time lies in, -1 for none.
func (t timeline) step(at time.Time) int {
	if !at.Before(t.End) {
		return -1
	}
	return sort.Search(len(t.Starts), func(i int) bool { return t.Starts[i].After(at) }) - 1
}

// label names a step.
func (t timeline) label(i int) string { return t.name(t.Starts[i]) }

// niceTop is a round number not below n, and the number of parts it is cut into.
func niceTop(n int) (top, parts int) {
	if n <= 4 {
		return max(n, 1), max(n, 1)
	}
	for unit := 1; ; unit *= 10 {
		for _, step := range []int{1, 2, 5} {
			if step*unit*4 >= n {
				parts = (n + step*unit - 1) / (step * unit)
				return parts * step * unit, parts
			}
		}
	}
}

// stackedBars draws counts by type over time.
func stackedBars(width, height int, t timeline, all []series, class string) template.HTML {
	const left, right, top, bottom = 34, 4, 14, 24
	s := newSVG(width, height, "events by type over time, per "+t.Each, class)
	sums := make([]int, len(t.Starts))
	for _, one := range all {
		for i, n := range one.Values {
			sums[i] += n
		}
	}
	greatest := slices.Max(append([]int{1}, sums...))
	high, parts := niceTop(greatest + greatest/20)
	plot, base := float64(height-top-bottom), float64(height-bottom)
	for i := range parts + 1 {
		y := base - plot*float64(i)/float64(parts)
		s.printf(`<line class="grid" x1="%d" x2="%d" y1="%.1f" y2="%.1f"/>`, left, width-right, y, y)
		s.text(left-6, y+4, "tick", "end", number(high*i/parts))
	}
	column := float64(width-left-right) / float64(len(t.Starts))
	bar := min(max(column*0.72, 1), 56)
	every := int(math.Ceil(74 / column))
	for i := range t.Starts {
		x := left + column*(float64(i)+0.5)
		s.bar(t.label(i), x-bar/2, bar, base, plot/float64(high), all, i)
		if bar >= 16 && sums[i] > 0 {
			s.text(x, base-plot*float64(sums[i])/float64(high)-4, "value", "middle", number(sums[i]))
		}
		if i%every == 0 && (i+every <= len(t.Starts) || i == 0 || column*float64(len(t.Starts)-i) > 60) {
			s.text(max(x, left+20), base+17, "tick", "middle", t.label(i))
		}
	}
	return s.done()
}

// bar draws one stack; hovering it tells its numbers.
func (s *svg) bar(label string, x, width, base, scale float64, all []series, step int) {
	s.printf("<g>")
	lines := []string{label}
	y := base
	for k, one := range all {
		if n := one.Values[step]; n > 0 {
			h := float64(n) * scale
			y -= h
			s.printf(`<rect class="c%d" x="%.1f" y="%.1f" width="%.1f" height="%.1f"/>`, k, x, y, width, max(h-0.7, 0.5))
			lines = append(lines, fmt.Sprintf("%s %d", line(one.Name, 40), n))
		}
	}
	s.title(strings.Join(lines, "\n"))
	s.printf("</g>")
}

// sparkline draws a small line of counts, the newest at the right.
func sparkline(values []int, width, height int) template.HTML {
	s := newSVG(width, height, fmt.Sprintf("%d in the last hour", sum(values)), "spark")
	high := float64(max(slices.Max(append([]int{1}, values...)), 1))
	step := float64(width-2) / float64(max(len(values)-1, 1))
	var points []string
	for i, n := range values {
		points = append(points, fmt.Sprintf("%.1f,%.1f", 1+float64(i)*step, float64(height-2)-float64(n)/high*float64(height-4)))
	}
	s.printf(`<polyline points="%s"/>`, strings.Join(points, " "))
	if n := len(values); n > 0 {
		s.printf(`<circle cx="%.1f" cy="%.1f" r="1.6"/>`, 1+float64(n-1)*step, float64(height-2)-float64(values[n-1])/high*float64(height-4))
	}
	return s.done()
}

func sum(values []int) int {
	n := 0
	for _, v := range values {
		n += v
	}
	return n
}

// columns draws counts per minute, the newest at the right.
func columns(width, height int, values []int, label, class string) template.HTML {
	const left, right, top, bottom = 34, 4, 10, 22
	s := newSVG(width, height, label, class)
	high, parts := niceTop(slices.Max(append([]int{1}, values...)))
	plot, base := float64(height-top-bottom), float64(height-bottom)
	for i := range parts + 1 {
		y := base - plot*float64(i)/float64(parts)
		s.printf(`<line class="grid" x1="%d" x2="%d" y1="%.1f" y2="%.1f"/>`, left, width-right, y, y)
		s.text(left-6, y+4, "tick", "end", number(high*i/parts))
	}
	column := float64(width-left-right) / float64(len(values))
	for i, n := range values {
		if n == 0 {
			continue
		}
		h := plot * float64(n) / float64(high)
		s.printf(`<rect class="c0" x="%.1f" y="%.1f" width="%.1f" height="%.1f">`, left+column*float64(i)+column*0.12, base-h, column*0.76, h)
		s.title(fmt.Sprintf("%d articles, %d min ago", n, len(values)-1-i))
		s.printf("</rect>")
	}
	s.text(left, base+16, "tick", "start", fmt.Sprintf("%d min ago", len(values)))
	s.text(float64(width-right), base+16, "tick", "end", "now")
	return s.done()
}

// network draws an entity among its partners; a line is the thicker, the more
// events they share.
func network(width, height int, center string, partners []schemas.Partner, class string) template.HTML {
	s := newSVG(width, height, fmt.Sprintf("%s and its %d partners", line(center, 60), len(partners)), class)
	cx, cy := float64(width)/2, float64(height)/2
	rx, ry := cx-min(cx*0.42, 130), cy-54
	first := -math.Pi/2 + math.Pi/float64(max(len(partners), 1)) // two of them lie to the left and the right
	if width < 500 {
		first = -math.Pi / 2 // where there is no room for names side by side: above and below
	}
	high := 1
	for _, p := range partners {
		high = max(high, p.Events)
	}
	type spot struct{ x, y float64 }
	spots := make([]spot, len(partners))
	for i := range partners {
		angle := first + 2*math.Pi*float64(i)/float64(len(partners))
		spots[i] = spot{cx + rx*math.Cos(angle), cy + ry*math.Sin(angle)}
		s.printf(`<line class="edge" x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f" stroke-width="%.1f"/>`, cx, cy, spots[i].x, spots[i].y, 1+4*float64(partners[i].Events)/float64(high))
	}
	names := labels{width: float64(width)}
	for i, p := range partners {
		at := spots[i]
		r := 6 + 5*math.Sqrt(float64(p.Events)/float64(high))
		s.printf(`<a href="%s" class="node"><circle class="n-%s" cx="%.1f" cy="%.1f" r="%.1f"/>`, template.HTMLEscapeString(entityURL(p.Entity.ID)), entityClass(string(p.Entity.Type)), at.x, at.y, r)
		dy, away := r+15, 1.0
		if at.y < cy {
			dy, away = -r-7, -1
		}
		name := fmt.Sprintf("%s · %d", line(p.Entity.Name, 26), p.Events)
		x, y := names.place(at.x, at.y+dy, away, name)
		s.text(x, y, "label", "middle", name)
		s.title(fmt.Sprintf("%s: %d events, %s", line(p.Entity.Name, 80), p.Events, countsText(p.Types, 4)))
		s.printf("</a>")
	}
	s.printf(`<circle class="center" cx="%.1f" cy="%.1f" r="15"/>`, cx, cy)
	s.text(cx, cy+33, "label strong", "middle", line(center, 26))
	return s.done()
}

// labels are the names that a picture shows, so that none is written over another.
type labels struct {
	width float64
	boxes []labelBox
}

// labelBox is where a name stands: its middle, and half its length.
type labelBox struct{ x, y, half float64 }

// place finds room for a name near its spot; away, 1 or -1, is the way down or
// up in which it gives way to others.
func (l *labels) place(x, y, away float64, name string) (float64, float64) {
	const lineHeight, glyphs = 14, 11
	half := 3.7 * float64(len([]rune(name)))
	box := labelBox{within(x, half, l.width-half), y, half}
	for range 2 {
		if !slices.ContainsFunc(l.boxes, func(o labelBox) bool {
			return math.Abs(o.y-box.y) < glyphs && math.Abs(o.x-box.x) < o.half+box.half
		}) {
			break
		}
		box.y += away * lineHeight
	}
	l.boxes = append(l.boxes, box)
	return box.x, box.y
}

func within(x, low, high float64) float64 { return min(max(x, low), high) }

// countsText lists the first counts in words.
func countsText(counts []schemas.Count, limit int) string {
	var parts []string
	for _, c := range counts[:min(limit, len(counts))] {
		parts = append(parts, fmt.Sprintf("%s %d", line(c.Name, 40), c.Count))
	}
	return strings.Join(parts, ", ")
}

// moment is one event of a history.
type moment struct {
	kind string
	at   time.Time
}

// history draws the events of an entity over time, a row a type.
func history(width int, moments []moment, class string) template.HTML {
	kinds := tally{}
	var first, last time.Time
	for _, m := range moments {
		kinds[m.kind]++
		if first.IsZero() || m.at.Before(first) {
			first = m.at
		}
		if m.at.After(last) {
			last = m.at
		}
	}
	counts := kinds.counts()
	counts = counts[:min(len(counts), 8)]
	const left, right, rowHeight, bottom = 118, 40, 26, 24
	height := rowHeight*len(counts) + bottom
	s := newSVG(width, height, "events over time by type", class)
	span := last.Sub(first)
	x := func(at time.Time) float64 {
		if span <= 0 {
			return float64(left) + float64(width-left-right)/2
		}
		return left + 8 + float64(width-left-right-16)*float64(at.Sub(first))/float64(span)
	}
	for i, c := range counts {
		y := float64(rowHeight*i) + rowHeight/2
		s.printf(`<line class="grid" x1="%d" x2="%d" y1="%.1f" y2="%.1f"/>`, left, width-right, y, y)
		s.text(left-10, y+4, "tick", "end", line(strings.ReplaceAll(c.Name, "_", " "), 17))
		for _, m := range moments {
			if m.kind == c.Name {
				s.printf(`<circle class="c%d dot" cx="%.1f" cy="%.1f" r="5.5"><title>%s</title></circle>`, i%maxSeries, x(m.at), y, template.HTMLEscapeString(m.kind+" "+m.at.Format(time.DateOnly)))
			}
		}
		s.text(float64(width-right+8), y+4, "tick", "start", number(c.Count))
	}
	base := float64(height - 6)
	if span < 24*time.Hour {
		s.text(float64(left)+float64(width-left-right)/2, base, "tick", "middle", first.Format("2 Jan 2006"))
		return s.done()
	}
	s.text(x(first), base, "tick", "start", first.Format("2 Jan 2006"))
	s.text(x(last), base, "tick", "end", last.Format("2 Jan 2006"))
	return s.done()
}

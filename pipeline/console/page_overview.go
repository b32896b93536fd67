package console

import (
	"cmp"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"time"

	"gleaner/schemas"
)

// picture is a chart drawn for a wide and for a narrow page.
type picture struct{ Wide, Narrow template.HTML }

func pictureOf(draw func(width int, class string) template.HTML, wide, narrow int) picture {
	return picture{draw(wide, "chart wide"), draw(narrow, "chart narrow")}
}

// bars is a list of counts with bars.
type bars struct {
	Title string
	// Kind says what the items are: type, status, source or entity.
	Kind     string
	Items    []barItem
	Greatest int
}

type barItem struct {
	Name, URL, Class string
	Count            int
}

func barsOf(title, kind string, limit int, counts []schemas.Count) bars {
	b := bars{Title: title, Kind: kind}
	for _, c := range counts[:min(len(counts), limit)] {
		item := barItem{Name: line(c.Name, 60), Count: c.Count}
		switch kind {
		case "type":
			item.Name, item.URL = words(c.Name), typeURL(c.Name)
		case "status":
			item.Class, item.URL = statusClass(c.Name), liveURL("status", c.Name)
		case "source":
			item.URL = liveURL("source", c.Name)
			if c.Name == "" {
				item.Name, item.URL = "no source", ""
			}
		}
		b.add(item)
	}
	return b
}

func entityBars(title string, all []schemas.EntitySummary) bars {
	b := bars{Title: title, Kind: "entity"}
	for _, e := range all {
		b.add(barItem{Name: line(e.Name, 60), URL: entityURL(e.ID), Count: e.Events, Class: entityClass(string(e.Type))})
	}
	return b
}

func (b *bars) add(item barItem) {
	b.Items = append(b.Items, item)
	b.Greatest = max(b.Greatest, item.Count)
}

// legend names a colour of a chart.
type legend struct {
	Name, URL string
	Color     int
	Count     int
}

// span is a choice of the time that the overview is about.
type span struct {
	Name, URL string
	Chosen    bool
}

type overview struct {
	Stats      stats
	Spans      []span
	Each       string
	Chart      picture
	Legend     []legend
	Lists      []bars
	Throughput picture
	LastHour   int
	State      *State
	Waiting    int
	Latest     []card
}

// spanChoice is a time the overview can be about, back from the newest event.
type spanChoice struct {
	name, value string
	length      time.Duration
}

var spanChoices = []spanChoice{{"All", "", 0}, {"A year", "year", 365 * 24 * time.Hour}, {"30 days", "month", 30 * 24 * time.Hour}, {"7 days", "week", 7 * 24 * time.Hour}, {"24 hours", "day", 24 * time.Hour}}

// spanOf reads which of them a query asks for.
func spanOf(q url.Values) (spanChoice, error) {
	asked := q.Get("span")
	i := slices.IndexFunc(spanChoices, func(s spanChoice) bool { return s.value == asked })
	if i < 0 {
		return spanChoice{}, badParameter("span", fmt.Sprintf("%.40q is no span", asked), "use year, month, week or day, or leave it out")
	}
	return spanChoices[i], nil
}

// spansFor are all of them, as links that keep the filter.
func spansFor(f filter, chosen spanChoice) []span {
	var all []span
	for _, s := range spanChoices {
		address := f.query()
		address.Set("span", s.value)
		all = append(all, span{Name: s.name, URL: pageURL("/", address), Chosen: s == chosen})
	}
	return all
}

func (c *Console) overviewPage(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	f, err := parseFilter(q)
	if err != nil {
		return err
	}
	chosen, err := spanOf(q)
	if err != nil {
		return err
	}
	o := overview{Spans: spansFor(f, chosen), Stats: c.index.stats(f)}
	if since := o.Stats.Last.Add(-chosen.length); chosen.length > 0 && since.After(f.Since) {
		f.Since = since
		o.Stats = c.index.stats(f)
	}
	c.drawEvents(&o, f)
	o.Lists = []bars{
		barsOf("Event types", "type", 12, o.Stats.Types), entityBars("Organizations", o.Stats.Organizations),
		entityBars("People", o.Stats.People), barsOf("Status", "status", 5, o.Stats.Statuses), barsOf("Sources", "source", 10, o.Stats.Sources),
	}
	minutes := c.index.articlesPerStep(lastHour(c.now()))
	o.LastHour = sum(minutes)
	o.Throughput = pictureOf(func(width int, class string) template.HTML {
		return columns(width, 150, minutes, "articles per minute in the last hour", class)
	}, 340, 340)
	if s, err := c.state.get(r.Context()); err == nil {
		o.State = &s
		for _, lane := range s.Lanes {
			o.Waiting += int(lane.Waiting) + lane.InFlight
		}
	}
	latest, _, err := c.index.eventsBelow(f, 0, 3)
	if err != nil {
		return err
	}
	o.Latest = cardsOf(latest)
	c.render(w, r, http.StatusOK, "overview", "Overview", o)
	return nil
}

// drawEvents draws events over time.
func (c *Console) drawEvents(o *overview, f filter) {
	if o.Stats.Events == 0 {
		return
	}
	t := timelineOf(o.Stats.First, o.Stats.Last)
	o.Each = t.Each
	all := seriesOf(c.index.perStep(f, t, false), len(t.Starts))
	o.Chart = pictureOf(func(width int, class string) template.HTML { return stackedBars(width, 260, t, all, class) }, 1080, 340)
	for i, s := range all {
		l := legend{Name: words(s.Name), Color: i, Count: s.Total}
		if s.Name != "others" {
			l.URL = liveURL("type", s.Name)
		}
		o.Legend = append(o.Legend, l)
	}
}

func cardsOf(all []stored) []card {
	var cards []card
	for i := range all {
		cards = append(cards, all[i].card())
	}
	return cards
}

// card is the event for a page that is not its article's.
func (s *stored) card() card {
	c := newCard(&s.record, -1)
	c.Place = s.place
	if c.Article.Title == "" {
		c.Article.Title = cmp.Or(line(s.title, 160), line(c.Article.ID, 80))
	}
	return c
}

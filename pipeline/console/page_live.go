package console

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"gleaner/schemas"
)

// Pace of the live page.
const (
	statsEvery   = 2 * time.Second
	eventsASlice = 20 // events sent within statsEvery; the rest is counted
	replayed     = 50 // events sent again to a page that was cut off
	streamWrite  = 10 * time.Second
)

type live struct {
	Filter  filter
	Choices []choice
	// Query is the filter of this page, as a query.
	Query string
	Cards []card
	// Older is the page that follows; Newest, on a page of older events, which
	// is not live, the live one.
	Older, Newest string
	// After is the place of what came last when the page was made.
	After string
	Rates rates
}

// choice is an event type that can be filtered by.
type choice struct {
	Name   string
	Chosen bool
	Count  int
}

// rates is what comes in and how the work stands.
type rates struct {
	Types    []rate
	LastHour int
	PerMin   string
	State    *State
	// Skipped is how many events the page lacks because they came too fast; All
	// is where they are.
	Skipped int
	All     string
}

type rate struct {
	Name, URL string
	Count     int
	Spark     template.HTML
}

func (c *Console) livePage(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	f, err := parseFilter(q)
	if err != nil {
		return err
	}
	cursor, err := c.index.cursorOf(q)
	if err != nil {
		return err
	}
	after := c.index.newest() // before they are read, so that none is missed
	all, next, err := c.index.eventsBelow(f, cursor, defaultPage)
	if err != nil {
		return err
	}
	l := live{Filter: f, Query: f.String(), Cards: cardsOf(all), Choices: c.choices(f), After: after}
	if cursor > 0 {
		l.Newest = f.address()
	}
	if next > 0 {
		older := f.query()
		older.Set("cursor", c.index.place(next))
		l.Older = pageURL("/live", older)
	}
	l.Rates = c.rates(r.Context(), f)
	c.render(w, r, http.StatusOK, "live", "Live", l)
	return nil
}

// choices lists the types that occur or are defined.
func (c *Console) choices(f filter) []choice {
	counts := c.index.countsByType()
	for _, t := range c.cfg.Types {
		counts[t.Name] += 0
	}
	for _, t := range f.Types {
		counts[t] += 0
	}
	var all []choice
	for name, n := range counts {
		all = append(all, choice{name, slices.Contains(f.Types, name), n})
	}
	slices.SortFunc(all, func(a, b choice) int {
		if a.Name < b.Name {
			return -1
		}
		return 1
	})
	return all
}

// rates counts what came in the last hour.
func (c *Console) rates(ctx context.Context, f filter) rates {
	perStep := c.index.perStep(f, lastHour(c.now()), true)
	var out rates
	recent := 0
	for name, values := range perStep {
		n := sum(values)
		out.Types = append(out.Types, rate{Name: name, URL: f.only(name).address(), Count: n, Spark: sparkline(values, 96, 22)})
		out.LastHour += n
		recent += sum(values[55:])
	}
	slices.SortFunc(out.Types, func(a, b rate) int {
		if a.Count != b.Count {
			return b.Count - a.Count
		}
		if a.Name < b.Name {
			return -1
		}
		return 1
	})
	out.Types = out.Types[:min(len(out.Types), 14)]
	out.PerMin = strconv.FormatFloat(float64(recent)/5, 'f', 1, 64)
	if s, err := c.state.get(ctx); err == nil {
		out.State = &s
	}
	return out
}

var errTooManyWatch = &requestError{http.StatusServiceUnavailable, "busy", "too many live pages are open", "close some, or start another console"}

// liveStream sends events as they come, as server-sent events: "card" with the
// HTML of a card and its place as id, "rates" every other second.
func (c *Console) liveStream(w http.ResponseWriter, r *http.Request) error {
	f, err := parseFilter(r.URL.Query())
	if err != nil {
		return err
	}
	watcher := c.hub.watch(f)
	if watcher == nil {
		return errTooManyWatch
	}
	defer c.hub.unwatch(watcher)
	s := &stream{console: c, w: w, control: http.NewResponseController(w), watcher: watcher, left: eventsASlice}
	if err := s.control.SetReadDeadline(time.Time{}); err != nil { // the server's would end the stream
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("X-Accel-Buffering", "no") // proxies pass it on at once
	w.WriteHeader(http.StatusOK)
	if err := s.serve(r.Context(), lastSeen(r)); err != nil && r.Context().Err() == nil {
		c.cfg.Log.Debug().Err(err).Msg("live page ended")
	}
	return nil
}

// lastSeen is the place of what a page has shown last: the header comes with a
// reconnect, the parameter with the first request.
func lastSeen(r *http.Request) string {
	return cmp.Or(r.Header.Get("Last-Event-ID"), r.URL.Query().Get("after"))
}

// stream is one live page.
type stream struct {
	console *Console
	w       http.ResponseWriter
	control *http.ResponseController
	watcher *watcher
	sent    uint64
	left    int // events that may still be sent in this slice
	skipped int
}

// serve sends what the page has missed, then what comes. A page that was made
// by another run of the console, or before all stored records were read, is
// told to renew itself: what it shows and what is here have no order in common.
func (s *stream) serve(ctx context.Context, seen string) error {
	after, known := s.console.index.sequenceOf(seen)
	if reading := s.console.intake.reading() > 0; reading || seen != "" && !known {
		return s.renew(ctx)
	}
	if err := s.write("retry: 2000\n\n"); err != nil {
		return err
	}
	if seen != "" {
		if err := s.missed(after); err != nil {
			return err
		}
	}
	return s.run(ctx)
}

// renew waits until all stored records were read.
func (s *stream) renew(ctx context.Context) error {
	tick := time.NewTicker(statsEvery)
	defer tick.Stop()
	for s.console.intake.reading() > 0 {
		if err := s.write(": reading\n\n"); err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
	return s.send("", "renew", nil)
}

// missed sends what came since a page was rendered or cut off.
func (s *stream) missed(after uint64) error {
	all, err := s.console.index.eventsAbove(s.watcher.filter, after, replayed)
	if err != nil {
		return err
	}
	for _, one := range all {
		if err := s.card(one); err != nil {
			return err
		}
	}
	return nil
}

func (s *stream) run(ctx context.Context) error {
	tick := time.NewTicker(statsEvery)
	defer tick.Stop()
	if err := s.rates(ctx); err != nil {
		return err
	}
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
			s.left = eventsASlice
			if err := s.rates(ctx); err != nil {
				return err
			}
		case row := <-s.watcher.events:
			if row.sequence <= s.sent {
				continue // sent as missed
			}
			if s.left--; s.left < 0 {
				s.skipped++
				continue
			}
			all, _, err := s.console.index.records([]*eventRow{row}, false)
			if err != nil || len(all) == 0 {
				continue // replaced meanwhile
			}
			if err := s.card(all[0]); err != nil {
				return err
			}
		}
	}
}

func (s *stream) card(one stored) error {
	body, err := s.console.views.execute("card", one.card())
	if err != nil {
		return err
	}
	s.sent = max(s.sent, one.sequence)
	return s.send(one.place, "card", body)
}

func (s *stream) rates(ctx context.Context) error {
	rates := s.console.rates(ctx, s.watcher.filter)
	s.skipped += s.console.hub.leftOut(s.watcher)
	rates.Skipped, rates.All = s.skipped, s.watcher.filter.address()
	body, err := s.console.views.execute("rates", rates)
	if err != nil {
		return err
	}
	return s.send("", "rates", body)
}

// send writes one server-sent event.
func (s *stream) send(id, event string, body []byte) error {
	var b bytes.Buffer
	if id != "" {
		fmt.Fprintf(&b, "id: %s\n", id)
	}
	fmt.Fprintf(&b, "event: %s\n", event)
	for part := range bytes.SplitSeq(bytes.ReplaceAll(body, []byte("\r"), nil), []byte("\n")) {
		fmt.Fprintf(&b, "data: %s\n", part)
	}
	b.WriteByte('\n')
	return s.write(b.String())
}

func (s *stream) write(text string) error {
	if err := s.control.SetWriteDeadline(time.Now().Add(streamWrite)); err != nil {
		return err
	}
	if _, err := s.w.Write([]byte(text)); err != nil {
		return err
	}
	return s.control.Flush()
}

// HasStatus says whether the filter has chosen a status.
func (l live) HasStatus(s schemas.Status) bool { return slices.Contains(l.Filter.Statuses, string(s)) }

// timeField is a bound of time in the form.
type timeField struct{ Name, Label, Value string }

// Since is the first time that the filter lets through.
func (l live) Since() timeField { return timeField{"since", "From", timeText(l.Filter.Since)} }

// Until is the first that it does not.
func (l live) Until() timeField { return timeField{"until", "Before", timeText(l.Filter.Until)} }

// confidence is a least confidence to choose.
type confidence struct {
	Name, Value string
	Chosen      bool
}

// Confidences are the least confidences to choose from, with that of the filter.
func (l live) Confidences() []confidence {
	chosen := l.Filter.MinConfidence
	values := []float64{0, 0.3, 0.5, 0.7, 0.9}
	if !slices.Contains(values, chosen) {
		values = append(values, chosen)
		slices.Sort(values)
	}
	all := []confidence{{"any", "", chosen == 0}}
	for _, v := range values[1:] {
		all = append(all, confidence{strconv.FormatFloat(100*v, 'g', 4, 64) + "%", strconv.FormatFloat(v, 'g', -1, 64), v == chosen})
	}
	return all
}

// TypesChosen says which types are chosen, in words.
func (l live) TypesChosen() string {
	switch n := len(l.Filter.Types); n {
	case 0:
		return "All types"
	case 1:
		return words(l.Filter.Types[0])
	default:
		return fmt.Sprintf("%d types", n)
	}
}

// APIURL is the same events from the API.
func (l live) APIURL() string {
	u := url.URL{Path: "/v1/events", RawQuery: l.Query}
	return u.String()
}

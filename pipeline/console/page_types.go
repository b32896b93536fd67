package console

import (
	"net/http"

	"gleaner/schemas"
)

type typeList struct {
	Types    []schemas.EventType
	Greatest int
}

func (c *Console) typesPage(w http.ResponseWriter, r *http.Request) error {
	l := typeList{Types: c.types()}
	for _, t := range l.Types {
		l.Greatest = max(l.Greatest, t.Events)
	}
	c.render(w, r, http.StatusOK, "types", "Event types", l)
	return nil
}

type typeDetail struct {
	schemas.EventType
	Statuses bars
	Cards    []card
}

func (c *Console) typePage(w http.ResponseWriter, r *http.Request) error {
	name := r.PathValue("name")
	for _, t := range c.types() {
		if t.Name != name {
			continue
		}
		f := filter{Types: []string{name}}
		all, _, err := c.index.eventsBelow(f, 0, 5)
		if err != nil {
			return err
		}
		d := typeDetail{EventType: t, Cards: cardsOf(all), Statuses: barsOf("Status", "status", 5, c.index.stats(f).Statuses)}
		c.render(w, r, http.StatusOK, "type", words(name), d)
		return nil
	}
	return errNoType
}

// deadPage lists the articles that could not be worked on.
func (c *Console) deadPage(w http.ResponseWriter, r *http.Request) error {
	data := struct {
		Letters []letter
		State   *State
		// Gone is how many of the letters seen were sent again or dropped: which
		// ones, the stream does not tell.
		Gone int
	}{Letters: c.intake.newestLetters(maxLetters)}
	if s, err := c.state.get(r.Context()); err == nil {
		data.State = &s
		if data.Gone = len(data.Letters) - int(min(s.Dead, maxLetters)); s.Dead == 0 {
			data.Letters = nil
		}
	}
	data.Letters = first(data.Letters, 100)
	c.render(w, r, http.StatusOK, "dead", "Dead letters", data)
	return nil
}

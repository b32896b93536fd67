package console

import (
	"html/template"
	"net/http"
	"net/url"
	"strings"

	"gleaner/schemas"
)

type entityList struct {
	Query    string
	Kind     string
	Entities []schemas.EntitySummary
	Kinds    []schemas.EntityType
	// More is the page that follows.
	More string
}

func (c *Console) entitiesPage(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	text, err := textOf(q, "q")
	if err != nil {
		return err
	}
	kinds, err := kindsOf(q)
	if err != nil {
		return err
	}
	l := entityList{Query: text, Kind: strings.Join(kinds, ","), Kinds: schemas.EntityTypes()}
	cursor, err := c.index.cursorOf(q)
	if err != nil {
		return err
	}
	var next uint64
	if l.Entities, next = c.index.search(text, kinds, cursor, 100); next > 0 {
		l.More = pageURL("/entities", url.Values{"q": {l.Query}, "type": {l.Kind}, "cursor": {c.index.place(next)}})
	}
	c.render(w, r, http.StatusOK, "entities", "Entities", l)
	return nil
}

type entityProfile struct {
	Profile  *schemas.EntityProfile
	Links    []string
	Types    bars
	Partners bars
	Network  picture
	History  picture
	Cards    []card
	More     string
}

// maxMoments bounds the dots of a history.
const maxMoments = 400

func (c *Console) entityPage(w http.ResponseWriter, r *http.Request) error {
	p, newest, rows, err := c.index.profile(r.PathValue("id"), 20)
	if err != nil {
		return err
	}
	v := entityProfile{Profile: p, Links: links(p.Links), Types: barsOf("Events by type", "type", 10, p.Types)}
	v.Partners = bars{Title: "Partners", Kind: "entity"}
	for _, partner := range p.Partners {
		v.Partners.add(barItem{Name: line(partner.Entity.Name, 60), URL: entityURL(partner.Entity.ID), Count: partner.Events, Class: entityClass(string(partner.Entity.Type))})
	}
	if len(p.Partners) > 0 {
		few := p.Partners[:min(len(p.Partners), 7)]
		v.Network = picture{
			network(780, 180+18*len(p.Partners), p.Entity.Name, p.Partners, "chart network wide"),
			network(340, 240+14*len(few), p.Entity.Name, few, "chart network narrow"),
		}
	}
	var moments []moment
	for _, row := range rows[:min(len(rows), maxMoments)] {
		moments = append(moments, moment{row.kind, row.article.when()})
	}
	if len(moments) > 0 {
		v.History = pictureOf(func(width int, class string) template.HTML { return history(width, moments, class) }, 780, 340)
	}
	v.Cards = cardsOf(newest)
	if len(rows) > len(p.Events) {
		v.More = "/live?" + url.Values{"entity": {p.Entity.ID}}.Encode()
	}
	c.render(w, r, http.StatusOK, "entity", line(p.Entity.Name, 80), v)
	return nil
}

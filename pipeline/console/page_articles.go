package console

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"gleaner/schemas"
)

type articleList struct {
	List   schemas.ArticleList
	Source string
	Query  string
	Older  string
}

func (c *Console) articlesPage(w http.ResponseWriter, r *http.Request) error {
	list, err := c.articles(r)
	if err != nil {
		return err
	}
	q := r.URL.Query()
	l := articleList{List: list, Source: q.Get("source"), Query: q.Get("q")}
	if list.Next != "" {
		l.Older = pageURL("/articles", url.Values{"source": {l.Source}, "q": {l.Query}, "limit": {q.Get("limit")}, "cursor": {list.Next}})
	}
	c.render(w, r, http.StatusOK, "articles", "Articles", l)
	return nil
}

// articleView is an article with its evidence.
type articleView struct {
	ID, Title, Source, Date, Language string
	// Untitled says that the title is the first line of the text.
	Untitled bool
	// URL is where it was published, "" when that is no web address.
	URL        string
	Paragraphs []paragraph
	// Cut says that only the beginning of the text is shown.
	Cut      bool
	Cards    []card
	Near     []Explanation
	Entities []entityItem
	Layers   []layer
	Notes    []schemas.Note
	Producer string
	// Prefix is before the ids of its cards, where a page shows several articles.
	Prefix string
	// Static views link to nothing and hold their own JSON and annotations.
	Static bool
	// JSON and Brat are the extraction as text; where they are empty they are
	// fetched when wanted.
	JSON, Brat string
	// Explained says that the cards hold their explanations.
	Explained bool
}

// layer is a kind of marks that can be hidden.
type layer struct {
	Class, Name string
	Count       int
}

// entityItem is an entity in the list beside the text.
type entityItem struct {
	Number   int
	ID, Type string
	Name     string
	Aliases  string
	Links    []string
	Mentions int
	Salience int
}

// HasText says whether the text is at hand.
func (v *articleView) HasText() bool { return len(v.Paragraphs) > 0 }

// Long says whether the text is so long that what is out of sight should not
// be laid out: it then scrolls smoothly, at the price of a rough scroll bar.
func (v *articleView) Long() bool { return len(v.Paragraphs) > 80 }

// newArticleView prepares an extraction with its text for the page.
func newArticleView(x *schemas.Extraction) *articleView {
	a := x.Article
	v := &articleView{
		ID: a.ID, Title: cmp.Or(line(a.Title, 160), firstLine(a.Text), line(a.ID, 80)), Untitled: line(a.Title, 160) == "" && a.Text != "", Source: line(a.Source, 60), Date: dateOf(a.PublishedAt), Language: line(a.Language, 10),
		URL: webAddress(a.URL), Cut: a.Length > maxShownText && a.Text != "", Notes: x.Notes,
		Producer: line(strings.TrimSpace(x.Producer.Engine+" "+x.Producer.Version), 60),
	}
	if a.Text != "" {
		v.Paragraphs = highlight(x, a.Text, 0, marksOf(x))
	}
	for i := range x.Events {
		record := schemas.EventRecord{ArticleID: a.ID, Event: x.Events[i], Entities: x.TakingPart(&x.Events[i]), Article: a}
		v.Cards = append(v.Cards, newCard(&record, i))
	}
	counts := tally{}
	for i, e := range x.Entities {
		counts[entityClass(string(e.Type))]++
		v.Entities = append(v.Entities, entityItem{
			Number: i, ID: e.ID, Type: entityClass(string(e.Type)), Name: line(e.Name, 100), Aliases: aliases(e.Aliases), Links: links(e.Links),
			Mentions: len(e.Mentions), Salience: percent(e.Salience),
		})
	}
	slices.SortStableFunc(v.Entities, func(a, b entityItem) int { return cmp.Compare(b.Salience, a.Salience) })
	names := map[schemas.EntityType]string{schemas.Organization: "Organizations", schemas.Person: "People", schemas.GPE: "Countries", schemas.Location: "Places", schemas.Product: "Products"}
	for _, t := range schemas.EntityTypes() {
		if n := counts[string(t)]; n > 0 {
			v.Layers = append(v.Layers, layer{string(t), names[t], n})
		}
	}
	if len(x.Events) > 0 {
		v.Layers = append(v.Layers, layer{"event", "Events", len(x.Events)})
	}
	return v
}

// webAddress is a URL that may stand in a link, else "".
func webAddress(s string) string {
	u, err := url.Parse(s)
	if err != nil || len(s) > 2000 || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return ""
	}
	return u.String()
}

func aliases(all []string) string {
	var out []string
	for _, a := range all[:min(len(all), 5)] {
		out = append(out, line(a, 60))
	}
	return strings.Join(out, ", ")
}

// links lists identifiers elsewhere, sorted by scheme.
func links(all map[string]string) []string {
	var out []string
	for scheme, id := range all {
		out = append(out, line(scheme, 20)+" "+line(id, 40))
	}
	slices.Sort(out)
	return out[:min(len(out), 6)]
}

// explain puts the explanations on the cards. Those of events that were nearly
// found come after.
func (v *articleView) explain(all []Explanation) {
	v.Explained = true
	used := make([]bool, len(all))
	for i := range v.Cards {
		c := &v.Cards[i]
		for k := range all {
			if !used[k] && all[k].Reported && all[k].Type == c.Type && c.triggeredBy(all[k].Trigger) {
				c.Why, used[k] = &all[k], true
				break
			}
		}
	}
	for k := range all {
		if !all[k].Reported {
			v.Near = append(v.Near, all[k])
		}
	}
	slices.SortStableFunc(v.Near, func(a, b Explanation) int { return cmp.Compare(b.Confidence, a.Confidence) })
	v.Near = v.Near[:min(len(v.Near), 8)]
}

// triggeredBy says whether the evidence shows the trigger.
func (c *card) triggeredBy(trigger string) bool {
	var b strings.Builder
	for _, p := range c.Evidence {
		if p.Status != "" {
			b.WriteString(p.Text)
		}
	}
	return b.String() == shown(trigger)
}

func (c *Console) articlePage(w http.ResponseWriter, r *http.Request) error {
	x, err := c.index.extraction(r.PathValue("id"))
	if err != nil {
		return err
	}
	v := newArticleView(x)
	if r.URL.Query().Get("why") != "" && v.HasText() {
		all, err := c.explanations(r.Context(), x)
		if err != nil {
			return err
		}
		v.explain(all)
	}
	for i := range v.Cards {
		if v.HasText() {
			v.Cards[i].WhyURL = articleURL(v.ID) + "?why=1#" + url.PathEscape(v.Cards[i].Anchor)
		}
	}
	c.render(w, r, http.StatusOK, "article", v.Title, v)
	return nil
}

// whyFragment is the explanation of one event of an article.
func (c *Console) whyFragment(w http.ResponseWriter, r *http.Request) error {
	x, err := c.index.extraction(r.PathValue("id"))
	if err != nil {
		return err
	}
	all, err := c.explanations(r.Context(), x)
	if err != nil {
		return err
	}
	v := newArticleView(x)
	v.explain(all)
	for _, card := range v.Cards {
		if card.ID == r.URL.Query().Get("event") {
			return c.fragment(w, "why", card.Why)
		}
	}
	return errGone
}

// explanations works on a stored article again, with the engine of this console.
func (c *Console) explanations(ctx context.Context, x *schemas.Extraction) (all []Explanation, err error) {
	a := &schemas.Article{
		ID: x.Article.ID, Source: x.Article.Source, URL: x.Article.URL, Title: x.Article.Title, Text: x.Article.Text,
		Language: x.Article.Language, PublishedAt: x.Article.PublishedAt,
	}
	if strings.TrimSpace(a.Text) == "" {
		return nil, errGone
	}
	err = c.work(ctx, func(ctx context.Context) error {
		all, err = c.cfg.Engine.Explain(ctx, a)
		return err
	})
	return all, err
}

// standalone gives a view what it would otherwise fetch.
func (v *articleView) standalone(x *schemas.Extraction, brat func(*schemas.Extraction) string) error {
	body, err := json.MarshalIndent(x, "", "  ")
	if err != nil {
		return err
	}
	v.Static, v.JSON, v.Brat = true, string(body), brat(x)
	return nil
}

package export

import (
	"encoding/xml"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"gleaner/schemas"
)

// graph writes one GraphML network of all articles: entities are nodes, and
// two entities that take part in an event are joined by an edge for it, from the
// first role to the second.
type graph struct {
	out   io.Writer
	nodes map[string]*node
	edges []edge
}

type node struct {
	name, kind string
	articles   int
}

type edge struct {
	from, to  string
	event     schemas.Event
	roles     string
	article   string
	published string
}

func newGraph(out io.Writer) *graph { return &graph{out: out, nodes: map[string]*node{}} }

func (w *graph) write(d *document) error {
	for _, e := range d.x.Entities {
		n := w.nodes[e.ID]
		if n == nil {
			n = &node{name: e.Name, kind: string(e.Type)}
			w.nodes[e.ID] = n
		}
		n.articles++
	}
	for _, e := range d.x.Events {
		var parties []schemas.Argument
		for _, a := range e.Arguments {
			if w.nodes[a.EntityID] != nil {
				parties = append(parties, a)
			}
		}
		for i, a := range parties {
			for _, b := range parties[i+1:] {
				if a.EntityID != b.EntityID {
					w.edges = append(w.edges, edge{a.EntityID, b.EntityID, e, a.Role + " - " + b.Role, d.x.Article.ID, d.x.Article.PublishedAt})
				}
			}
		}
	}
	return nil
}

// graphKeys are the attributes of nodes and edges.
var graphKeys = []struct{ id, of, kind string }{
	{"name", "node", "string"}, {"entity_type", "node", "string"}, {"articles", "node", "int"},
	{"type", "edge", "string"}, {"status", "edge", "string"}, {"confidence", "edge", "double"}, {"roles", "edge", "string"},
	{"article_id", "edge", "string"}, {"published_at", "edge", "string"}, {"event_id", "edge", "string"},
	{"attribution", "edge", "string"}, {"attribution_confidence", "edge", "double"},
}

func (w *graph) end() error {
	var b strings.Builder
	b.WriteString(xml.Header + `<graphml xmlns="http://graphml.graphdrawing.org/xmlns">` + "\n")
	for _, k := range graphKeys {
		fmt.Fprintf(&b, ` <key id="%s" for="%s" attr.name="%s" attr.type="%s"/>`+"\n", k.id, k.of, k.id, k.kind)
	}
	b.WriteString(` <graph edgedefault="directed">` + "\n")
	for _, id := range sortedKeys(w.nodes) {
		n := w.nodes[id]
		fmt.Fprintf(&b, `  <node id="%s">%s%s%s</node>`+"\n", escape(id), value("name", n.name), value("entity_type", n.kind), value("articles", fmt.Sprint(n.articles)))
	}
	for i, e := range w.edges {
		fmt.Fprintf(&b, `  <edge id="e%d" source="%s" target="%s">%s%s%s%s%s%s%s%s</edge>`+"\n", i, escape(e.from), escape(e.to),
			value("type", e.event.Type), value("status", string(e.event.Status)), value("confidence", fmt.Sprintf("%.3f", e.event.Confidence)),
			value("roles", e.roles), value("article_id", e.article), value("published_at", e.published), value("event_id", e.event.ID), source(e.event))
	}
	b.WriteString(" </graph>\n</graphml>\n")
	_, err := io.WriteString(w.out, b.String())
	return err
}

// source is to whom the event is credited, "" for nobody.
func source(e schemas.Event) string {
	if e.Attribution == nil {
		return ""
	}
	data := value("attribution", e.Attribution.Source)
	if p := credibility(e); p != "" {
		data += value("attribution_confidence", p)
	}
	return data
}

func value(key, text string) string { return `<data key="` + key + `">` + escape(text) + "</data>" }

// escape makes text fit for XML; what XML cannot hold becomes U+FFFD.
func escape(text string) string {
	var b strings.Builder
	if err := xml.EscapeText(&b, []byte(text)); err != nil {
		return "" // a strings.Builder takes everything
	}
	return b.String()
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

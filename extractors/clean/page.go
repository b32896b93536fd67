package clean

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// page is the tree of a web page. Nodes are in document order, so that the
// subtree of node i is the nodes i to nodes[i].end.
//
// It is built from the tokenizer rather than by html.Parse, because the bytes
// that a text stands at must be known, and because nothing may recurse: pages
// nested ten thousand deep are read like any other.
type page struct {
	raw   string
	nodes []node
}

// node is an element or, with tag 0 and no name, a text.
type node struct {
	parent int32
	// end is behind the last node of the subtree.
	end int32
	// from and to are the bytes of a text in the source.
	from, to int32
	kind     nodeKind
	tag      atom.Atom
	// names are class, id and the like of an element.
	names string
	// hidden: the page does not show it.
	hidden bool
}

type nodeKind uint8

const (
	element nodeKind = iota
	text
)

// readPage builds the tree. meta is called for every element of the head and
// for those anywhere that may carry a date or a title.
func readPage(raw string, meta *metadata) *page {
	p := &page{raw: raw, nodes: make([]node, 1, len(raw)/80+16)}
	p.nodes[0] = node{parent: -1, tag: atom.Html}
	z := html.NewTokenizer(strings.NewReader(raw))
	open, at := int32(0), 0
	for {
		kind := z.Next()
		from := at
		at += len(z.Raw())
		switch kind {
		case html.ErrorToken:
			p.closeTo(open, -1)
			return p
		case html.TextToken:
			if tag := p.nodes[open].tag; tag == atom.Script || tag == atom.Title {
				meta.text(tag, p.nodes[open].names, raw[from:at])
			}
			p.nodes = append(p.nodes, node{parent: open, kind: text, from: int32(from), to: int32(at)})
			p.nodes[len(p.nodes)-1].end = int32(len(p.nodes))
		case html.StartTagToken, html.SelfClosingTagToken:
			open = p.start(z, open, kind == html.SelfClosingTagToken, meta)
		case html.EndTagToken:
			name, _ := z.TagName()
			open = p.closing(open, atom.Lookup(name))
		}
	}
}

// start adds an element and returns the one that is open then.
func (p *page) start(z *html.Tokenizer, open int32, selfClosing bool, meta *metadata) int32 {
	name, more := z.TagName()
	tag := atom.Lookup(name)
	n := node{tag: tag, hidden: apartElements[string(name)]}
	for more {
		var key, value []byte
		key, value, more = z.TagAttr()
		n.attribute(string(key), string(value), meta)
	}
	meta.element(tag)
	if tag == atom.Html || tag == atom.Body && open == 0 {
		if tag == atom.Html {
			return open
		}
	}
	open = p.implied(open, tag)
	n.parent = open
	p.nodes = append(p.nodes, n)
	at := int32(len(p.nodes) - 1)
	if void[tag] || selfClosing && tag == 0 {
		p.nodes[at].end = at + 1
		return open
	}
	return at
}

// attribute takes what is needed of one attribute.
func (n *node) attribute(key, value string, meta *metadata) {
	meta.attribute(key, value)
	switch key {
	case "class", "id", "itemprop", "role", "data-component", "data-testid", "type":
		if n.names != "" {
			n.names += " "
		}
		n.names += value
		n.hidden = n.hidden || forReaders.MatchString(value)
	case "hidden":
		n.hidden = n.hidden || value != "until-found"
	case "style":
		style := strings.ReplaceAll(strings.ToLower(value), " ", "")
		n.hidden = n.hidden || strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden")
	case "aria-hidden":
		n.hidden = n.hidden || value == "true"
	}
}

// forReaders are classes of what only a screen reader reads.
var forReaders = regexp.MustCompile(`(^|\s)(sr-only|screen-reader-text|screenreader|visually-?hidden|a11y-hidden)(\s|$)`)

// apartElements of AMP pages (https://amp.dev/documentation/components) hold
// no prose of the article.
var apartElements = map[string]bool{
	"amp-ad": true, "amp-sidebar": true, "amp-consent": true, "amp-user-notification": true, "amp-social-share": true,
	"amp-embed": true, "amp-sticky-ad": true, "amp-next-page": true, "amp-iframe": true, "amp-lightbox": true,
}

// implied closes the elements that the start of another one closes, as HTML
// allows to leave out their end tags.
func (p *page) implied(open int32, tag atom.Atom) int32 {
	closes, within := impliedEnd(tag)
	if len(closes) == 0 {
		return open
	}
	for at, depth := open, 0; at > 0 && depth < 16; at, depth = p.nodes[at].parent, depth+1 {
		for _, c := range closes {
			if p.nodes[at].tag == c {
				p.closeTo(open, p.nodes[at].parent)
				return p.nodes[at].parent
			}
		}
		for _, w := range within {
			if p.nodes[at].tag == w {
				return open
			}
		}
	}
	return open
}

// impliedEnd returns the elements that a start tag closes, and those that it
// does not look beyond.
func impliedEnd(tag atom.Atom) (closes, within []atom.Atom) {
	switch {
	case tag == atom.Li:
		return []atom.Atom{atom.Li}, []atom.Atom{atom.Ul, atom.Ol, atom.Menu}
	case tag == atom.Dt || tag == atom.Dd:
		return []atom.Atom{atom.Dt, atom.Dd}, []atom.Atom{atom.Dl}
	case tag == atom.Tr:
		return []atom.Atom{atom.Tr}, []atom.Atom{atom.Table}
	case tag == atom.Td || tag == atom.Th:
		return []atom.Atom{atom.Td, atom.Th}, []atom.Atom{atom.Tr, atom.Table}
	case tag == atom.Option:
		return []atom.Atom{atom.Option}, []atom.Atom{atom.Select}
	case block[tag]:
		return []atom.Atom{atom.P}, []atom.Atom{atom.Div, atom.Td, atom.Th, atom.Li, atom.Section, atom.Article, atom.Body, atom.Blockquote, atom.Button}
	}
	return nil, nil
}

// maxUnclosed bounds how far up an end tag looks for its start.
const maxUnclosed = 64

// closing handles an end tag; one without a start is passed over.
func (p *page) closing(open int32, tag atom.Atom) int32 {
	if tag == 0 {
		if open > 0 && p.nodes[open].tag == 0 {
			p.closeTo(open, p.nodes[open].parent)
			return p.nodes[open].parent
		}
		return open
	}
	for at, depth := open, 0; at > 0 && depth < maxUnclosed; at, depth = p.nodes[at].parent, depth+1 {
		if p.nodes[at].tag == tag {
			p.closeTo(open, p.nodes[at].parent)
			return p.nodes[at].parent
		}
		if block[p.nodes[at].tag] && !block[tag] {
			return open // a stray end tag does not close the block it stands in
		}
	}
	return open
}

// closeTo ends the open elements from at up to, not including, the ancestor.
func (p *page) closeTo(at, ancestor int32) {
	for ; at != ancestor && at >= 0; at = p.nodes[at].parent {
		p.nodes[at].end = int32(len(p.nodes))
	}
}

// show makes the texts of a paragraph visible again.
func (p *page) show(para *paragraph) {
	for i := para.from; i < para.to; i++ {
		p.nodes[i].hidden = false
	}
}

func atoms(tags ...atom.Atom) map[atom.Atom]bool {
	set := make(map[atom.Atom]bool, len(tags))
	for _, tag := range tags {
		set[tag] = true
	}
	return set
}

// void elements have no content.
var void = atoms(atom.Area, atom.Base, atom.Br, atom.Col, atom.Embed, atom.Hr, atom.Img, atom.Input, atom.Link, atom.Meta,
	atom.Param, atom.Source, atom.Track, atom.Wbr)

// block elements begin and end a paragraph.
var block = atoms(atom.Address, atom.Article, atom.Aside, atom.Blockquote, atom.Body, atom.Center, atom.Dd, atom.Details,
	atom.Dialog, atom.Div, atom.Dl, atom.Dt, atom.Fieldset, atom.Figcaption, atom.Figure, atom.Footer, atom.Form, atom.H1,
	atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Header, atom.Hgroup, atom.Hr, atom.Li, atom.Main, atom.Nav, atom.Ol,
	atom.P, atom.Pre, atom.Section, atom.Summary, atom.Table, atom.Tbody, atom.Td, atom.Tfoot, atom.Th, atom.Thead, atom.Tr,
	atom.Ul, atom.Option, atom.Html, atom.Head)

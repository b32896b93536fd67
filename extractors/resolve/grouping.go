package resolve

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"gleaner/extractors/doc"
)

// maxChoices bounds how many entities are compared for one form, so that an
// article of ten thousand people of one surname takes linear time.
const maxChoices = 16

// grouping brings the forms of an article together, fullest first.
type grouping struct {
	stage *Stage
	d     *doc.Doc
	forms []form
	// formOf leads from kind and text to the form, ofMention from mention to form.
	formOf    map[written]int32
	ofMention []int32
	clusters  []cluster
	// byKey finds clusters by the whole form, byWord by one of its words,
	// byInitials by the first letters, byRow by what the knowledge base knows of.
	byKey      map[keyed]int32
	byWord     map[keyed][]int32
	byInitials map[keyed][]int32
	byRow      map[keyed][]int32
	// lastSeen is the last mention of each cluster so far.
	lastSeen []int32
	// tallies count the mentions that are written alike, tallyAt finds them by
	// spelling, tallyOf by mention; explained are those of common abbreviations.
	tallies   []tally
	tallyAt   map[string]int32
	tallyOf   []int32
	explained []int32
	spelling  []byte
	// parts is room for the names that divide makes.
	parts []doc.Mention
}

type written struct {
	kind doc.Kind
	text string
}

type keyed struct {
	kind doc.Kind
	key  string
}

// cluster is an entity in the making.
type cluster struct {
	kind doc.Kind
	// lead is the fullest form, which came first; forms are all.
	lead  int32
	forms []int32
}

func newGrouping() *grouping {
	return &grouping{
		formOf: map[written]int32{}, byKey: map[keyed]int32{}, tallyAt: map[string]int32{},
		byWord: map[keyed][]int32{}, byInitials: map[keyed][]int32{}, byRow: map[keyed][]int32{},
	}
}

func (g *grouping) reset(s *Stage, d *doc.Doc) {
	g.stage, g.d = s, d
	clear(g.forms)
	clear(g.clusters)
	g.forms, g.clusters = g.forms[:0], g.clusters[:0]
	g.ofMention, g.lastSeen = g.ofMention[:0], g.lastSeen[:0]
	clear(g.formOf)
	clear(g.byKey)
	clear(g.byWord)
	clear(g.byInitials)
	clear(g.byRow)
}

// readForms collects the distinct forms in order of appearance.
func (g *grouping) readForms() {
	for i := range g.d.Mentions {
		if m := &g.d.Mentions[i]; m.Form == doc.Name && g.stage.knowledge.Never(g.d.TextOf(m.Range)) {
			m.Kind = doc.NoKind
		}
		m := g.d.Mentions[i]
		if !m.Kind.Named() || m.Form != doc.Name {
			g.ofMention = append(g.ofMention, none)
			continue
		}
		w := written{m.Kind, g.d.TextOf(m.Range)}
		at, known := g.formOf[w]
		if !known {
			at = int32(len(g.forms))
			g.formOf[w] = at
			g.forms = append(g.forms, g.stage.newForm(g.d, m))
		}
		g.ofMention = append(g.ofMention, at)
		if i > 0 && g.forms[at].introducedBy == none && g.inBrackets(g.d.Mentions[i-1], m) {
			g.forms[at].introducedBy = g.ofMention[i-1]
		}
	}
}

// inBrackets says whether b stands in brackets right behind a: "Acme Mining
// Union (AMU)", "Acme Corp <ACM>".
func (g *grouping) inBrackets(a, b doc.Mention) bool {
	tokens := g.d.Tokens
	if a.Kind != b.Kind || a.End+1 != b.First || int(b.End) >= len(tokens) {
		return false
	}
	switch closing := tokens[b.End].Lower; tokens[a.End].Lower {
	case ",":
		// "the Zorbury Miners Union, ZMU, said": no list of two goes like this.
		return a.Len() > 2 && b.Len() == 1 && tokens[b.First].Shape.Is(doc.AllUpper) && (closing == "," || closing == ".") &&
			(int(b.End)+1 == len(tokens) || !tokens[b.End+1].Shape.Is(doc.Initial))
	case "``", "\"":
		return b.Len() == 1 && (closing == "''" || closing == "\"")
	case "(":
		return tokens[b.End].Lower == ")"
	case "<":
		return tokens[b.End].Lower == ">"
	case "[":
		return tokens[b.End].Lower == "]"
	}
	return false
}

// group gives each form its cluster, forms of many words first.
func (g *grouping) group() {
	order := make([]int32, len(g.forms))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int {
		x, y := &g.forms[a], &g.forms[b]
		return cmp.Or(cmp.Compare(len(y.words), len(x.words)), cmp.Compare(rank(x), rank(y)), cmp.Compare(a, b))
	})
	for _, i := range order {
		g.place(i)
	}
}

// rank puts acronyms behind other single words.
func rank(f *form) int {
	if f.acronym {
		return 1
	}
	return 0
}

// place puts the form in the one cluster it fits, remembers the choice when
// several fit, and begins a cluster when none does or it is above them.
func (g *grouping) place(i int32) {
	f := &g.forms[i]
	for _, key := range [2]string{f.key, f.turned()} {
		if c, ok := g.byKey[keyed{f.kind, key}]; ok && key != "" {
			g.join(i, c)
			return
		}
	}
	switch fitting := g.fitting(f); {
	case len(fitting) == 1:
		g.join(i, fitting[0])
	case len(fitting) > 1 && !f.holdsAll():
		f.choices = fitting
	default:
		g.begin(i)
	}
}

func (g *grouping) join(i, c int32) {
	f := &g.forms[i]
	f.cluster = c
	g.clusters[c].forms = append(g.clusters[c].forms, i)
	g.byKey[keyed{f.kind, f.key}] = c
	if turned := f.turned(); turned != "" {
		if _, taken := g.byKey[keyed{f.kind, turned}]; !taken {
			g.byKey[keyed{f.kind, turned}] = c
		}
	}
}

func (g *grouping) begin(i int32) {
	f := &g.forms[i]
	c := int32(len(g.clusters))
	g.clusters = append(g.clusters, cluster{kind: f.kind, lead: i})
	g.join(i, c)
	for at, word := range f.words {
		if !slices.Contains(f.words[:at], word) {
			addChoice(g.byWord, keyed{f.kind, word}, c)
		}
	}
	if id := g.stage.ofArticle(f); id != "" {
		addChoice(g.byRow, keyed{f.kind, id}, c)
	}
	if f.kind == doc.GPE {
		return
	}
	for _, initials := range acronymsOf(f.words) {
		addChoice(g.byInitials, keyed{f.kind, initials}, c)
	}
	if n := len(f.whole); n > len(f.words) {
		addChoice(g.byInitials, keyed{f.kind, initials(f.whole, minorWords)}, c)
	} else if n > 3 && g.stage.generic(f.last()) {
		addChoice(g.byInitials, keyed{f.kind, initials(f.words[:len(f.words)-1], minorWords)}, c)
	}
}

func addChoice(index map[keyed][]int32, k keyed, c int32) {
	if all := index[k]; len(all) < maxChoices {
		index[k] = append(all, c)
	}
}

// assign sets Mention.Entity, where a form has several choices by the entity
// that was named last, and lists the entities in order of first mention.
func (g *grouping) assign() {
	entityOf := make([]int32, len(g.clusters))
	for i := range entityOf {
		entityOf[i] = none
		g.lastSeen = append(g.lastSeen, none)
	}
	g.d.Entities = g.d.Entities[:0]
	for i := range g.d.Mentions {
		m := &g.d.Mentions[i]
		m.Entity = doc.NoEntity
		if g.ofMention[i] == none {
			continue
		}
		f := &g.forms[g.ofMention[i]]
		c := f.cluster
		if c == none {
			c = g.chosen(f, m)
			g.clusters[c].forms = append(g.clusters[c].forms, g.ofMention[i])
		}
		g.lastSeen[c] = int32(i)
		if entityOf[c] == none {
			entityOf[c] = int32(len(g.d.Entities))
			g.d.Entities = append(g.d.Entities, doc.Entity{Kind: m.Kind})
		}
		m.Entity = entityOf[c]
	}
	g.order(entityOf)
}

// order sorts the clusters as the entities stand in the document.
func (g *grouping) order(entityOf []int32) {
	sorted := make([]cluster, len(g.d.Entities))
	for c, e := range entityOf {
		if e != none {
			sorted[e] = g.clusters[c]
		}
	}
	g.clusters = append(g.clusters[:0], sorted...)
}

// chosen is the entity that a form with several choices stands for here. An
// article that once calls an organization by a short form goes on so.
func (g *grouping) chosen(f *form, m *doc.Mention) int32 {
	if f.kind != doc.Organization {
		return g.choose(f, m)
	}
	c, ok := g.byKey[keyed{f.kind, f.key}]
	if !ok {
		c = g.choose(f, m)
		g.byKey[keyed{f.kind, f.key}] = c
	}
	return c
}

// choose takes the choice that was named last before the mention and that
// agrees with the honorific before it; the one that is named first when none was.
func (g *grouping) choose(f *form, m *doc.Mention) int32 {
	wanted := unknown
	if m.First > 0 {
		wanted = honorificGender(g.d.Tokens[m.First-1].Lower)
	}
	best, seen := f.choices[0], int32(-2)
	for _, c := range f.choices {
		if wanted != unknown {
			given := g.stage.genderOf(g.forms[g.clusters[c].forms[0]].first())
			if given != unknown && given != wanted {
				continue
			}
		}
		if g.lastSeen[c] > seen || seen == none && f.kind == doc.Organization && g.clusters[c].lead < g.clusters[best].lead {
			best, seen = c, g.lastSeen[c]
		}
	}
	return best
}

// name gives each entity its fullest form as name and the others as aliases,
// in order of appearance.
func (g *grouping) name() {
	for e := range g.clusters {
		c, entity := &g.clusters[e], &g.d.Entities[e]
		slices.Sort(c.forms)
		c.forms = slices.Compact(c.forms)
		best := c.forms[0]
		for _, f := range c.forms[1:] {
			if fuller(&g.forms[f], &g.forms[best]) {
				best = f
			}
		}
		entity.Name = g.forms[best].text
		entity.Aliases = nil
		for _, f := range c.forms {
			if f != best {
				entity.Aliases = append(entity.Aliases, g.forms[f].text)
			}
		}
	}
}

// fuller says whether a names more of the thing than b.
func fuller(a, b *form) bool {
	if a.acronym != b.acronym {
		return b.acronym
	}
	if len(a.words) != len(b.words) {
		return len(a.words) > len(b.words)
	}
	if a.key == b.key && shouts(a.text) != shouts(b.text) {
		return shouts(b.text)
	}
	return utf8.RuneCountInString(a.text) > utf8.RuneCountInString(b.text)
}

// shouts says whether a name is in capitals alone, as headlines and datelines are.
func shouts(text string) bool { return strings.ToUpper(text) == text && strings.ToLower(text) != text }

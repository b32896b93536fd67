package resolve

import (
	"slices"
	"strings"

	"gleaner/extractors/doc"
	"gleaner/extractors/lexicons"
)

// linker finds the rows of the knowledge base that entities of one article are.
type linker struct {
	s *Stage
	d *doc.Doc
	// countries counts the entities that name each country; regions are the names
	// of the places.
	countries map[string]int
	regions   map[string]bool
	// divisions counts the states and provinces named, by country.
	divisions map[string]int
	// settings are the countries that the article names, or something well known in.
	settings map[string]bool
	// words are those of the article, nil until somebody asks.
	words map[string]bool
}

func newLinker(s *Stage, d *doc.Doc) *linker {
	l := &linker{s: s, d: d, countries: map[string]int{}, regions: map[string]bool{}, divisions: map[string]int{}, settings: map[string]bool{}}
	for i := range d.Entities {
		switch e := &d.Entities[i]; e.Kind {
		case doc.GPE, doc.Location:
			l.regions[e.Name], l.regions[s.regionOf(e.Name)] = true, true
			if code := s.only(doc.GPE, e.Name); code != "" {
				l.countries[code]++
			} else if code := s.division(e.Name); code != "" {
				country, _, _ := strings.Cut(code, "-")
				l.divisions[country]++
			}
			l.setting(e)
		case doc.Organization:
			if !s.ofAnyCountry(e.Name) {
				l.setting(e)
			}
		}
	}
	for i := range d.Tokens {
		t := &d.Tokens[i]
		if !t.Shape.Is(doc.Initial) || !s.gazetteer.Kinds(t.Lower).Has(lexicons.Demonym) || i > 0 && continental[d.Tokens[i-1].Lower] {
			continue
		}
		// "American" is said of more than one country.
		for _, r := range s.knowledge.Find(doc.Nationality, d.Slice(t.Span)) {
			l.countries[r.Country]++
		}
	}
	for code := range l.countries {
		l.settings[code] = true
	}
	for code := range l.divisions {
		l.settings[code] = true
	}
	return l
}

// continental words make something else of a demonym: "South American".
var continental = wordSet("south north latin central")

// setting remembers the countries of the widely known things that an entity may be.
func (l *linker) setting(e *doc.Entity) {
	for _, r := range l.find(e.Kind, e.Name) {
		if r.Rank >= lexicons.Wide && r.Country != "" {
			l.settings[r.Country] = true
		}
	}
}

// abroad says whether the article tells where it is set, and not in the row's country.
func (l *linker) abroad(r *lexicons.Row) bool {
	return r.Country != "" && len(l.settings) > 0 && !l.settings[r.Country]
}

// ofAnyCountry says whether many countries have a body of such a name: "Congress",
// "Department of Labor", "Conservative Party"; a long name hardly occurs twice.
func (s *Stage) ofAnyCountry(name string) bool {
	const long = 4
	words := strings.Fields(strings.ToLower(name))
	if len(words) == 0 || len(words) >= long || len(words) > 1 && s.gazetteer.Kinds(words[0]).Has(lexicons.Country|lexicons.Demonym) {
		return false
	}
	first, last := fold(words[0]), fold(words[len(words)-1])
	return nationless[last] || s.gazetteer.Kinds(last).Has(lexicons.OrganizationHead) ||
		len(words) > 1 && (words[1] == "of" || words[1] == "for") && s.gazetteer.Kinds(first).Has(lexicons.OrganizationHead)
}

// nationless names of bodies complete the gazetteer's heads.
var nationless = wordSet("congress conservatives democrats house labour liberals republicans representatives senate treasury")

// follows says whether a name of the place stands right behind a mention of the
// entity and a comma: "Paris, Texas"; or the word "state" behind it.
func (l *linker) follows(entity int32, place string) (named, asState bool) {
	tokens := l.d.Tokens
	for i := range l.d.Mentions {
		m := &l.d.Mentions[i]
		if m.Entity != entity || m.Form != doc.Name || int(m.End)+1 >= len(tokens) {
			continue
		}
		asState = asState || tokens[m.End].Lower == "state"
		if tokens[m.End].Lower == "," && i+1 < len(l.d.Mentions) && l.d.Mentions[i+1].First == m.End+1 && place != "" {
			behind := l.d.TextOf(l.d.Mentions[i+1].Range)
			named = named || behind == place || l.s.regionOf(behind) == place
		}
	}
	return named, asState
}

// only returns the id of the one row that a name surely means, "" when there
// are several or none: a country that shares its name with no state, an
// organization that is listed once.
func (s *Stage) only(kind doc.Kind, name string) string {
	if !s.knowledge.Knows(kind, name) {
		return ""
	}
	id := ""
	for _, r := range s.knowledge.Find(kind, name) {
		switch {
		case r.Rank == lexicons.Listed:
			return r.ID
		case kind == doc.GPE && r.Rank < lexicons.Division, r.Rank == lexicons.Unsure:
			continue
		case id != "" && id != r.ID, kind == doc.GPE && r.Rank == lexicons.Division:
			return ""
		}
		id = r.ID
	}
	return id
}

// ofArticle returns the id of the row that a form surely means, among the forms
// of one article: there, "Calif." is the state and so is "California".
func (s *Stage) ofArticle(f *form) string {
	id := s.only(f.kind, f.text)
	if id == "" && f.kind == doc.GPE {
		return s.division(f.text)
	}
	return id
}

// regionOf is the full name of the state or province that a name is, "" for
// none: "Texas" for "Tex.".
func (s *Stage) regionOf(name string) string {
	if id := s.division(name); id != "" {
		for _, r := range s.knowledge.Find(doc.GPE, name) {
			if r.ID == id {
				return strings.TrimSuffix(r.Region, " State")
			}
		}
	}
	return ""
}

// division returns the id of the one state or province of that name, unless it
// is a country's too.
func (s *Stage) division(name string) string {
	if !s.knowledge.Knows(doc.GPE, name) {
		return ""
	}
	id := ""
	for _, r := range s.knowledge.Find(doc.GPE, name) {
		switch {
		case r.Rank > lexicons.Division, r.Rank == lexicons.Division && id != "":
			return ""
		case r.Rank == lexicons.Division:
			id = r.ID
		}
	}
	return id
}

// How much speaks for a row. A row is taken when at least enough does, and
// clearly more than for any other.
const (
	enough = 3.0
	margin = 1.0
	// ofRegion: the article names its state; ofCountry: its country; ofTrade: it
	// uses a word of its trade; ofForm: it names the legal form.
	ofRegion = 3.0
	// ofState: the word "state" stands behind it, or other states of its country are named.
	ofState   = 2.0
	ofCountry = 2.0
	ofTrade   = 2.0
	ofForm    = 2.0
	// ofAbroad speaks against a town, or a body that any country may have, of a
	// country that an article set elsewhere does not name.
	ofAbroad = -3.0
)

// prior is what the name alone says.
var prior = [...]float64{
	lexicons.Unsure: 1, lexicons.Plain: 3, lexicons.Wide: 3.5, lexicons.Division: 3.5, lexicons.Capital: 4, lexicons.Sovereign: 5, lexicons.Listed: 20,
}

// link returns the row that an entity is, and whether it goes by the entity's
// name; ok is false when none is sure enough.
func (l *linker) link(entity int32) (best lexicons.Row, byName, ok bool) {
	e := &l.d.Entities[entity]
	rows, byName := l.rows(e)
	score, second := 0.0, 0.0
	for i := range rows {
		switch x := l.score(entity, &rows[i], len(rows)); {
		case x > score:
			if best.ID != rows[i].ID {
				second = score
			}
			best, score = rows[i], x
		case x > second && rows[i].ID != best.ID:
			second = x
		}
	}
	return best, byName, score >= enough && score-second >= margin
}

// rows are those that go by the entity's fullest name, by the name without its
// legal form, or by an alias that names as much.
func (l *linker) rows(e *doc.Entity) (rows []lexicons.Row, byName bool) {
	rows = l.find(e.Kind, e.Name)
	if len(rows) == 0 && e.Kind == doc.Organization {
		rows = slices.DeleteFunc(l.find(e.Kind, l.s.incorporated(e.Name)), func(r lexicons.Row) bool { return r.Rank == lexicons.Unsure })
	}
	if len(rows) > 0 {
		return rows, true
	}
	for _, alias := range e.Aliases {
		if l.asFull(e, alias) {
			rows = append(rows, l.find(e.Kind, alias)...)
		}
	}
	return rows, false
}

// incorporated is what is left of a company's name without its legal form.
func (s *Stage) incorporated(name string) string {
	words := strings.Fields(name)
	folded := make([]string, len(words))
	for i, w := range words {
		folded[i] = fold(strings.ToLower(w))
	}
	return strings.Join(words[:len(s.withoutLegalForm(folded))], " ")
}

func (l *linker) find(kind doc.Kind, name string) []lexicons.Row {
	if !l.s.knowledge.Knows(kind, name) {
		return nil
	}
	return l.s.knowledge.Find(kind, name)
}

// asFull says whether an alias tells as much as the name: an acronym, several
// words, or all of the name but generic words. What the name says more must not
// tell another body: neither words that the acronym stands for ("Central Bank of
// Zorbia (CBZ)"), nor whose it is ("Liberty Party of Zorbia").
func (l *linker) asFull(e *doc.Entity, alias string) bool {
	rest, begins := strings.CutPrefix(e.Name, alias)
	if alias == strings.ToUpper(alias) && len(alias) > 2 {
		return !slices.Contains(acronymsOf(l.s.normalWords(e)), fold(strings.ToLower(alias)))
	}
	if strings.Contains(alias, " ") {
		return !begins || !strings.HasPrefix(rest, " of ") && !strings.HasPrefix(rest, " for ")
	}
	if !begins {
		return false
	}
	for _, w := range strings.Fields(strings.ToLower(rest)) {
		if w = fold(w); !genericWords[w] && !l.s.gazetteer.Kinds(w).Has(lexicons.LegalForm) {
			return false
		}
	}
	return true
}

// score weighs the prior of a row and what the article says for it.
func (l *linker) score(entity int32, r *lexicons.Row, namesakes int) float64 {
	e := &l.d.Entities[entity]
	x := prior[r.Rank]
	if e.Kind != doc.Organization {
		if r.Rank == lexicons.Plain && namesakes > 1 {
			x = 1
		}
		if r.Region != "" && r.Region != e.Name && l.regions[r.Region] {
			x += ofRegion
		}
		if r.Country != r.ID && l.countries[r.Country] > 0 {
			x += ofCountry
		}
		if r.Rank == lexicons.Plain && l.abroad(r) {
			x += ofAbroad
		}
		if namesakes > 1 {
			x += l.besideIt(entity, r)
		}
		return x
	}
	if l.tradeNamed(r) {
		x += ofTrade
	}
	if r.Rank < lexicons.Listed && isPublic(r) && l.s.ofAnyCountry(e.Name) && l.abroad(r) {
		x += ofAbroad
	}
	if r.Country != "" && r.Country != "US" && l.countries[r.Country] > 0 {
		x += ofCountry / 2
	}
	if r.Rank == lexicons.Unsure && l.s.gazetteer.Kinds(lastWord(e.Name)).Has(lexicons.LegalForm) {
		x += ofForm
	}
	return x
}

// isPublic says whether a row is a country's authority, party or the like: "us-fcc".
func isPublic(r *lexicons.Row) bool {
	country, _, ok := strings.Cut(r.ID, "-")
	return ok && strings.EqualFold(country, r.Country)
}

// besideIt is what the words around the names of a place say for one of several
// that share them.
func (l *linker) besideIt(entity int32, r *lexicons.Row) float64 {
	x := 0.0
	region := r.Region
	if region == l.d.Entities[entity].Name {
		region = ""
	}
	named, asState := l.follows(entity, region)
	if named {
		x += ofRegion
	}
	if r.Rank == lexicons.Division && (asState || l.divisions[r.Country] > 0) {
		x += ofState
	}
	return x
}

func lastWord(name string) string { return name[strings.LastIndexByte(name, ' ')+1:] }

// tradeNamed says whether the article uses a word of the row's trade.
func (l *linker) tradeNamed(r *lexicons.Row) bool {
	if r.Words == "" {
		return false
	}
	if l.words == nil {
		l.words = make(map[string]bool, len(l.d.Tokens)/2)
		for i := range l.d.Tokens {
			l.words[l.d.Tokens[i].Lower] = true
			l.words[l.d.Tokens[i].Lemma] = true
		}
	}
	for w := range strings.SplitSeq(r.Words, " ") {
		if l.words[w] {
			return true
		}
	}
	return false
}

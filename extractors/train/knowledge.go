package train

import (
	"cmp"
	"embed"
	"encoding/csv"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"gleaner/extractors/doc"
	"gleaner/extractors/lexicons"
	"gleaner/extractors/treebank"
)

//go:embed knowledge/*.csv
var knowledgeFiles embed.FS

// knowledge gathers the rows of the knowledge base.
type knowledge struct {
	entries []lexicons.Entry
	// codes are the countries' ISO codes by name.
	codes map[string]string
	// capitals are the names of capitals by code.
	capitals map[string]bool
	// large are the large cities, by code and name.
	large map[string]largeCity
	// taken are the entries written by hand, by kind and name.
	taken map[string]int
	// kinds are those of the gazetteer.
	kinds map[string]lexicons.Kinds
	// ordinary says whether a word is more than a name.
	ordinary func(word string) bool
}

// gatherKnowledge reads the gazetteers and the lists written by hand. kinds
// are those of the gazetteer: a company's name that is also a surname or a town
// is not enough to tell it.
func gatherKnowledge(folder string, kinds map[string]lexicons.Kinds) ([]lexicons.Entry, error) {
	documents, err := treebank.Read(filepath.Join(folder, "data", "treebank", "ewt.train.conllu.gz"))
	if err != nil {
		return nil, err
	}
	common := map[string]bool{}
	for _, d := range documents {
		for _, w := range d.Words() {
			if w.Tag != doc.NoTag && !w.Tag.Proper() && w.Form == strings.ToLower(w.Form) {
				common[w.Lemma], common[w.Form] = true, true
			}
		}
	}
	k := &knowledge{
		codes: map[string]string{}, capitals: map[string]bool{}, large: map[string]largeCity{}, taken: map[string]int{}, kinds: kinds,
		ordinary: func(word string) bool {
			const other = lexicons.Surname | lexicons.GivenName | lexicons.City | lexicons.State | lexicons.Region | lexicons.Country
			return common[word] || kinds[word].Has(other)
		},
	}
	dir := filepath.Join(folder, "data", "gazetteers")
	for _, read := range []func(string) error{k.countries, k.divisions, k.cities, k.organizations, k.stocks} {
		if err := read(dir); err != nil {
			return nil, err
		}
	}
	return k.entries, nil
}

// symbol adds the stock symbol of an organization, a name of kind Misc.
func (k *knowledge) symbol(e lexicons.Entry, id string) {
	_, symbol, _ := strings.Cut(id, ":")
	if len(symbol) > 1 {
		e.Kind, e.Names = doc.Misc, []string{symbol}
		k.entries = append(k.entries, e)
	}
}

// add adds an entry; empty names are left out.
func (k *knowledge) add(e lexicons.Entry) {
	e.Names = slices.DeleteFunc(e.Names, func(name string) bool { return strings.TrimSpace(name) == "" })
	for _, name := range e.Names {
		k.taken[e.Kind.String()+" "+strings.ToLower(name)] = len(k.entries)
	}
	k.entries = append(k.entries, e)
}

// countries are rows of kind GPE, and their demonyms of kind Nationality.
func (k *knowledge) countries(dir string) error {
	var all []country
	if err := readJSON(filepath.Join(dir, "countries.json.gz"), &all); err != nil {
		return err
	}
	more, err := countryNames()
	if err != nil {
		return err
	}
	if all, err = withFormer(all, more); err != nil {
		return err
	}
	for _, c := range all {
		names := append([]string{c.Name.Common, c.Name.Official}, more[c.CCA2]...)
		for _, name := range c.Spelling {
			if len(name) > 3 {
				names = append(names, name)
			}
		}
		for _, name := range names {
			k.codes[strings.ToLower(name)] = c.CCA2
		}
		for _, capital := range c.Capital {
			k.capitals[c.CCA2+" "+strings.TrimSuffix(capital, " D.C.")] = true
		}
		link := doc.Link{Scheme: iso3166, ID: c.CCA2}
		k.add(lexicons.Entry{Names: names, Origin: lexicons.FromCountries, Row: lexicons.Row{
			ID: c.CCA2, Kind: doc.GPE, Rank: lexicons.Sovereign, Country: c.CCA2, Links: []doc.Link{link}}})
		k.add(lexicons.Entry{Names: []string{c.Demonyms.Eng.M, c.Demonyms.Eng.F}, Origin: lexicons.FromCountries, Row: lexicons.Row{
			ID: c.CCA2, Kind: doc.Nationality, Rank: lexicons.Sovereign, Country: c.CCA2, Links: []doc.Link{link}}})
	}
	return nil
}

// withFormer adds former names of countries, and countries that are no more.
func withFormer(all []country, names map[string][]string) ([]country, error) {
	known := map[string]bool{}
	for i := range all {
		known[all[i].CCA2] = true
	}
	err := eachRow("countries.csv", func(r []string) error {
		former := strings.Split(r[1], ";")
		if !known[r[0]] {
			gone := country{CCA2: r[0]}
			gone.Name.Common, former = former[0], former[1:]
			all = append(all, gone)
		}
		names[r[0]] = append(names[r[0]], former...)
		return nil
	})
	return all, err
}

// The schemes of identifiers, as records write them.
const (
	iso3166  = "iso3166"
	geonames = "geonames"
	ticker   = "ticker"
	own      = "gleaner"
)

func (k *knowledge) divisions(string) error {
	return eachRow("places.csv", func(r []string) error {
		names := append([]string{r[1]}, strings.Split(r[2], ";")...)
		k.add(lexicons.Entry{Names: names, Origin: lexicons.FromHand, Row: lexicons.Row{
			ID: r[0], Kind: doc.GPE, Rank: lexicons.Division, Country: r[3], Region: r[1], Links: []doc.Link{{Scheme: iso3166, ID: r[0]}}}})
		return nil
	})
}

// largeCity is a city that its name means where nothing else is known. Region is
// the division that tells it from namesakes in its country, "" where the first is meant.
type largeCity struct {
	aliases []string
	region  string
}

// cities: of two with one name in one division, the first stays.
func (k *knowledge) cities(dir string) error {
	if err := eachRow("cities.csv", func(r []string) error {
		k.large[r[1]+" "+r[0]] = largeCity{strings.Split(r[2], ";"), r[3]}
		return nil
	}); err != nil {
		return err
	}
	file, err := open(filepath.Join(dir, "world-cities.csv.gz"))
	if err != nil {
		return err
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		return fmt.Errorf("read cities: %w", err)
	}
	for _, row := range rows[1:] {
		name, region, id := row[0], row[2], row[3]
		code := k.codes[strings.ToLower(row[1])]
		rank, names := lexicons.Plain, []string{name}
		if c, large := k.large[code+" "+name]; large && (c.region == "" || c.region == region) {
			delete(k.large, code+" "+name)
			rank, names = lexicons.Wide, append(names, c.aliases...)
		}
		if k.capitals[code+" "+name] {
			delete(k.capitals, code+" "+name)
			rank = lexicons.Capital
			if code == "US" {
				names = append(names, "Washington D.C.", "Washington DC")
			}
		}
		k.add(lexicons.Entry{Names: names, Origin: lexicons.FromGeoNames, Row: lexicons.Row{
			ID: id, Kind: doc.GPE, Rank: rank, Country: code, Region: region, Links: []doc.Link{{Scheme: geonames, ID: id}}}})
	}
	if missing := slices.Sorted(maps.Keys(k.large)); len(missing) > 0 {
		return fmt.Errorf("cities.csv: not in the list of cities, or not written as there: %s", strings.Join(missing, ", "))
	}
	return nil
}

// organizations are those written by hand.
func (k *knowledge) organizations(string) error {
	return eachRow("organizations.csv", func(r []string) error {
		row := lexicons.Row{ID: r[0], Kind: doc.Organization, Rank: lexicons.Wide, Country: r[3], Words: strings.ReplaceAll(r[5], ";", " "),
			Links: []doc.Link{{Scheme: own, ID: r[0]}}}
		if r[4] != "" {
			row.Links = append(row.Links, doc.Link{Scheme: ticker, ID: r[4]})
		}
		names := append([]string{r[1]}, strings.Split(r[2], ";")...)
		if len(names) == 2 && names[1] == "" && k.ordinary(strings.ToLower(r[1])) {
			row.Rank = lexicons.Plain
		}
		e := lexicons.Entry{Names: names, Origin: lexicons.FromHand, Row: row}
		k.add(e)
		if r[4] != "" {
			k.symbol(e, r[4])
		}
		return nil
	})
}

// listed is what we read of an entry of the lists of stocks.
type listed struct{ Symbol, Name, MarketCap, Country, Industry, Sector string }

// widelyKnown is the market value in dollars from which on a name that is also
// a word still means the company.
const widelyKnown = 50e9

// stocks are the listed companies, one row for all papers of an issuer: that of
// the highest value, then of the shortest symbol.
func (k *knowledge) stocks(dir string) error {
	type paper struct {
		listed
		exchange string
		value    float64
	}
	issuers := map[string]paper{}
	var order []string
	for _, exchange := range []string{"nyse", "nasdaq", "amex"} {
		var all []listed
		if err := readJSON(filepath.Join(dir, exchange+".json.gz"), &all); err != nil {
			return err
		}
		for _, l := range all {
			name, common := issuer(l.Name)
			if name == "" || !common {
				continue
			}
			p := paper{l, strings.ToUpper(exchange), 0}
			p.value, _ = strconv.ParseFloat(l.MarketCap, 64)
			old, known := issuers[name]
			if !known {
				order = append(order, name)
			}
			if !known || cmp.Or(cmp.Compare(p.value, old.value), cmp.Compare(len(old.Symbol), len(p.Symbol))) > 0 {
				issuers[name] = p
			}
		}
	}
	for _, name := range order {
		p := issuers[name]
		names, id := k.shortened(name), p.exchange+":"+p.Symbol
		if at, ok := k.byHand(names); ok {
			if e := &k.entries[at]; !slices.ContainsFunc(e.Links, func(l doc.Link) bool { return l.Scheme == ticker }) {
				e.Links = append(e.Links, doc.Link{Scheme: ticker, ID: id})
			}
			continue
		}
		rank := lexicons.Plain
		if p.value >= widelyKnown {
			rank = lexicons.Wide
		} else if k.ordinary(strings.ToLower(names[len(names)-1])) {
			rank = lexicons.Unsure
		}
		e := lexicons.Entry{Names: names, Origin: lexicons.FromStocks, Row: lexicons.Row{
			ID: id, Kind: doc.Organization, Rank: rank, Country: k.codes[strings.ToLower(p.Country)], Words: tradeWords(p.listed),
			Links: []doc.Link{{Scheme: ticker, ID: id}}}}
		k.add(e)
		k.symbol(e, id)
	}
	return nil
}

// byHand finds the entry written by hand that has one of the names.
func (k *knowledge) byHand(names []string) (at int, ok bool) {
	for _, name := range names {
		at, ok := k.taken[doc.Organization.String()+" "+strings.ToLower(name)]
		if ok && k.entries[at].Origin == lexicons.FromHand {
			return at, true
		}
	}
	return 0, false
}

// shortened lists a company's name with and without its legal forms. What is
// left is never a place alone: "Washington Trust Bancorp" is not "Washington".
func (k *knowledge) shortened(name string) []string {
	names := []string{name}
	for {
		cut := strings.TrimRight(legalForm.ReplaceAllString(name, ""), ", ")
		if cut == name || len(cut) < 3 || k.kinds[strings.ToLower(cut)].Has(place) {
			return names
		}
		name = cut
		names = append(names, name)
	}
}

// tradeWords are the words of industry and sector that tell something.
func tradeWords(l listed) string {
	var words []string
	for _, w := range strings.FieldsFunc(strings.ToLower(l.Industry+" "+l.Sector), func(r rune) bool { return r < 'a' || r > 'z' }) {
		if len(w) > 3 && !vagueTrade[w] && !slices.Contains(words, w) {
			words = append(words, w)
		}
	}
	return strings.Join(words, " ")
}

var vagueTrade = map[string]bool{
	"other": true, "goods": true, "products": true, "services": true, "general": true, "major": true, "miscellaneous": true, "consumer": true,
	"industrial": true, "industries": true, "equipment": true, "related": true, "specialty": true, "specialities": true, "technology": true, "basic": true,
}

// eachRow calls visit with each row behind the heading of a list written by hand.
func eachRow(file string, visit func([]string) error) error {
	in, err := knowledgeFiles.Open("knowledge/" + file)
	if err != nil {
		return fmt.Errorf("open knowledge: %w", err)
	}
	defer in.Close()
	rows, err := csv.NewReader(in).ReadAll()
	if err != nil {
		return fmt.Errorf("read %s: %w", file, err)
	}
	for i, row := range rows[1:] {
		if err := visit(row); err != nil {
			return fmt.Errorf("%s:%d: %w", file, i+2, err)
		}
	}
	return nil
}

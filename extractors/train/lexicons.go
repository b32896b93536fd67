package train

import (
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"gleaner/extractors/lexicons"
)

// lexiconDate is the day of the sources, written on the cards.
const lexiconDate = "2026-11-24"

// Lexicons compiles the word lists of the data folder into dir, the folder of
// package lexicons: clusters, gazetteer and links (the knowledge base), each with its card. The
// same folder gives the same bytes.
func Lexicons(dataFolder, dir string) error {
	source := filepath.Join(dataFolder, "data")
	clusters, words, err := compileClusters(filepath.Join(source, "clusters", "glove-kmeans.tsv.gz"))
	if err != nil {
		return fmt.Errorf("compile clusters: %w", err)
	}
	vectors, err := compileVectors(filepath.Join(source, "vectors"))
	if err != nil {
		return fmt.Errorf("compile vectors: %w", err)
	}
	names, err := gatherNames(filepath.Join(source, "gazetteers"))
	if err != nil {
		return fmt.Errorf("compile gazetteer: %w", err)
	}
	entries, err := gatherKnowledge(dataFolder, names.kinds)
	if err != nil {
		return fmt.Errorf("compile links: %w", err)
	}
	links, err := lexicons.EncodeKnowledge(entries)
	if err != nil {
		return fmt.Errorf("compile links: %w", err)
	}
	for _, list := range []struct {
		card lexicons.Card
		file []byte
	}{
		{lexicons.Card{Name: "clusters", Entries: words, Origins: clusterOrigins,
			Summary: "Words in lower case with their clusters of 64, 512 and 2048, k-means over GloVe 100d."}, clusters},
		{lexicons.Card{Name: "vectors", Entries: vectorWords, Origins: vectorOrigins,
			Summary: "The most frequent words in lower case with their GloVe vectors of 100 dimensions, a byte each."}, vectors},
		{lexicons.Card{Name: "gazetteer", Entries: len(names.kinds), Origins: nameOrigins,
			Summary: "Names and words with what they can be: countries, cities, persons, companies, agencies, titles."},
			lexicons.EncodeGazetteer(names.kinds)},
		{lexicons.Card{Name: "links", Entries: len(entries), Origins: linkOrigins,
			Summary: "The knowledge base: companies with tickers, countries, divisions and cities with ISO 3166 codes and GeoNames numbers, agencies, courts, parties, media; by all their names."},
			links},
	} {
		if err := writeLexicon(dir, list.card, list.file); err != nil {
			return err
		}
	}
	return nil
}

var (
	clusterOrigins = []lexicons.Origin{{Source: "GloVe 6B vectors (Pennington et al. 2014), clustered by k-means", Licence: "PDDL 1.0"}}
	vectorOrigins  = []lexicons.Origin{{Source: "GloVe 6B vectors (Pennington et al. 2014)", Licence: "PDDL 1.0"}}
	linkOrigins    = []lexicons.Origin{
		{Source: "us-stocks lists of NASDAQ, NYSE and AMEX", Licence: "none stated (facts)"},
		{Source: "mledoze/countries", Licence: "ODbL 1.0"},
		{Source: "GeoNames, by datasets/world-cities", Licence: "CC BY 4.0"},
		{Source: "lists written for Gleaner, extractors/train/knowledge", Licence: "Apache 2.0"},
		{Source: "Universal Dependencies English EWT, train: which names are also words", Licence: "CC BY-SA 4.0"},
	}
	nameOrigins = append(slices.Clone(linkOrigins[:3]),
		lexicons.Origin{Source: "first names and surnames, by smashew/NameDatabases", Licence: "Unlicense"},
		lexicons.Origin{Source: "Freebase lists of agencies, brands, newspapers, products, teams, universities", Licence: "CC BY 2.5"},
		lexicons.Origin{Source: "dariusk/corpora: Fortune 500, US federal agencies, nationalities, terrorist organizations", Licence: "CC0 1.0"},
		lexicons.Origin{Source: "word lists written for Gleaner, extractors/train/words", Licence: "Apache 2.0"})
)

func writeLexicon(dir string, card lexicons.Card, file []byte) error {
	sum := sha256.Sum256(file)
	card.SHA256 = hex.EncodeToString(sum[:])
	card.Date, card.Command = lexiconDate, "gleaner train lexicons"
	text, err := json.MarshalIndent(card, "", "  ")
	if err != nil {
		return fmt.Errorf("write card of %s: %w", card.Name, err)
	}
	path := filepath.Join(dir, card.Name)
	if err := os.WriteFile(path+".bin", file, 0o644); err != nil {
		return fmt.Errorf("write lexicon: %w", err)
	}
	if err := os.WriteFile(path+".card.json", append(text, '\n'), 0o644); err != nil {
		return fmt.Errorf("write card: %w", err)
	}
	return nil
}

// vectorWords is how many words have a vector: what is rarer is met too seldom
// to be worth its room.
const vectorWords = 60_000

// compileVectors reads words by falling frequency and their rows.
func compileVectors(folder string) ([]byte, error) {
	var words []string
	err := eachLine(filepath.Join(folder, "glove-100d.words.txt.gz"), func(line string) error {
		words = append(words, line)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(words) < vectorWords {
		return nil, fmt.Errorf("there are %d words, want %d", len(words), vectorWords)
	}
	file, err := open(filepath.Join(folder, "glove-100d.i8.gz"))
	if err != nil {
		return nil, err
	}
	defer file.Close()
	rows := make([]byte, vectorWords*(4+lexicons.VectorWidth))
	if _, err := io.ReadFull(file, rows); err != nil {
		return nil, fmt.Errorf("read rows: %w", err)
	}
	return lexicons.EncodeVectors(words[:vectorWords], rows)
}

// compileClusters reads lines of word TAB cluster of 64 TAB of 512 TAB of 2048.
func compileClusters(path string) (file []byte, words int, err error) {
	all := map[string]lexicons.Cluster{}
	err = eachLine(path, func(line string) error {
		fields := strings.Split(line, "\t")
		if len(fields) != 4 {
			return fmt.Errorf("want 4 fields, got %d", len(fields))
		}
		var ids [3]uint16
		for i := range ids {
			n, err := strconv.ParseUint(fields[i+1], 10, 16)
			if err != nil {
				return err
			}
			ids[i] = uint16(n)
		}
		all[fields[0]] = lexicons.Cluster{Of64: ids[0], Of512: ids[1], Of2048: ids[2]}
		return nil
	})
	if err != nil {
		return nil, 0, err
	}
	file, collisions, err := lexicons.EncodeClusters(all)
	return file, len(all) - collisions, err
}

// gatheredNames is what the gazetteer sources hold.
type gatheredNames struct {
	kinds map[string]lexicons.Kinds
}

// add lists a name as each of the kinds. Very long names never occur in full
// and are left out, as are single characters.
func (n *gatheredNames) add(name string, kinds lexicons.Kinds) {
	name = strings.Join(strings.Fields(name), " ")
	if utf8.RuneCountInString(name) < 2 || strings.Count(name, " ") > 5 || !hasLetter(name) {
		return
	}
	n.kinds[strings.ToLower(name)] |= kinds
}

func hasLetter(s string) bool { return strings.IndexFunc(s, unicode.IsLetter) >= 0 }

func gatherNames(dir string) (*gatheredNames, error) {
	names := &gatheredNames{kinds: map[string]lexicons.Kinds{}}
	for _, gather := range []func(string) error{
		names.countries, names.cities, names.lists, names.shortLists, names.stocks, names.written,
	} {
		if err := gather(dir); err != nil {
			return nil, err
		}
	}
	return names, nil
}

// country is what we read of an entry of countries.json.
type country struct {
	Name     struct{ Common, Official string }
	CCA2     string
	Capital  []string
	Spelling []string `json:"altSpellings"`
	Demonyms struct{ Eng struct{ F, M string } }
}

func (n *gatheredNames) countries(dir string) error {
	var all []country
	if err := readJSON(filepath.Join(dir, "countries.json.gz"), &all); err != nil {
		return err
	}
	for _, c := range all {
		for _, name := range append([]string{c.Name.Common, c.Name.Official}, c.Spelling...) {
			if len(name) > 3 {
				n.add(name, lexicons.Country)
			}
		}
		for _, capital := range c.Capital {
			n.add(capital, lexicons.City)
		}
		n.add(c.Demonyms.Eng.M, lexicons.Demonym)
		n.add(c.Demonyms.Eng.F, lexicons.Demonym)
	}
	return nil
}

func (n *gatheredNames) cities(dir string) error {
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
		n.add(row[0], lexicons.City)
		n.add(row[2], lexicons.State)
	}
	return nil
}

// lists reads the files of one name a line.
func (n *gatheredNames) lists(dir string) error {
	for _, list := range []struct {
		file string
		kind lexicons.Kinds
	}{
		{"first-names-all", lexicons.GivenName},
		{"first-names-us", lexicons.GivenName},
		{"surnames-all", lexicons.Surname},
		{"surnames-us", lexicons.Surname},
		{"freebase-brand", lexicons.Brand},
		{"freebase-consumer_product", lexicons.ProductName},
		{"freebase-government_agency", lexicons.Agency},
		{"freebase-newspaper", lexicons.Media},
		{"freebase-tv_network", lexicons.Media},
		{"freebase-sports_league", lexicons.Team},
		{"freebase-sports_team", lexicons.Team},
		{"freebase-university", lexicons.University},
		{"freebase-venture_funded_company", lexicons.Company},
	} {
		err := eachLine(filepath.Join(dir, list.file+".txt.gz"), func(line string) error {
			if list.kind == lexicons.Company {
				n.company(line)
			} else {
				n.add(line, list.kind)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// shortLists reads the small JSON files.
func (n *gatheredNames) shortLists(dir string) error {
	var fortune struct{ Companies []string }
	var federal struct{ Agencies []string }
	var people struct{ Nationalities []string }
	var groups []string
	for file, into := range map[string]any{
		"fortune500.json": &fortune, "us_federal_agencies.json": &federal, "nationalities.json": &people, "australia.json": &groups,
	} {
		if err := readJSON(filepath.Join(dir, file), into); err != nil {
			return err
		}
	}
	for _, name := range fortune.Companies {
		n.company(name)
	}
	for _, name := range append(federal.Agencies, groups...) {
		n.add(name, lexicons.Agency)
	}
	for _, name := range people.Nationalities {
		n.add(name, lexicons.Demonym)
	}
	return nil
}

// stocks reads the listed companies.
func (n *gatheredNames) stocks(dir string) error {
	for _, exchange := range []string{"amex", "nasdaq", "nyse"} {
		var listed []struct{ Symbol, Name string }
		if err := readJSON(filepath.Join(dir, exchange+".json.gz"), &listed); err != nil {
			return err
		}
		for _, l := range listed {
			if name, _ := issuer(l.Name); name != "" {
				n.company(name)
			}
		}
	}
	return nil
}

var (
	// security begins the description of the paper behind the issuer's name.
	security = regexp.MustCompile(`(?i)\b(class [a-z]\b|series [a-z0-9]+\b|common (stock|shares?|units?)|ordinary shares?|american depositary|` +
		`depositary shares?|ads\b|adr\b|units?\b|warrants?\b|rights?\b|\d|preferred|fixed|floating|subordinate|sponsored|new york registry|each representing|each\b).*`)
	fund      = regexp.MustCompile(`(?i)\b(fund|acquisition corp|notes? due|debentures|term trust|etf|portfolio)\b`)
	commonUse = regexp.MustCompile(`(?i)(common|ordinary|class a|american depositary|ads\b|adr\b|registry)`)
)

// issuer cuts the company's name out of a security's; common is false for
// notes, preferred shares and the like. Funds and blank-check companies give "".
func issuer(title string) (name string, common bool) {
	if fund.MatchString(title) {
		return "", false
	}
	name = strings.TrimSpace(security.ReplaceAllString(title, ""))
	name, _, _ = strings.Cut(name, "(")
	description := title[min(len(name), len(title)):]
	common = strings.TrimSpace(description) == "" ||
		commonUse.MatchString(description) && !strings.Contains(strings.ToLower(description), "prefer")
	return strings.TrimRight(strings.TrimSpace(name), "., "), common
}

var legalForm = regexp.MustCompile(`(?i)[,.]? (inc|incorporated|corp|corporation|co|company|companies|ltd|limited|llc|l\.?p|plc|ag|s\.?a|n\.?v|b\.?v|se|asa|ab|holdings?|group|trust|` +
	`& co|bancorp|s\.?p\.?a|p\.?l\.?c|oyj|tbk|the)\.?$`)

// place are the kinds that a company's short name must not be taken for:
// "Washington Trust Bancorp" is never just "Washington".
const place = lexicons.Country | lexicons.State | lexicons.City | lexicons.Region | lexicons.Demonym

// company lists a company under its full name and without legal form.
func (n *gatheredNames) company(name string) {
	n.add(name, lexicons.Company)
	short := name
	for {
		cut := legalForm.ReplaceAllString(short, "")
		if cut == short || len(cut) < 3 || n.kinds[strings.ToLower(cut)].Has(place) {
			break
		}
		short = cut
		n.add(short, lexicons.Company)
	}
}

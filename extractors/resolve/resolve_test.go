package resolve

import (
	"context"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"gleaner/extractors/doc"
	"gleaner/extractors/lexicons"
)

// kindMarks begin a marked name in a test's text: "[org Acme Corp]".
var kindMarks = map[string]doc.Kind{
	"org": doc.Organization, "person": doc.Person, "gpe": doc.GPE, "loc": doc.Location, "product": doc.Product,
}

// tags are those that the anaphors look at; any other word is IN.
var tags = map[string]doc.Tag{
	"the": doc.DT, "this": doc.DT, "a": doc.DT, "company": doc.NN, "bank": doc.NN, "airline": doc.NN, "country": doc.NN, "regulator": doc.NN,
	"chipmaker": doc.NN, "american": doc.JJ, "big": doc.JJ, "said": doc.VBD, "sued": doc.VBD, "bought": doc.VBD, "is": doc.VBZ, "left": doc.VBD,
	"sells": doc.VBZ, "hired": doc.VBD, "clear": doc.JJ, "grew": doc.VBD, "it": doc.PRP, "he": doc.PRP, "she": doc.PRP, "his": doc.PRPS, "her": doc.PRPS, "its": doc.PRPS,
}

// document builds a document from words separated by spaces, with marked
// names; a full stop ends a sentence.
func document(t testing.TB, marked string) *doc.Doc {
	t.Helper()
	d := doc.New(context.Background())
	t.Cleanup(d.Release)
	var text strings.Builder
	var open doc.Mention
	var start int32
	for _, word := range strings.Fields(marked) {
		if kind, ok := kindMarks[strings.TrimPrefix(word, "[")]; ok && word[0] == '[' {
			open = doc.Mention{Range: doc.Range{First: int32(len(d.Tokens))}, Kind: kind, Entity: doc.NoEntity}
			continue
		}
		word, closes := strings.CutSuffix(word, "]")
		if word == "" {
			if closes {
				open.End = int32(len(d.Tokens))
				d.Mentions = append(d.Mentions, open)
			}
			continue
		}
		text.WriteByte(' ')
		at := int32(text.Len())
		text.WriteString(word)
		lower := strings.ToLower(word)
		token := doc.Token{Span: doc.Span{Start: at, End: int32(text.Len())}, Lower: lower, Tag: tags[lower]}
		if token.Tag == doc.NoTag {
			token.Tag = doc.IN
		}
		if strings.ContainsFunc(word, unicode.IsLetter) {
			token.Shape |= doc.Letters
		} else {
			token.Shape |= doc.Punct
		}
		if unicode.IsUpper([]rune(word)[0]) {
			token.Shape |= doc.Initial
		}
		if strings.ToUpper(word) == word && len(word) > 1 {
			token.Shape |= doc.AllUpper
		}
		d.Tokens = append(d.Tokens, token)
		if closes {
			open.End = int32(len(d.Tokens))
			d.Mentions = append(d.Mentions, open)
		}
		if word == "." {
			end := int32(len(d.Tokens))
			d.Sentences = append(d.Sentences, doc.Sentence{Range: doc.Range{First: start, End: end}})
			start = end
		}
	}
	d.Text = text.String()
	return d
}

func apply(t testing.TB, marked string) *doc.Doc {
	t.Helper()
	s, err := New()
	if err != nil {
		t.Fatal(err)
	}
	d := document(t, marked)
	if err := s.Apply(d); err != nil {
		t.Fatal(err)
	}
	return d
}

func TestNamesOfOneEntity(t *testing.T) {
	tests := []struct {
		name, text string
		// want lists name and aliases of each entity.
		want []string
	}{
		{"surname", "[person Jane Roe] left . [person Roe] left .", []string{"Jane Roe|Roe"}},
		{"title", "[person Mr Roe] left . [person Jane Ann Roe] left . [person J. Roe] left .", []string{"Jane Ann Roe|Mr Roe|J. Roe"}},
		{"two of one surname", "[person Jane Roe] hired [person Paul Roe] . Mrs [person Roe] left . Mr [person Roe] left .",
			[]string{"Jane Roe|Roe", "Paul Roe|Roe"}},
		{"other given name", "[person Jane Roe] left . [person Mark Roe] left .", []string{"Jane Roe", "Mark Roe"}},
		{"legal form", "[org Zorbax Corp.] grew . [org Zorbax] grew .", []string{"Zorbax Corp.|Zorbax"}},
		{"spacing", "[org Q & R] grew . [org Q&R] grew .", []string{"Q & R|Q&R"}},
		{"accents", "[org Société Zélée] grew . [org Societe Zelee] grew .", []string{"Société Zélée|Societe Zelee"}},
		{"initials", "[org Union of Glass Makers] grew . [org UGM] grew .", []string{"Union of Glass Makers|UGM"}},
		{"brackets", "[org Zorbaxian Telegraph Company] ( [org ZTLCO] ) grew . [org ZTLCO] grew .", []string{"Zorbaxian Telegraph Company|ZTLCO"}},
		{"head", "[org Zorbaxian Fishery Commission] grew . [org Commission] grew .", []string{"Zorbaxian Fishery Commission|Commission"}},
		{"countries", "[gpe US] grew . [gpe United States] grew . [gpe America] grew . [gpe U.S.] grew .", []string{"United States|US|America|U.S."}},
		{"parts of a country", "[gpe UK] grew . [gpe Scotland] grew . [gpe Britain] grew .", []string{"Britain|UK", "Scotland"}},
		{"one kind", "[org Zorbax] grew . [org Zorbax] left . [person Zorbax] left .", []string{"Zorbax"}},
		{"end of a name", "[org Zorbury Rovers] grew . [org Rovers] left .", []string{"Zorbury Rovers|Rovers"}},
		{"misspelt", "[org Quillonia Foods] grew . [org Quilonia Foods] left .", []string{"Quillonia Foods|Quilonia Foods"}},
		{"turned", "[org Ministry of Glass] grew . [org Glass Ministry] left .", []string{"Ministry of Glass|Glass Ministry"}},
		{"turned, and with an article", "[org Ministry of the Glass] grew . [org Ministry of Glass] left . [org Glass Ministry] left .",
			[]string{"Ministry of the Glass|Ministry of Glass|Glass Ministry"}},
		{"joined", "[org Zorbax] grew . [org Quillon] grew . [org Zorbax and Quillon] left .", []string{"Zorbax", "Quillon"}},
		{"explained", "the small office manager ( [org SOM] ) left . [org Zorbax] grew .", []string{"Zorbax"}},
		{"capital that speaks", "[org Washington] said it grew .", []string{"Washington"}},
		{"capitals of a dateline", "[gpe ZORBENHAUSEN] grew . [gpe Zorbenhausen] left .", []string{"Zorbenhausen|ZORBENHAUSEN"}},
		{"hashtag and account", "[org #ZorbaxNow] grew . [person @zorbax] left . [org Zorbax] left .", []string{"Zorbax"}},
		{"kinds apart", "[org Zorbax] grew . [product Zorbax] grew .", []string{"Zorbax", "Zorbax"}},
		{"a family of companies", "[org Zorbax Industries] sued [org Zorbax Capital Inc.] . [org Zorbax Group] grew .",
			[]string{"Zorbax Industries", "Zorbax Capital Inc.", "Zorbax Group"}},
		{"a company by its group", "[org Zorbax Capital Group] grew . [org Zorbax] left .", []string{"Zorbax Capital Group|Zorbax"}},
		{"a body within a body", "[org Zorbury Senate] grew . [org Zorbury Senate Fishery Committee] left .",
			[]string{"Zorbury Senate", "Zorbury Senate Fishery Committee"}},
		{"initials left out", "[org RJ Zorbax Tobacco] grew . [org Zorbax] left .", []string{"RJ Zorbax Tobacco|Zorbax"}},
		{"one of two goes on by the short form", "[org Zorbax Savings Union] grew . [org Zorbax] grew . [org Zorbax Capital Group] grew . [org ZORBAX] left .",
			[]string{"Zorbax Savings Union|Zorbax|ZORBAX", "Zorbax Capital Group"}},
		{"an institute of a university", "[org Zorbury University 's Quill Institute] grew .", []string{"Zorbury University", "Quill Institute"}},
		{"where a company sits", "[org Zorbax Works of Quillon] , Texas , grew .", []string{"Zorbax Works", "Quillon"}},
		{"a body of its town", "[org Zorbax Council of Quillon] , Texas , grew .", []string{"Zorbax Council of Quillon"}},
		{"a government", "[org Government of France] grew . [org State of Texas] grew . [gpe Texas] grew .", []string{"France", "State of Texas|Texas"}},
		{"abbreviation of a body", "[org Zorbaxian Angling Institute] ( [org AI] ) grew . [org AI] left .", []string{"Zorbaxian Angling Institute|AI"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, e := range apply(t, tt.text).Entities {
				got = append(got, strings.Join(append([]string{e.Name}, e.Aliases...), "|"))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("entities (-want +got):\n%s", diff)
			}
		})
	}
}

func TestKindsByTheWordsAround(t *testing.T) {
	tests := []struct {
		name, text string
		want       []doc.Kind
	}{
		{"list behind such as", "sells brands such as [person Jane Roe] , [gpe Quillon] and [org Zorbax] .",
			[]doc.Kind{doc.Organization, doc.Organization, doc.Organization}},
		{"list behind its noun", "retailers [person Jane Roe] and [person Paul Poe] grew .", []doc.Kind{doc.Organization, doc.Organization}},
		{"noun before a name", "the carmaker [person Jane Roe] grew .", []doc.Kind{doc.Organization}},
		{"noun behind a name", "[person Jane Roe] shares grew .", []doc.Kind{doc.Organization}},
		{"noun of another name", "brands , [person Jane Roe] said .", []doc.Kind{doc.Person}},
		{"a country is no company", "companies such as [gpe France] grew .", []doc.Kind{doc.GPE}},
		{"products are called as companies are", "brands such as [product Zorbax] .", []doc.Kind{doc.Product}},
		{"players", "players such as [org Roe] and [person Paul Poe] .", []doc.Kind{doc.Person, doc.Person}},
		{"a house that acts", "[loc White House] said it grew .", []doc.Kind{doc.Organization}},
		{"a house that others are in", "in the [loc White House] .", []doc.Kind{doc.Location}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []doc.Kind
			for _, m := range apply(t, tt.text).Mentions {
				if m.Form == doc.Name {
					got = append(got, m.Kind)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("kinds (-want +got):\n%s", diff)
			}
		})
	}
}

// A headline has no stop between its last noun and the name behind it.
func TestNounOfTheSentenceBeforeTellsNothing(t *testing.T) {
	s, err := New()
	if err != nil {
		t.Fatal(err)
	}
	d := document(t, "sold to the carmaker [person Jane Roe] grew .")
	const headline = 4
	d.Sentences = []doc.Sentence{{Range: doc.Range{First: 0, End: headline}}, {Range: doc.Range{First: headline, End: int32(len(d.Tokens))}}}
	if err := s.Apply(d); err != nil {
		t.Fatal(err)
	}
	if got := d.Mentions[0].Kind; got != doc.Person {
		t.Errorf("got %v, want a person", got)
	}
}

func TestAnaphors(t *testing.T) {
	tests := []struct {
		name, text string
		// want lists each anaphor and the name of its entity.
		want []string
	}{
		{"company", "[org Zorbax] sued [person Jane Roe] . The company grew .", []string{"The company=Zorbax"}},
		{"two companies", "with [org Zorbax] and [org Quillon] . The company grew .", nil},
		{"same clause", "[org Zorbax] sued the company .", nil},
		{"described", "chipmaker [org Zorbax] sued [org Quillon] . The big chipmaker grew .", []string{"The big chipmaker=Zorbax"}},
		{"in its name", "[org Quillon Bank] sued [org Zorbax] . The bank grew .", []string{"The bank=Quillon Bank"}},
		{"known for another trade", "[org Apple] grew . The airline grew .", nil},
		{"no business", "[org Zorbaxian Fishery Commission] grew . The airline grew .", nil},
		{"country", "[org Zorbax] left [gpe France] . The country grew .", []string{"The country=France"}},
		{"she", "[person Jane Roe] hired [person Paul Poe] . She left .", []string{"She=Jane Roe"}},
		{"his", "[person Paul Poe] left his office .", []string{"his=Paul Poe"}},
		{"its", "[org Zorbax] left its office .", []string{"its=Zorbax"}},
		{"pleonastic", "[org Zorbax] grew . It is clear that all left .", nil},
		{"not pleonastic", "[org Zorbax] grew . It is big .", []string{"It=Zorbax"}},
		{"nobody", "He left .", nil},
		{"named later", "In her office [person Jane Roe] left .", []string{"her=Jane Roe"}},
		{"other gender", "[person Jane Roe] left . He left .", nil},
		{"two at once", "[org Zorbax] sued [org Quillon] . The two firms left .", []string{"The two firms=Quillon", "The two firms=Zorbax"}},
		{"both", "[org Zorbax] and [org Quillon] grew . Both companies left .", []string{"Both companies=Quillon", "Both companies=Zorbax"}},
		{"two of three", "[org Zorbax] sued [org Quillon] . [org Vextron] grew . The two firms left .", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := apply(t, tt.text)
			var got []string
			for _, m := range d.Mentions {
				if m.Form != doc.Name {
					got = append(got, d.TextOf(m.Range)+"="+d.Entities[m.Entity].Name)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("anaphors (-want +got):\n%s", diff)
			}
		})
	}
}

func TestIDIsTheSameInEveryArticle(t *testing.T) {
	tests := []struct{ name, a, b string }{
		{"country", "[gpe US] grew .", "[gpe America] grew ."},
		{"legal form", "[org Zorbax Inc.] grew .", "[org Zorbax] grew ."},
		{"title", "[person Mr Paul Roe] grew .", "[person Paul Roe] grew ."},
		{"hyphen", "[org Zorbax-Quillon] grew .", "[org Zorbax Quillon] grew ."},
		{"initials", "[person J.K. Roe] grew .", "[person J K Roe] grew ."},
		{"gaps", "[org Q & R] grew .", "[org Q&R] grew ."},
		{"accents and capitals", "[org SOCIÉTÉ ZORBAX] grew .", "[org Societe Zorbax] grew ."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, b := apply(t, tt.a).Entities[0].ID, apply(t, tt.b).Entities[0].ID
			if a != b || a == "" {
				t.Errorf("ids %q and %q, want equal", a, b)
			}
		})
	}
	if id := apply(t, "[gpe America] grew .").Entities[0].ID; id != "gpe:US" {
		t.Errorf("id %q, want gpe:US", id)
	}
	s, err := New()
	if err != nil {
		t.Fatal(err)
	}
	second, other := doc.Entity{Kind: doc.Product, Name: "Zorbax"}, doc.Entity{Kind: doc.Product, Name: "Zorbax 1"}
	if s.hash(&second, 1) == s.hash(&other, 0) {
		t.Error("the second Zorbax of an article is Zorbax 1")
	}
}

func TestLinks(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"acronym", "[org FCC] grew .", "org:us-fcc"},
		{"full name", "[org Federal Communications Commission] grew .", "org:us-fcc"},
		{"widely known", "[org Apple] grew .", "org:NASDAQ:AAPL"},
		{"part of another name", "[org Apple Daily] grew . [org Apple] grew .", ""},
		{"capital", "[gpe Paris] grew .", "gpe:2988507"},
		{"town by its state", "[gpe Paris] grew in [gpe Texas] in [gpe America] .", "gpe:4717560"},
		{"division", "[gpe Scotland] grew .", "gpe:GB-SCT"},
		{"abbreviated state", "[gpe Buffalo] grew in [gpe N.Y.] .", "gpe:5110629"},
		{"town before an abbreviated state", "[gpe Paris] , [gpe Tex.] , grew .", "gpe:4717560"},
		{"state by its post code", "[gpe TX] grew .", "gpe:US-TX"},
		{"country that is no more", "[gpe USSR] grew .", "gpe:SU"},
		{"former name of a country", "[gpe Zaire] grew .", "gpe:CD"},
		{"former name of a city", "[gpe Odessa] grew in [gpe Ukraine] .", "gpe:698740"},
		{"the larger namesake", "[gpe Cleveland] grew .", "gpe:5150529"},
		{"town of no country", "[gpe Glastonbury] grew .", "gpe:4835003"},
		{"town of another country", "[gpe Glastonbury] grew in [gpe England] .", ""},
		{"town of its country", "[gpe Glastonbury] grew in [gpe Texas] in [gpe Boston] .", "gpe:4835003"},
		{"town of a demonym's country", "American [gpe Glastonbury] grew in [gpe England] .", "gpe:4835003"},
		{"town and a continent", "South American [gpe Glastonbury] grew in [gpe England] .", ""},
		{"body of no country", "[org Environmental Protection Agency] grew .", "org:us-epa"},
		{"body of another country", "[org Environmental Protection Agency] grew in [gpe Ghana] .", ""},
		{"body that only one country has", "[org Pentagon] grew in [gpe Ghana] .", "org:us-defense"},
		{"body with its country", "[org US Federal Reserve] grew in [gpe Ghana] .", "org:us-fed"},
		{"initials of an unknown name", "[org Central Bank of Somalia] ( [org CBS] ) grew .", ""},
		{"whose party", "[org Democratic Party of Zorbia] grew . [org Democratic Party] grew .", ""},
		{"legal form", "[org Boeing Co] grew .", "org:NYSE:BA"},
		{"legal form and conjunction", "[org Goldman , Sachs and Co] grew .", "org:NYSE:GS"},
		{"legal form behind a word", "[org Grindrod Corp] grew .", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := apply(t, tt.text).Entities[0]
			got := e.ID
			if len(e.Links) == 0 {
				got = ""
			}
			if got != tt.want {
				t.Errorf("id %q with links %v, want %q", e.ID, e.Links, tt.want)
			}
		})
	}
}

func TestNameThatBeginsWithinAWord(t *testing.T) {
	d := document(t, "the sub [loc -Zorban Africa] grew .")
	// The word and the rest of it touch.
	first := d.Mentions[0].First
	d.Tokens[first-1].End++
	d.Tokens[first-1].Start++
	s, err := New()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Apply(d); err != nil {
		t.Fatal(err)
	}
	if got := d.Mentions[0].First; got != first-1 {
		t.Errorf("the name begins with token %d, want %d", got, first-1)
	}
}

func TestNamesOfOneRow(t *testing.T) {
	tests := []struct {
		name, text string
		// want lists name, aliases and id of each entity.
		want []string
	}{
		{"two names of a city", "[gpe Mumbai] grew . [org Zorbax] left [gpe Bombay] .", []string{"Mumbai|Bombay gpe:1275339", "Zorbax "}},
		{"name before alias", "[org Zorbax Twitter] ( [org ISIS] ) grew . [org Islamic State] left .",
			[]string{"Zorbax Twitter|ISIS ", "Islamic State org:int-isis"}},
		{"a state beside its city", "[gpe New York] grew . [gpe NYC] grew .", []string{"New York ", "NYC gpe:5128581"}},
		{"the city alone", "[gpe New York] grew .", []string{"New York gpe:5128581"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := apply(t, tt.text)
			var got []string
			for _, e := range d.Entities {
				id := ""
				if len(e.Links) > 0 {
					id = e.ID
				}
				got = append(got, strings.Join(append([]string{e.Name}, e.Aliases...), "|")+" "+id)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("entities (-want +got):\n%s", diff)
			}
			for _, m := range d.Mentions {
				if e := d.Entities[m.Entity]; e.Name != d.TextOf(m.Range) && !slices.Contains(e.Aliases, d.TextOf(m.Range)) {
					t.Errorf("%q is a mention of %q", d.TextOf(m.Range), e.Name)
				}
			}
		})
	}
}

func TestOwnNames(t *testing.T) {
	own, err := lexicons.ReadOwn(strings.NewReader("name,aliases,type,links\nZorbax Widgets,ZWX,organization,crm=4711\nEvening Sale,,never,\n"), "names")
	if err != nil {
		t.Fatal(err)
	}
	s, err := New(own)
	if err != nil {
		t.Fatal(err)
	}
	d := document(t, "ZWX left [org Evening Sale] . [product Zorbax Widgets] left .")
	if err := s.Apply(d); err != nil {
		t.Fatal(err)
	}
	want := []doc.Entity{{ID: "org:4711", Name: "Zorbax Widgets", Aliases: []string{"ZWX"}, Kind: doc.Organization, Links: []doc.Link{{Scheme: "crm", ID: "4711"}}}}
	for i := range d.Entities {
		d.Entities[i].Salience = 0
	}
	if diff := cmp.Diff(want, d.Entities); diff != "" {
		t.Errorf("entities (-want +got):\n%s", diff)
	}
}

func TestOwnNamesAmongOthers(t *testing.T) {
	own, err := lexicons.ReadOwn(strings.NewReader("name,type\nBonn Widget Works,organization\nZorbax,organization\nZorbax,person\nRoe,product\n"), "names")
	if err != nil {
		t.Fatal(err)
	}
	s, err := New(own)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, text string
		// want lists type and text of the mentions.
		want []string
	}{
		{"shorter names give way", "[gpe Bonn] Widget [org Works] grew in [gpe Bonn] .", []string{"organization Bonn Widget Works", "gpe Bonn"}},
		{"a longer name stays", "[person Jane Roe] left .", []string{"person Jane Roe"}},
		{"one type of several", "[person Zorbax] left .", []string{"person Zorbax"}},
		{"the first of several types", "Zorbax left . [gpe Zorbax] left .", []string{"organization Zorbax", "organization Zorbax"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := document(t, tt.text)
			if err := s.Apply(d); err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, m := range d.Mentions {
				got = append(got, m.Kind.String()+" "+d.TextOf(m.Range))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("mentions (-want +got):\n%s", diff)
			}
		})
	}
}

func TestHeadsHaveOneClass(t *testing.T) {
	seen := map[string]bool{}
	for _, class := range headWords {
		for _, w := range strings.Fields(class.words) {
			if seen[w] {
				t.Errorf("head %q is listed twice", w)
			}
			seen[w] = true
		}
	}
}

// FuzzApply holds that entities and mentions always fit one another.
func FuzzApply(f *testing.F) {
	f.Add("[person Jane Roe] hired [org Q & R] . She left the company .")
	f.Add("[person]")
	f.Add("[org (]")
	f.Add("[person Mr] [person Mr Mr] . he")
	s, err := New()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, marked string) {
		if strings.Count(marked, "[") != strings.Count(marked, "]") {
			return
		}
		d := document(t, strings.ReplaceAll(marked, "]", " ] "))
		d.Mentions = valid(d.Mentions, int32(len(d.Tokens)))
		if err := s.Apply(d); err != nil {
			t.Fatal(err)
		}
		ids := map[string]bool{}
		for _, e := range d.Entities {
			if e.Name == "" || ids[e.ID] || e.Salience < 0 || e.Salience > 1 {
				t.Errorf("entity %+v", e)
			}
			ids[e.ID] = true
		}
		for i, m := range d.Mentions {
			if m.Kind.Named() && (m.Entity < 0 || int(m.Entity) >= len(d.Entities)) || m.First >= m.End {
				t.Errorf("mention %+v of %d entities", m, len(d.Entities))
			}
			if i > 0 && d.Mentions[i-1].First > m.First {
				t.Errorf("mention %d begins before the one before", i)
			}
		}
	})
}

func valid(mentions []doc.Mention, tokens int32) []doc.Mention {
	var out []doc.Mention
	end := int32(0)
	for _, m := range mentions {
		if m.First >= end && m.First < m.End && m.End <= tokens {
			out = append(out, m)
			end = m.End
		}
	}
	return out
}

// BenchmarkApply shows that the time is linear in the number of mentions.
func BenchmarkApply(b *testing.B) {
	s, err := New()
	if err != nil {
		b.Fatal(err)
	}
	for _, n := range []int{100, 10_000} {
		b.Run(map[int]string{100: "100", 10_000: "10000"}[n], func(b *testing.B) {
			var text strings.Builder
			for i := range n {
				text.WriteString("[person Jane" + strings.Repeat("a", i%97) + " Roe] left . [person Roe] left . ")
			}
			d := document(b, text.String())
			names := append([]doc.Mention(nil), d.Mentions...)
			b.ResetTimer()
			for b.Loop() {
				d.Mentions = append(d.Mentions[:0], names...)
				if err := s.Apply(d); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*2*n), "ns/mention")
		})
	}
}

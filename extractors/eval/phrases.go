package eval

import (
	"context"
	"fmt"
	"strings"

	"gleaner/extractors"
	"gleaner/extractors/doc"
	"gleaner/schemas"
)

// PhraseSet is a file of phrases with expected values in the notation of
// duckling's corpus, value TAB phrase.
type PhraseSet struct {
	// Name is the set's in the list of what is left out.
	Name string
	// Carrier is the sentence around each phrase, which stands for "%s": a value
	// is read in a sentence.
	Carrier string
	// URL is the address of the article, which tells the order of numeric dates.
	URL string
}

// PhraseSets are the sets of the data folder, data/time/duckling-NAME.tsv. Times
// stand in a clause of the future: the corpus is an assistant's, where "Monday"
// is the next one. Numbers stand before what they count.
var PhraseSets = []PhraseSet{
	{Name: "time", Carrier: "They will meet %s ."},
	{Name: "time_us", Carrier: "They will meet %s ."},
	{Name: "time_gb", Carrier: "They will meet %s .", URL: "https://news.example.co.uk/"},
	{Name: "money", Carrier: "The fee is %s ."},
	{Name: "numeral", Carrier: "They counted %s cars ."},
	{Name: "duration", Carrier: "It lasted %s ."},
}

// phrasesAnchor is the reference time of the phrases.
const phrasesAnchor = "2013-02-12T04:30:00-02:00"

// PhraseReport counts phrases whose value came out as expected.
type PhraseReport struct {
	Accuracy
	// All counts all phrases, those that are left out too.
	All Accuracy
	// LeftOut counts the phrases that do not count, by reason.
	LeftOut map[string]int
	Wrong   []Mistake `json:"-"`
}

// Score holds the values of the stages against the phrases of a file; see
// expectation.met for what is right. Phrases of the list of those that news
// does not hold do not count, nor do those that hold no value ("NEGATIVE").
func (s PhraseSet) Score(stages []extractors.Stage, path string) (*PhraseReport, error) {
	engine, err := extractors.New(stages...)
	if err != nil {
		return nil, err
	}
	omitted, err := leftOut(s.Name)
	if err != nil {
		return nil, err
	}
	r := &PhraseReport{LeftOut: map[string]int{}}
	err = EachLine(path, func(line string) error {
		value, text, ok := strings.Cut(line, "\t")
		if !ok || value == "NEGATIVE" {
			return nil
		}
		text = unescaped(text)
		got, err := s.valuesOf(engine, text)
		if err != nil {
			return fmt.Errorf("phrase %q: %w", text, err)
		}
		want, ok := parseExpectation(value)
		right := ok && want.metByAny(got, text)
		r.All.count(right)
		if reason := omitted.reason(value, text); reason != "" {
			r.LeftOut[reason]++
			return nil
		}
		r.count(right)
		if !right {
			r.Wrong = append(r.Wrong, Mistake{Article: s.Name, Kind: "phrase", What: text, Context: value + " got " + listValues(got)})
		}
		return nil
	})
	return r, err
}

func (s PhraseSet) valuesOf(engine *extractors.Engine, text string) ([]doc.Value, error) {
	d := extractors.Document(context.Background(), &schemas.Article{
		Text: fmt.Sprintf(s.Carrier, text), PublishedAt: phrasesAnchor, Language: "en", URL: s.URL,
	})
	defer d.Release()
	if err := engine.Apply(d); err != nil {
		return nil, err
	}
	return append([]doc.Value(nil), d.Values...), nil
}

// listValues writes the values that were found.
func listValues(all []doc.Value) string {
	var b strings.Builder
	for _, v := range all {
		fmt.Fprintf(&b, "%q %s..%s %s; ", v.Text, v.From, v.To, v.Comparator)
	}
	return b.String()
}

// unescaped reads the escapes of Haskell's strings: \", \&, \x20ac.
func unescaped(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			b.WriteByte(s[i])
			continue
		}
		switch i++; s[i] {
		case '&':
		case 'x':
			var r rune
			for i+1 < len(s) && strings.IndexByte("0123456789abcdef", s[i+1]) >= 0 {
				r = r*16 + rune(strings.IndexByte("0123456789abcdef", s[i+1]))
				i++
			}
			b.WriteRune(r)
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

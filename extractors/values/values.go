// Package values finds times, sums of money, percentages and counts, and gives
// each its normalized value: a time its start, end and grain relative to the
// article's publication date, a sum its currency and size.
//
// The grammar is a set of small readers over tokens, after the manner of
// chunk-and-normalize systems such as HeidelTime and SUTime: at each token
// every reader tries, the longest value wins. Nothing is guessed: a relative
// time without a publication date keeps its words and has no start.
package values

import (
	"strings"
	"time"

	"gleaner/extractors/doc"
)

// Stage finds values. It is immutable and safe for concurrent use.
type Stage struct{}

// New returns the stage.
func New() *Stage { return &Stage{} }

// Name is "values".
func (*Stage) Name() string { return "values" }

// Needs tags, which tell a count's noun and a sentence's tense.
func (*Stage) Needs() doc.Layer { return doc.Tokens | doc.Tags }

// Adds values.
func (*Stage) Adds() doc.Layer { return doc.Values }

// Apply fills Doc.Values, in order of their first token; they do not overlap.
func (*Stage) Apply(d *doc.Doc) error {
	d.Values = d.Values[:0]
	a := article{anchor: parseAnchor(d.Published), site: site(d.URL), fiscalEnd: fiscalEnd(d)}
	a.dayFirst = dayFirst(d, a.site)
	for i := range d.Sentences {
		if err := d.Err(); err != nil {
			return err
		}
		r := reader{article: &a, d: d, tokens: d.Tokens, begin: d.Sentences[i].First, end: d.Sentences[i].End}
		if d.Sentences[i].Headline {
			a.heading(&r)
		}
		r.sentence()
		a.topicAge++
	}
	return nil
}

// article is what the readers know of the article beyond their sentence.
type article struct {
	anchor anchor
	// site is the last part of the host of the article's address, "" if unknown.
	site string
	// dayFirst is the order of numeric dates.
	dayFirst bool
	// fiscalEnd is the month in which the company's year ends, 0 if not told.
	fiscalEnd time.Month
	// section is the tense that the last heading tells.
	section tense
	// topic is the quarter spoken of last, topicAge sentences ago.
	topic    period
	topicAge int
}

// reader reads the values of one sentence.
type reader struct {
	*article
	d          *doc.Doc
	tokens     []doc.Token
	begin, end int32
}

// readers are tried at every token that may begin a value; of equally long
// values the earlier reader's wins.
var readers = [...]func(*reader, int32) (doc.Value, bool){
	(*reader).money, (*reader).percent, (*reader).time, (*reader).fraction, (*reader).duration, (*reader).quantity, (*reader).vague, (*reader).ordinal,
}

func (r *reader) sentence() {
	for i := r.begin; i < r.end; {
		if !r.opens(i) {
			i++
			continue
		}
		best := doc.Value{}
		for _, read := range readers {
			if v, ok := read(r, i); ok && v.End > best.End {
				best = v
			}
		}
		if best.End == 0 {
			i++
			continue
		}
		best.First = i
		if best.Text == "" {
			best.Text = strings.ToLower(r.d.TextOf(best.Range))
		}
		r.d.Values = append(r.d.Values, best)
		i = best.End
	}
}

// opens says whether a value may begin with the token. Articles are so frequent
// that the word behind them is asked as well.
func (r *reader) opens(i int32) bool {
	t := &r.tokens[i]
	switch t.Lower {
	case "the", "a", "an":
		return r.shape(i+1).Is(doc.Digit) || openers[r.word(i+1)] || behindArticle[r.word(i+1)]
	}
	return t.Shape.Is(doc.Digit) || openers[t.Lower]
}

// openers are the words and signs that may begin a value, articles aside.
var openers = func() map[string]bool {
	all := map[string]bool{"half": true, "minus": true, "negative": true, "-": true, ".": true, "single": true, "quarter": true}
	addKeys(all, smallNumbers)
	addKeys(all, currencySigns)
	addKeys(all, currencyCodes)
	addKeys(all, currencyPrefixes)
	for w := range nationalCurrencies {
		first, _, _ := strings.Cut(w, " ")
		all[first] = true
	}
	for w := range feastWords {
		all[w], all[w+"s"], all[w+"."] = true, true, true
	}
	for _, w := range timeOpeners() {
		all[w] = true
	}
	return all
}()

// behindArticle holds the words that make a value with an article before them, besides
// those that begin one: "a year", "the weekend", "a couple".
var behindArticle = func() map[string]bool {
	all := map[string]bool{"weekend": true, "same": true, "comparable": true, "corresponding": true, "latest": true, "moment": true, "foreseeable": true, "pair": true}
	addKeys(all, timeUnits)
	addKeys(all, scales)
	addKeys(all, currencyWords)
	addKeys(all, pence)
	addKeys(all, sharedCurrencies)
	addKeys(all, fractionNames)
	addKeys(all, decadeWords)
	return all
}()

func addKeys[V any](all map[string]bool, words map[string]V) {
	for w := range words {
		all[w] = true
	}
}

// word returns the token in lower case, "" beyond the sentence.
func (r *reader) word(i int32) string {
	if i < r.begin || i >= r.end {
		return ""
	}
	return r.tokens[i].Lower
}

// tag is the part of speech of a token, none beyond the sentence.
func (r *reader) tag(i int32) doc.Tag {
	if i < r.begin || i >= r.end {
		return doc.NoTag
	}
	return r.tokens[i].Tag
}

// shape is how a token is written, nothing beyond the sentence.
func (r *reader) shape(i int32) doc.Shape {
	if i < r.begin || i >= r.end {
		return 0
	}
	return r.tokens[i].Shape
}

// is says whether the words from i on are these.
func (r *reader) is(i int32, words ...string) bool {
	for n, w := range words {
		if r.word(i+int32(n)) != w {
			return false
		}
	}
	return true
}

// skip returns the place behind the word, or i when it does not stand there.
func (r *reader) skip(i int32, words ...string) int32 {
	for _, w := range words {
		if r.word(i) == w {
			return i + 1
		}
	}
	return i
}

// tight says whether no space stands before the token.
func (r *reader) tight(i int32) bool {
	return r.shape(i)&(doc.SpaceBefore|doc.BreakBefore) == 0
}

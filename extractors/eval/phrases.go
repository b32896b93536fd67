package eval

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"gleaner/extractors"
	"gleaner/extractors/doc"
	"gleaner/schemas"
)

// phrasesAnchor is the reference time of the phrases.
const phrasesAnchor = "2013-02-12T04:30:00-02:00"

// PhraseReport counts phrases whose value came out as expected.
type PhraseReport struct {
	Accuracy
	Wrong []Mistake `json:"-"`
}

// ScorePhrases holds the values of the stages against a file of phrases with
// expected values in the notation of duckling's corpus, value TAB phrase. A
// time is right when it starts at the expected moment, a sum when number and
// currency agree, a number or duration when the number does. Phrases that
// hold no value ("NEGATIVE") are passed over.
func ScorePhrases(stages []extractors.Stage, path string) (*PhraseReport, error) {
	engine, err := extractors.New(stages...)
	if err != nil {
		return nil, err
	}
	r := new(PhraseReport)
	err = EachLine(path, func(line string) error {
		want, text, ok := strings.Cut(line, "\t")
		if !ok || want == "NEGATIVE" {
			return nil
		}
		got, err := valuesOf(engine, text)
		if err != nil {
			return fmt.Errorf("phrase %q: %w", text, err)
		}
		right := anyAsExpected(want, got)
		r.count(right)
		if !right {
			r.Wrong = append(r.Wrong, Mistake{path, "phrase", "", text, fmt.Sprintf("%s got %+v", want, got)})
		}
		return nil
	})
	return r, err
}

func valuesOf(engine *extractors.Engine, text string) ([]doc.Value, error) {
	d := extractors.Document(context.Background(), &schemas.Article{Text: text, PublishedAt: phrasesAnchor, Language: "en"})
	defer d.Release()
	if err := engine.Apply(d); err != nil {
		return nil, err
	}
	return append([]doc.Value(nil), d.Values...), nil
}

func anyAsExpected(want string, got []doc.Value) bool {
	for _, v := range got {
		if asExpected(want, v) {
			return true
		}
	}
	return false
}

// expectedTime is the first moment of an expected time.
var expectedTime = regexp.MustCompile(`\((\d+), (\d+), (\d+), (\d+), (\d+), (\d+)\)`)

// expectedNumber is the first number of an expected sum.
var expectedNumber = regexp.MustCompile(`-?[\d.]+(e\d+)?`)

// expectedCurrency leads from duckling's names of currencies to codes.
var expectedCurrency = map[string]string{"Dollar": "USD", "Pound": "GBP", "Cent": "USD"}

func asExpected(want string, v doc.Value) bool {
	head, rest, _ := strings.Cut(want, " ")
	if m := expectedTime.FindStringSubmatch(want); m != nil {
		return v.Kind == doc.TimeValue && strings.HasPrefix(v.From, pad(m[1], 4)+"-"+pad(m[2], 2)+"-"+pad(m[3], 2)) &&
			(len(v.From) == len("2006-01-02") || strings.HasSuffix(v.From, pad(m[4], 2)+":"+pad(m[5], 2)+":"+pad(m[6], 2)))
	}
	number, err := strconv.ParseFloat(expectedNumber.FindString(rest), 64)
	if err != nil {
		return false
	}
	switch head {
	case "simple", "between", "under", "above":
		unit, _, _ := strings.Cut(rest, " ")
		if code := expectedCurrency[unit]; code != "" {
			if unit == "Cent" {
				number /= 100
			}
			unit = code
		}
		return v.Kind == doc.MoneyValue && v.Number == number && v.Unit == unit
	case "DurationData":
		return v.Kind == doc.DurationValue && v.Number == number && strings.EqualFold(rest[strings.IndexByte(rest, ' ')+1:], v.Unit)
	}
	return v.Number == number
}

func pad(s string, n int) string { return strings.Repeat("0", max(0, n-len(s))) + s }

package values_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gleaner/extractors/doc"
	"gleaner/extractors/segment"
	"gleaner/extractors/values"
)

// apply segments the text, tags it by a few endings, and reads its values.
// The publication date is Wednesday, 14 March 2018, unless published says else.
func apply(t testing.TB, text, published string) *doc.Doc {
	t.Helper()
	d := doc.New(context.Background())
	t.Cleanup(d.Release)
	d.Raw, d.Text, d.Published = text, text, published
	if err := segment.New().Apply(d); err != nil {
		t.Fatal(err)
	}
	for i := range d.Tokens {
		d.Tokens[i].Tag = tagOf(d.Tokens[i].Lower)
	}
	if err := values.New().Apply(d); err != nil {
		t.Fatal(err)
	}
	return d
}

func tagOf(lower string) doc.Tag {
	switch lower {
	case "will", "may":
		return doc.MD
	case "said", "fell", "grew":
		return doc.VBD
	case "new", "full":
		return doc.JJ
	}
	if strings.HasSuffix(lower, "s") && len(lower) > 3 {
		return doc.NNS
	}
	return doc.IN
}

func TestTimes(t *testing.T) {
	tests := []struct{ text, want string }{
		{"It opened today .", "today=2018-03-14"},
		{"It opened on Tuesday .", "Tuesday=2018-03-13"},
		{"It will open on Tuesday .", "Tuesday=2018-03-20"},
		{"It opened last Wednesday .", "last Wednesday=2018-03-07"},
		{"It opened on Friday, March 2 .", "Friday, March 2=2018-03-02"},
		{"It opened on 3 May 2017 .", "3 May 2017=2017-05-03"},
		{"It opened on May 3, 2017 .", "May 3, 2017=2017-05-03"},
		{"It opened on December 20 .", "December 20=2017-12-20"},
		{"It opened in October .", "October=2017-10"},
		{"It will open in October .", "October=2018-10"},
		{"It opened in March 2016 .", "March 2016=2016-03"},
		{"It opened in 2009 .", "2009=2009"},
		{"It opened in the 1990s .", "the 1990s=199"},
		{"It opened last year .", "last year=2017"},
		{"It opens next month .", "next month=2018-04"},
		{"It opened earlier this week .", "earlier this week=2018-W11"},
		{"It opened in the third quarter of 2017 .", "the third quarter of 2017=2017-Q3"},
		{"It grew in the fourth quarter .", "the fourth quarter=2017-Q4"},
		{"It opened two weeks ago .", "two weeks ago=2018-W09"},
		{"It grew over the past two years .", "the past two years=2016-01-01/2018-01-01"},
		{"It opened last summer .", "last summer=2017-06-01/2017-09-01"},
		{"It opened over the weekend .", "the weekend=2018-03-10/2018-03-12"},
		{"It opened on 2018-02-01 .", "2018-02-01=2018-02-01"},
		{"It opened on 02/25/2018 .", "02/25/2018=2018-02-25"},
		{"It opened on 25/02/2018 .", "25/02/2018=2018-02-25"},
		{"It opened at 5 p.m. on Monday .", "5 p.m.=2018-03-14T17:00:00 Monday=2018-03-12"},
		{"It may march on .", ""},
		{"Jan grew up in it .", ""},
		{"It opened on 31/31/2018 .", ""},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			d := apply(t, tt.text, "2018-03-14")
			if got := listed(d, doc.TimeValue); got != tt.want {
				t.Errorf("times %q, want %q", got, tt.want)
			}
		})
	}
}

func TestTimesWithoutPublicationDate(t *testing.T) {
	tests := []struct{ text, want, from string }{
		{"It opened last year .", "last year=last year", ""},
		{"It opened on Tuesday .", "Tuesday=tuesday", ""},
		{"It opened on May 3 .", "May 3=may 3", ""},
		{"It opened on May 3, 2017 .", "May 3, 2017=2017-05-03", "2017-05-03"},
		{"It opened two weeks ago .", "two weeks ago=two weeks ago", ""},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			d := apply(t, tt.text, "")
			if got := listed(d, doc.TimeValue); got != tt.want || d.Values[0].From != tt.from {
				t.Errorf("times %q from %q, want %q from %q", got, d.Values[0].From, tt.want, tt.from)
			}
		})
	}
}

func TestMoney(t *testing.T) {
	tests := []struct{ text, want string }{
		{"It cost $12.9bn .", "$12.9bn=12900000000 USD"},
		{"It cost £10 million .", "£10 million=10000000 GBP"},
		{"It cost Rs 300 crore .", "Rs 300 crore=3000000000 INR"},
		{"It cost 20 mln dlrs .", "20 mln dlrs=20000000 USD"},
		{"It cost USD 5,500 .", "USD 5,500=5500 USD"},
		{"It cost five million euros .", "five million euros=5000000 EUR"},
		{"It cost half a billion dollars .", "half a billion dollars=500000000 USD"},
		{"It cost $5 million to $6 million .", "$5 million to $6 million=5000000-6000000 USD"},
		{"It cost $5-6 million .", "$5-6 million=5000000-6000000 USD"},
		{"It cost 5-6 million dollars .", "5-6 million dollars=5000000-6000000 USD"},
		{"It cost 40 Swiss francs .", "40 Swiss francs=40 CHF"},
		{"It cost 950p a share .", "950p=9.5 GBP"},
		{"It cost 3 dollars and 20 cents .", "3 dollars and 20 cents=3.2 USD"},
		{"It has $ .", ""},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			if got := listed(apply(t, tt.text, ""), doc.MoneyValue); got != tt.want {
				t.Errorf("sums %q, want %q", got, tt.want)
			}
		})
	}
}

func TestPercentagesAndCounts(t *testing.T) {
	tests := []struct {
		text, want string
		kind       doc.ValueKind
	}{
		{"It grew 5% .", "5%=5%", doc.PercentValue},
		{"It fell by 2.5 per cent .", "2.5 per cent=-2.5%", doc.PercentValue},
		{"It fell to 5 percent .", "5 percent=5%", doc.PercentValue},
		{"It grew 30 basis points .", "30 basis points=0.3%", doc.PercentValue},
		{"It cut 5,000 jobs .", "5,000 jobs=5000 jobs", doc.QuantityValue},
		{"It cut twenty-five full jobs .", "twenty-five full jobs=25 jobs", doc.QuantityValue},
		{"It took three hours .", "three hours=PT3H", doc.DurationValue},
		{"It is a nine-month deal .", "nine-month=P9M", doc.DurationValue},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			if got := listed(apply(t, tt.text, ""), tt.kind); got != tt.want {
				t.Errorf("values %q, want %q", got, tt.want)
			}
		})
	}
}

func TestComparators(t *testing.T) {
	got := map[string]string{}
	for _, text := range []string{"about $5", "up to $6", "at least $7", "more than $8", "fewer than 9 jobs", "$10-$20"} {
		got[text] = apply(t, text, "").Values[0].Comparator
	}
	want := map[string]string{"about $5": "about", "up to $6": "at_most", "at least $7": "at_least", "more than $8": "at_least", "fewer than 9 jobs": "at_most", "$10-$20": "range"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("comparators (-want +got):\n%s", diff)
	}
}

// listed writes the values of a kind as text=value.
func listed(d *doc.Doc, kind doc.ValueKind) string {
	var all []string
	for _, v := range d.Values {
		if v.Kind == kind {
			all = append(all, d.TextOf(v.Range)+"="+v.Text)
		}
	}
	return strings.Join(all, " ")
}

// FuzzApply holds that values lie within one sentence, in order and apart.
func FuzzApply(f *testing.F) {
	for _, s := range []string{"$5-6 million in March 31, 2018", "half a 99999 years ago", "the first nine months of next year", "Q4 00/00/0000 1/2", "the the $ - to and % 5 p.m."} {
		f.Add(s, "2018-03-14")
		f.Add(s, "")
	}
	f.Fuzz(func(t *testing.T, text, published string) {
		if len(text) > 2000 {
			return
		}
		d := apply(t, text, published)
		end := int32(0)
		for _, v := range d.Values {
			if v.First < end || v.End <= v.First || int(v.End) > len(d.Tokens) || d.SentenceAt(v.First) != d.SentenceAt(v.End-1) || v.Text == "" {
				t.Fatalf("value %+v after token %d of %q", v, end, text)
			}
			end = v.End
		}
	})
}

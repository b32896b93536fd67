package values_test

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gleaner/extractors/doc"
	"gleaner/extractors/lexicons"
	"gleaner/extractors/segment"
	"gleaner/extractors/values"
)

// apply segments the text, tags it by a few words and endings, and reads its
// values.
func apply(t testing.TB, text, published string) *doc.Doc {
	t.Helper()
	d := doc.New(context.Background())
	t.Cleanup(d.Release)
	d.Raw, d.Text, d.Published = text, text, published
	run(t, d)
	return d
}

func run(t testing.TB, d *doc.Doc) {
	t.Helper()
	if err := segment.New().Apply(d); err != nil {
		t.Fatal(err)
	}
	for i := range d.Tokens {
		d.Tokens[i].Tag = tagOf(d.Tokens[i].Lower)
	}
	if err := values.New().Apply(d); err != nil {
		t.Fatal(err)
	}
}

func tagOf(lower string) doc.Tag {
	switch lower {
	case "will", "would", "may":
		return doc.MD
	case "meet":
		return doc.VB
	case "sold", "expected":
		return doc.VBN
	case "yet":
		return doc.RB
	case "said", "told", "fell", "grew", "rose", "opened", "cut", "met", "cost":
		return doc.VBD
	case "new", "full", "third", "21st", "recent":
		return doc.JJ
	case "staff", "drop", "cap", "deal", "rate", "statement":
		return doc.NN
	case "island", "reuters":
		return doc.NNP
	case "its", "the", "a":
		return doc.DT
	}
	if strings.HasSuffix(lower, "s") && len(lower) > 3 {
		return doc.NNS
	}
	return doc.IN
}

// timeTests are read on Wednesday, 14 March 2018.
var timeTests = []struct{ text, want string }{
	{"It opened today .", "today=2018-03-14"},
	{"It opened in 2009 . Two years later it fell .", "2009=2009 Two years later=2011"},
	{"It grew . Two years later it fell .", "Two years later=two years later"},
	{"It opened in 2009 and fell in October of that year .", "2009=2009 October of that year=2009-10"},
	{"It fell in October of that year .", "October of that year=october of that year"},
	{"It cut April deals .", "April=2018-04"},
	{"It opened in early April .", "early April=2017-04"},
	{"It grew over the last decade .", "the last decade=P10Y"},
	{"It said it would meet on Friday .", "Friday=2018-03-16"},
	{"It has not yet sold it in six months .", ""},
	{"It was higher than expected in October .", "October=2017-10"},
	{"It rose in the fourth week of September .", "the fourth week of September=2017-W39"},
	{"It opened this fall .", "this fall=2018-FA"},
	{"The deal expires on October 30 .", "October 30=2018-10-30"},
	{"It opened in Lent .", "Lent=2018-02-14/2018-04-01"},
	{"It will open at 0830 hours .", "0830 hours=2018-03-14T08:30"},
	{"It will have its start on Friday .", "Friday=2018-03-16"},
	{"It opened late on Friday .", "late on Friday=2018-03-09"},
	{"OSLO, March 14 - Dec 31 year", "March 14=2018-03-14 Dec 31=2017-12-31"},
	{"It will be shut for 18 weeks from March 19 through July .", "March 19=2018-03-19 July=2018-07"},
	{"It has grown since 9/11 .", "9/11=2001-09-11"},
	{"It has grown since the Sept. 11 attacks .", "Sept. 11=2001-09-11"},
	{"It closed at the end of the day .", "the end of the day=2018-03-14"},
	{"It opened on Tuesday .", "Tuesday=2018-03-13"},
	{"It will open on Tuesday .", "Tuesday=2018-03-20"},
	{"On Tuesday , it will open .", "Tuesday=2018-03-20"},
	{"It opened last Wednesday .", "last Wednesday=2018-03-07"},
	{"It will open next Friday .", "next Friday=2018-03-23"},
	{"It opened on Tuesday last week .", "Tuesday last week=2018-03-06"},
	{"It will open on Friday of next week .", "Friday of next week=2018-03-23"},
	{"It opened on Friday, March 2 .", "Friday, March 2=2018-03-02"},
	{"It opened on Friday, July 14 .", "Friday, July 14=2017-07-14"},
	{"It will open on Tuesday the 20th .", "Tuesday the 20th=2018-03-20"},
	{"It opened on 3 May 2017 .", "3 May 2017=2017-05-03"},
	{"It opened on May 3, 2017 .", "May 3, 2017=2017-05-03"},
	{"It opened on the 3rd of May 2017 .", "the 3rd of May 2017=2017-05-03"},
	{"It opened on December 20 .", "December 20=2017-12-20"},
	{"It will open on the 20th of next month .", "the 20th of next month=2018-04-20"},
	{"It opened on May 3-5, 2017 .", "May 3-5, 2017=2017-05-03/2017-05-06"},
	{"It opened from the 3rd to the 5th of May 2017 .", "the 3rd to the 5th of May 2017=2017-05-03/2017-05-06"},
	{"It opened in October .", "October=2017-10"},
	{"It will open in October .", "October=2018-10"},
	{"It opened last November .", "last November=2017-11"},
	{"It opened in March 2016 .", "March 2016=2016-03"},
	{"It opened on April 22 last year .", "April 22 last year=2017-04-22"},
	{"It opened in 2009 .", "2009=2009"},
	{"It opened in nineteen ninety-six .", "nineteen ninety-six=1996"},
	{"It opened in 2014 BC .", ""},
	{"It opened in the 1990s .", "the 1990s=199"},
	{"It opened in the mid-1990s .", "the mid-1990s=199"},
	{"It opened last year .", "last year=2017"},
	{"It opens next month .", "next month=2018-04"},
	{"It opened earlier this week .", "earlier this week=2018-W11"},
	{"It will open by the end of the year .", "the end of the year=2018"},
	{"It will open by year-end .", "year-end=2018"},
	{"It opened in the third quarter of 2017 .", "the third quarter of 2017=2017-Q3"},
	{"It grew in the fourth quarter .", "the fourth quarter=2017-Q4"},
	{"It grew in Q3 2017 .", "Q3 2017=2017-Q3"},
	{"It grew in the first half of 2017 .", "the first half of 2017=2017-H1"},
	{"It grew in the first nine months of 2017 .", "the first nine months of 2017=P9M"},
	{"It grew in next year's first quarter .", "next year's first quarter=2019-Q1"},
	{"It opened two weeks ago .", "two weeks ago=2018-W09"},
	{"It will open in two weeks .", "in two weeks=2018-W13"},
	{"It opened three days after Christmas .", "three days after Christmas=2017-12-28"},
	{"It opened two Fridays ago .", "two Fridays ago=2018-03-02"},
	{"It grew over the past two years .", "the past two years=P2Y"},
	{"It opened last summer .", "last summer=2017-SU"},
	{"It opened in the spring of 2017 .", "the spring of 2017=2017-SP"},
	{"It opened over the weekend .", "the weekend=2018-W10-WE"},
	{"It opened on 2018-02-01 .", "2018-02-01=2018-02-01"},
	{"It opened on 02/25/2018 .", "02/25/2018=2018-02-25"},
	{"It opened on 25/02/2018 .", "25/02/2018=2018-02-25"},
	{"It opened on 25/02/2018 and 03/02/2018 .", "25/02/2018=2018-02-25 03/02/2018=2018-02-03"},
	{"It opened on 25.2.2018 .", "25.2.2018=2018-02-25"},
	{"It opened on 31-Oct-74 .", "31-Oct-74=1974-10-31"},
	{"It opened on 31/31/2018 .", ""},
	{"It opened at 2018-02-01T10:30:00Z .", "2018-02-01T10:30:00Z=2018-02-01T10:30"},
	{"It opened at 5 p.m. on Monday .", "5 p.m. on Monday=2018-03-12T17:00"},
	{"It opened on Monday at 17:30 .", "Monday at 17:30=2018-03-12T17:30"},
	{"It opened on Monday from 9:30 to 11:00 .", "Monday from 9:30 to 11:00=2018-03-12T09:30:00/2018-03-12T11:00:00"},
	{"It opened 3-4pm .", "3-4pm=2018-03-14T15:00"},
	{"It opened on Monday morning .", "Monday morning=2018-03-12TMO"},
	{"It opened last night .", "last night=2018-03-13TNI"},
	{"It opened at half past three p.m. .", "half past three p.m.=2018-03-14T15:30"},
	{"It opened on the first Monday of May 2017 .", "the first Monday of May 2017=2017-05-01"},
	{"It opened on the last day of February 2016 .", "the last day of February 2016=2016-02-29"},
	{"It was open from March to May 2017 .", "March to May 2017=2017-03-01/2017-06-01"},
	{"It was open from 1998 to 2001 .", "1998 to 2001=1998-01-01/2002-01-01"},
	{"It opened on New Year's Eve .", "New Year's Eve=2017-12-31"},
	{"It opened on Thanksgiving 2017 .", "Thanksgiving 2017=2017-11-23"},
	{"It opened on Good Friday 2018 .", "Good Friday 2018=2018-03-30"},
	{"It opened on Eid al-Fitr 2018 .", "Eid al-Fitr 2018=2018-06-15"},
	{"It was closed during Ramadan 2018 .", "Ramadan 2018=2018-05-16/2018-06-15"},
	{"It opened after Diwali 2019 .", "Diwali 2019=2019-10-27"},
	{"It opened on Diwali 1066 .", "Diwali 1066=diwali 1066"},
	{"It opened on Yom Kippur 2018 .", "Yom Kippur 2018=2018-09-19"},
	{"It opened on Easter Island .", ""},
	{"It may march on .", ""},
	{"Jan grew up in it .", ""},
	{"Its sales were for the year ended December 31, 2017 .", "the year=2017 December 31, 2017=2017-12-31"},
	{"Its sales were for the year ended June 30, 2017 .", "the year=P1Y June 30, 2017=2017-06-30"},
	{"Its sales were for the quarter to June 2017 .", "the quarter=2017-Q2 June 2017=2017-06"},
	{"It won in the second half .", ""},
	{"It will win for the first time in 11 years .", ""},
	{"Its first quarter ended December 31, 2017 .", "first quarter=2017-Q4 December 31, 2017=2017-12-31"},
	{"It opened on April one .", "April one=2018-04-01"},
	{"It opened in 2008 and fell the following year .", "2008=2008 the following year=2009"},
	{"It fell the previous week .", "the previous week=2018-W10"},
	{"It won the 1500m in 2017 .", "2017=2017"},
	{"It said on Tuesday it will open .", "Tuesday=2018-03-13"},
	{"It told Reuters late on Tuesday it will open .", "late on Tuesday=2018-03-13"},
	{"It said in a statement on March 5 it will open .", "March 5=2018-03-05"},
	{"It said in a deal statement on March 5 it will open .", "March 5=2018-03-05"},
	{"It said on island on Tuesday it will open .", "Tuesday=2018-03-20"},
	{"It will open , it said on Monday .", "Monday=2018-03-12"},
	{"It was extended until June .", "June=2018-06"},
	{"It postponed the deal to September .", "September=2018-09"},
	{"It will start in October .", "October=2018-10"},
	{"It will end next week .", "next week=2018-W12"},
	{"It opened at the start of May 2017 .", "the start of May 2017=2017-05"},
	{"It opened on Feb. 29, 2016 .", "Feb. 29, 2016=2016-02-29"},
	{"It opened on Feb. 29, 2017 .", "Feb. 29, 2017=feb. 29, 2017"},
	{"It runs iOS 17.4.1 .", ""},
	{"It fell in the 9/11 attacks .", ""},
	{"Island May met it .", ""},
	{"It opened in April Island .", "April=2017-04"},
	{"April Island met it .", ""},
	{"It was licensed to end-July .", "end-July=2017-07"},
	{"It grew in Q3 FY17 .", "Q3 FY17=2017-Q3"},
	{"It grew in H1 FY2017 .", "H1 FY2017=2017-H1"},
	{"It opened in March and April 2016 .", "March=2016-03 April 2016=2016-04"},
	{"It opened in December and January 2017 .", "December=2016-12 January 2017=2017-01"},
}

func TestTimes(t *testing.T) {
	for _, tt := range timeTests {
		t.Run(tt.text, func(t *testing.T) {
			d := apply(t, tt.text, "2018-03-14")
			if got := listed(d, doc.TimeValue); got != tt.want {
				t.Errorf("times %q, want %q", got, tt.want)
			}
		})
	}
}

// TestTimeEnds holds the ends of what TIMEX3 writes as a duration, a season or a
// whole that is narrowed.
func TestTimeEnds(t *testing.T) {
	tests := []struct{ text, from, to, grain string }{
		{"It grew over the past two years .", "2016-01-01", "2018-01-01", "year"},
		{"It grew over the last decade .", "2008-01-01", "2018-01-01", "year"},
		{"It will grow over the next decade .", "2019-01-01", "2029-01-01", "year"},
		{"It grew in the six months ending 30 June 2017 .", "2017-01-01", "2017-07-01", "month"},
		{"It grew in the first nine months of 2017 .", "2017-01-01", "2017-10-01", "month"},
		{"It opened last summer .", "2017-06-01", "2017-09-01", "month"},
		{"It opened over the weekend .", "2018-03-10", "2018-03-12", "day"},
		{"It opened in early March 2017 .", "2017-03-01", "2017-03-11", "day"},
		{"It opened at the end of 2017 .", "2017-09-01", "2018-01-01", "month"},
		{"It opened in the late 1990s .", "1997-01-01", "2000-01-01", "year"},
		{"It opened earlier this week .", "2018-03-12", "2018-03-15", "day"},
		{"It will open later this year .", "2018-03-14", "2019-01-01", "day"},
		{"It opened on Monday morning .", "2018-03-12T00:00:00", "2018-03-12T12:00:00", "hour"},
		{"It opened late last night .", "2018-03-13T21:00:00", "2018-03-14T00:00:00", "hour"},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			d := apply(t, tt.text, "2018-03-14")
			v := d.Values[0]
			if v.From != tt.from || v.To != tt.to || v.Grain != tt.grain {
				t.Errorf("%s..%s %s, want %s..%s %s", v.From, v.To, v.Grain, tt.from, tt.to, tt.grain)
			}
		})
	}
}

// TestZones holds that a time in a zone is told in that of the article.
func TestZones(t *testing.T) {
	tests := []struct{ text, published, from string }{
		{"It opened at 8:00 GMT .", "2018-03-14T10:00:00+01:00", "2018-03-14T09:00:00"},
		{"It opened at 5 p.m. EST .", "2018-03-14T23:00:00Z", "2018-03-14T22:00:00"},
		{"It opened at 0900 GMT .", "2018-03-14", "2018-03-14T09:00:00"},
		{"It will open at 3 a.m. .", "2018-03-14T10:00:00Z", "2018-03-15T03:00:00"},
		{"It opened at 5 p.m. .", "2018-03-14T10:00:00Z", "2018-03-13T17:00:00"},
		{"It opened two hours ago .", "2018-03-14T10:00:00Z", "2018-03-14T08:00:00"},
		{"It opened two hours ago .", "2018-03-14", "2018-03-14"},
	}
	for _, tt := range tests {
		t.Run(tt.text+tt.published, func(t *testing.T) {
			if got := apply(t, tt.text, tt.published).Values[0].From; got != tt.from {
				t.Errorf("from %s, want %s", got, tt.from)
			}
		})
	}
}

// TestArticle holds what is read from beyond the sentence: the quarter spoken
// of, the end of the company's year, the order of numeric dates, headings.
func TestArticle(t *testing.T) {
	tests := []struct{ name, url, text, want string }{
		{"year-ago quarter", "", "Profit rose in the third quarter of 2017 . It was $5 a share , up from $4 a year ago .", "the third quarter of 2017=2017-Q3 a year ago=2016-Q3"},
		{"the quarter", "", "Profit rose in the third quarter of 2017 . Sales fell in the quarter . They rose in the year-earlier period .", "the third quarter of 2017=2017-Q3 the quarter=2017-Q3 the year-earlier period=2016-Q3"},
		{"same period", "", "Profit rose in the third quarter of 2017 . It fell in the same period last year .", "the third quarter of 2017=2017-Q3 the same period last year=2017-Q3"},
		{"fiscal quarter", "", "Sales rose in the fiscal year ended June 30, 2017 . They fell in the third quarter of fiscal 2017 .", "the fiscal year=P1Y June 30, 2017=2017-06-30 the third quarter of fiscal 2017=2017-Q1"},
		{"fiscal quarter of an unknown year", "", "Sales rose in the fiscal third quarter .", "the fiscal third quarter=the fiscal third quarter"},
		{"heading", "", "Outlook\n\nThe board meets on Tuesday .\n\nBackground\n\nThe board meets on Tuesday .", "Tuesday=2018-03-20 Tuesday=2018-03-13"},
		{"site with day first", "https://news.example.co.uk/a", "It opened on 03/02/2018 .", "03/02/2018=2018-02-03"},
		{"site with month first", "https://news.example.com/a", "It opened on 03/02/2018 .", "03/02/2018=2018-03-02"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := doc.New(context.Background())
			t.Cleanup(d.Release)
			d.Raw, d.Text, d.Published, d.URL = tt.text, tt.text, "2018-03-14", tt.url
			run(t, d)
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
		{"It opened on Christmas .", "Christmas=christmas", ""},
		{"It opened on Christmas 2017 .", "Christmas 2017=2017-12-25", "2017-12-25"},
		{"It opened at 5 p.m. on Monday .", "5 p.m. on Monday=5 p.m. on monday", ""},
		{"It opened early next week .", "early next week=early next week", ""},
		{"It grew in the quarter .", "the quarter=the quarter", ""},
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

// TestLaterThanATimeTold: an article without a date may still tell when.
func TestLaterThanATimeTold(t *testing.T) {
	text, want := "It opened in 2009 . Two years later it fell . It met on May 3 of that year .", "2009=2009 Two years later=2011 May 3 of that year=2011-05-03"
	if got := listed(apply(t, text, ""), doc.TimeValue); got != want {
		t.Errorf("times %q, want %q", got, want)
	}
}

func TestVagueTimes(t *testing.T) {
	tests := []struct{ text, want string }{
		{"It is open now .", "now=PRESENT_REF"},
		{"It opened recently .", "recently=PAST_REF"},
		{"It grew in recent weeks .", "recent weeks=PXW"},
		{"It will open soon .", "soon=FUTURE_REF"},
		{"It will open in the near future .", "the near future=FUTURE_REF"},
		{"It was open for several months .", "several months=PXM"},
		{"It opened as soon as it was ready .", ""},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			d := apply(t, tt.text, "2018-03-14")
			if got := listed(d, doc.VagueTimeValue); got != tt.want {
				t.Errorf("vague times %q, want %q", got, tt.want)
			}
			for _, v := range d.Values {
				if v.From != "" || v.To != "" {
					t.Errorf("%q has ends %s..%s", v.Text, v.From, v.To)
				}
			}
		})
	}
}

func TestMoney(t *testing.T) {
	tests := []struct{ text, want string }{
		{"It cost $12.9bn .", "$12.9bn=12900000000 USD"},
		{"It cost $12.9bn (£10bn) .", "$12.9bn=12900000000 USD £10bn=10000000000 GBP"},
		{"It cost £10 million .", "£10 million=10000000 GBP"},
		{"It cost Rs 300 crore .", "Rs 300 crore=3000000000 INR"},
		{"It cost 20 mln dlrs .", "20 mln dlrs=20000000 USD"},
		{"It cost USD 5,500 .", "USD 5,500=5500 USD"},
		{"It cost USD3.14 .", "USD3.14=3.14 USD"},
		{"It cost HK$3bn .", "HK$3bn=3000000000 HKD"},
		{"It cost five million euros .", "five million euros=5000000 EUR"},
		{"It cost two and a half million euros .", "two and a half million euros=2500000 EUR"},
		{"It cost half a billion dollars .", "half a billion dollars=500000000 USD"},
		{"It cost $5 million to $6 million .", "$5 million to $6 million=5000000-6000000 USD"},
		{"It cost $5-6 million .", "$5-6 million=5000000-6000000 USD"},
		{"It cost 5-6 million dollars .", "5-6 million dollars=5000000-6000000 USD"},
		{"It cost between 5 and 6 dollars .", "5 and 6 dollars=5-6 USD"},
		{"It cost 40 Swiss francs .", "40 Swiss francs=40 CHF"},
		{"It cost 40 dinars .", "40 dinars=40"},
		{"It cost Jordan 40 dinars .", "40 dinars=40 JOD"},
		{"It cost 40 Iraqi dinars .", "40 Iraqi dinars=40 IQD"},
		{"It cost 950p a share .", "950p=9.5 GBP"},
		{"It cost 3 dollars and 20 cents .", "3 dollars and 20 cents=3.2 USD"},
		{"It has $ .", ""},
		{"It cost $10 to $20 million .", "$10 to $20 million=10000000-20000000 USD"},
		{"It cost between $1.1 and $1.4 billion .", "$1.1 and $1.4 billion=1100000000-1400000000 USD"},
		{"It cost $500 to $1 million .", "$500 to $1 million=500-1000000 USD"},
		{"It rose $5 million to $30 million .", "$5 million=5000000 USD $30 million=30000000 USD"},
		{"It rose from $5 million to $30 million .", "$5 million to $30 million=5000000-30000000 USD"},
		{"It cost €3,5 million .", "€3,5 million=3500000 EUR"},
		{"It cost €1.200,50 .", "€1.200,50=1200.5 EUR"},
		{"It cost Rs 1,00,000 .", "Rs 1,00,000=100000 INR"},
		{"It cost RM250,000 .", "RM250,000=250000 MYR"},
		{"It cost RM1,250,000 .", "RM1,250,000=1250000 MYR"},
		{"It cost $2.20 a pound .", "$2.20=2.2 USD"},
		{"It met three $5 million deals .", "$5 million=5000000 USD"},
		{"It cost between ten and twenty-two million euros .", "ten and twenty-two million euros=10000000-22000000 EUR"},
		{"It cost 1.6 or 1.7 billion dollars .", "1.6 or 1.7 billion dollars=1600000000-1700000000 USD"},
		{"It cut a 26 cents or $30 million deal .", "26 cents=0.26 USD $30 million=30000000 USD"},
		{"It fell by a franc statement .", ""},
		{"It rose above the 4,000 mark .", ""},
		{"It had 482 marks .", ""},
		{"It cost 20 million marks .", "20 million marks=20000000 DEM"},
		{"It cost 20 German marks .", "20 German marks=20 DEM"},
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
		{"It grew 5% .", "5%=+5%", doc.PercentValue},
		{"It had 5% .", "5%=5%", doc.PercentValue},
		{"It fell by 2.5 per cent .", "2.5 per cent=-2.5%", doc.PercentValue},
		{"It fell to 5 percent .", "5 percent=5%", doc.PercentValue},
		{"It saw a 5% drop .", "5%=-5%", doc.PercentValue},
		{"It had a 5% drop to 3% .", "5%=5% 3%=3%", doc.PercentValue},
		{"It had less than 5% .", "5%=5%", doc.PercentValue},
		{"It had 5% less .", "5%=-5%", doc.PercentValue},
		{"It had minus 5% .", "minus 5%=-5%", doc.PercentValue},
		{"It had 7-1/4 pct .", "7-1/4 pct=7.25%", doc.PercentValue},
		{"It grew 30 basis points .", "30 basis points=+0.3%", doc.PercentValue},
		{"It had 5 to 7 percent .", "5 to 7 percent=5-7%", doc.PercentValue},
		{"It rose 5 to 7 percent .", "5 to 7 percent=5-7%", doc.PercentValue},
		{"It raised it by 5 percent to 20 percent .", "5 percent=5% 20 percent=20%", doc.PercentValue},
		{"It cut 33.13 mln jobs .", "33.13 mln jobs=33130000 jobs", doc.QuantityValue},
		{"It cut 12.5% jobs .", "", doc.QuantityValue},
		{"It cut 5,000 jobs .", "5,000 jobs=5000 jobs", doc.QuantityValue},
		{"It cut twenty-five full jobs .", "twenty-five full jobs=25 jobs", doc.QuantityValue},
		{"It cut 200 to 300 jobs .", "200 to 300 jobs=200-300 jobs", doc.QuantityValue},
		{"It cut three million two hundred thousand jobs .", "three million two hundred thousand jobs=3200000 jobs", doc.QuantityValue},
		{"It cut one in three staff .", "one in three staff=1/3 staff", doc.QuantityValue},
		{"It cut two-thirds of its staff .", "two-thirds of its staff=2/3 staff", doc.QuantityValue},
		{"It cut half of the jobs .", "half of the jobs=1/2 jobs", doc.QuantityValue},
		{"It is the 21st deal .", "21st=21st", doc.OrdinalValue},
		{"It is the third deal .", "third=3rd", doc.OrdinalValue},
		{"It took three hours .", "three hours=PT3H", doc.DurationValue},
		{"It is a nine-month deal .", "nine-month=P9M", doc.DurationValue},
		{"It took two years and three months .", "two years and three months=P2Y3M", doc.DurationValue},
		{"It took an hour and a half .", "an hour and a half=PT1H30M", doc.DurationValue},
		{"It took 5 1/2 hours .", "5 1/2 hours=PT5H30M", doc.DurationValue},
		{"It took two-and-a-half years .", "two-and-a-half years=P2Y6M", doc.DurationValue},
		{"It took 7.27 seconds .", "7.27 seconds=PT7.27S", doc.DurationValue},
		{"It took 1.79 years .", "1.79 years=P1.79Y", doc.DurationValue},
		{"It took three-quarters of it .", "", doc.DurationValue},
		{"It took 12 to 18 months .", "12 to 18 months=P12M/P18M", doc.DurationValue},
		{"It met a 6-year-old .", "", doc.DurationValue},
		{"It cost 5 cars a day .", "", doc.DurationValue},
		{"It took nine mths .", "nine mths=P9M", doc.DurationValue},
		{"It had 1986 sales .", "", doc.QuantityValue},
		{"It had 1986 sales .", "1986=1986", doc.TimeValue},
		{"It had about 2000 sales .", "2000 sales=2000 sales", doc.QuantityValue},
		{"It met Covid-19 cases .", "", doc.QuantityValue},
		{"It had the 1987-90 crops .", "the 1987-90=1987-01-01/1991-01-01", doc.TimeValue},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			if got := listed(apply(t, tt.text, ""), tt.kind); got != tt.want {
				t.Errorf("values %q, want %q", got, tt.want)
			}
		})
	}
}

// TestOldMarks: marks are money while there were some.
func TestOldMarks(t *testing.T) {
	for published, want := range map[string]string{"1987-03-02": "482 marks=482 DEM", "2018-03-14": ""} {
		if got := listed(apply(t, "It cost 482 marks .", published), doc.MoneyValue); got != want {
			t.Errorf("%s: sums %q, want %q", published, got, want)
		}
	}
}

// TestRangeOfMoney: a range has both its ends.
func TestRangeOfMoney(t *testing.T) {
	for text, want := range map[string][2]float64{"$10-$20": {10, 20}, "between $1.5 billion and $2 billion": {1.5e9, 2e9}, "10-20 million dollars": {1e7, 2e7}, "$10-20 million": {1e7, 2e7}, "at least $7": {7, 0}} {
		v := apply(t, text, "").Values[0]
		if got := [2]float64{v.Number, v.Upper}; got != want {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
	}
}

func TestComparators(t *testing.T) {
	want := map[string]string{
		"about $5": "about", "up to $6": "at_most", "at least $7": "at_least", "more than $8": "at_least", "fewer than 9 jobs": "at_most", "$10-$20": "range",
		"no more than $9": "at_most", "not less than $9": "at_least", "as many as 9 jobs": "at_most", "$9 or more": "at_least", "$9 or so": "about",
		"in excess of $9": "at_least", "under a five-year deal": "", "by May 2017": "at_most", "since May 2017": "at_least", "around May 2017": "about",
	}
	got := map[string]string{}
	for text := range want {
		got[text] = apply(t, text, "").Values[0].Comparator
	}
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

// FuzzApply holds that values lie within one sentence, in order and apart; that
// numbers are finite; that times end after they start, have both ends or none,
// and none without a publication date where the words alone do not tell.
func FuzzApply(f *testing.F) {
	for _, tt := range timeTests {
		f.Add(tt.text, "2018-03-14")
	}
	for _, s := range []string{
		"$5-6 million in March 31, 2018", "half a 99999 years ago", "the first nine months of next year", "Q4 00/00/0000 1/2", "the the $ - to and % 5 p.m.",
		"one in three hundred of the quarter a year ago", "from 9:30 - 11 GMT on Eid 9999", "two thousand and twenty hundred years and a half and a half",
		"the third last week of 2018", "31st of February to 30 next month", "1,2,3 and 4 hours 5 minutes 6 seconds", "1e9 million trillion trillion years ago",
	} {
		f.Add(s, "2018-03-14T10:00:00+05:30")
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
			if math.IsNaN(v.Number) || math.IsInf(v.Number, 0) {
				t.Fatalf("number of %+v in %q", v, text)
			}
			if (v.From == "") != (v.To == "") || v.From != "" && (v.Kind != doc.TimeValue || !before(v.From, v.To) || v.Grain == "") {
				t.Fatalf("ends of %+v in %q", v, text)
			}
			end = v.End
		}
	})
}

// TestFeastsCard holds that the card is the list's.
func TestFeastsCard(t *testing.T) {
	raw, err := os.ReadFile("feasts.card.json")
	if err != nil {
		t.Fatal(err)
	}
	var card lexicons.Card
	if err := json.Unmarshal(raw, &card); err != nil {
		t.Fatal(err)
	}
	list, err := os.ReadFile("feasts.tsv")
	if err != nil {
		t.Fatal(err)
	}
	days := 0
	for line := range strings.Lines(string(list)) {
		names, all, ok := strings.Cut(line, "\t")
		if !ok || names == "" {
			t.Errorf("line %q has no names", line)
		}
		days += len(strings.Fields(all))
	}
	if got := fmt.Sprintf("%x", sha256.Sum256(list)); got != card.SHA256 || days != card.Entries || len(card.Origins) == 0 || card.Origins[0].Licence == "" {
		t.Errorf("card %+v, the list has %d days and checksum %s", card, days, got)
	}
}

// before says whether both are ISO 8601 and a lies before b.
func before(a, b string) bool {
	at := func(s string) (time.Time, bool) {
		for _, layout := range [...]string{time.DateOnly, "2006-01-02T15:04:05"} {
			if t, err := time.Parse(layout, s); err == nil {
				return t, true
			}
		}
		return time.Time{}, false
	}
	from, ok := at(a)
	to, end := at(b)
	return ok && end && from.Before(to)
}

// TestNoTimes are words that look like times and are none.
func TestNoTimes(t *testing.T) {
	for _, text := range []string{
		"It lent them money .", "It stores 526 hours of talk .", "It played in a 4-4-2 formation .", "At the end of the day, staff want a deal .",
		"It is up to the DEC .", "It met the Sunday Times .", "It met Saturday Night Live staff .", "It met Island Today .", "It met staff in Tomorrow Island .",
	} {
		if got := listed(apply(t, text, "2018-03-14"), doc.TimeValue); got != "" {
			t.Errorf("%s times %q, want none", text, got)
		}
	}
}

package replay

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gleaner/schemas"
)

func extraction(article string, events ...schemas.Event) *schemas.Extraction {
	return &schemas.Extraction{Article: schemas.ArticleInfo{ID: article}, Events: events, Producer: schemas.Producer{Name: "gleaner", Version: "1", Engine: "ours"}}
}

func event(id, typ string, status schemas.Status) schemas.Event {
	return schemas.Event{ID: id, Type: typ, Status: status, Trigger: schemas.Span{Text: typ + "ned"}, Sentence: schemas.Span{Text: "Fennmark acts."}}
}

func TestComparison(t *testing.T) {
	c, err := NewComparison(1)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	add := func(side Side, x *schemas.Extraction) {
		if err := c.Add(side, x); err != nil {
			t.Fatal(err)
		}
	}
	add(Old, extraction("a", event("1", "ban", schemas.Actual)))
	add(Old, extraction("a", event("1", "ban", schemas.Actual), event("2", "fine", schemas.Possible), event("3", "deal", schemas.Actual))) // the last counts
	add(Old, extraction("gone", event("4", "ban", schemas.Actual)))
	changed := event("2", "fine", schemas.Actual)
	changed.Confidence = 0.3
	add(New, extraction("a", event("1", "ban", schemas.Actual), changed, event("5", "launch", schemas.Planned)))
	add(New, extraction("new", event("6", "ban", schemas.Actual), event("7", "ban", schemas.Actual)))
	d, err := c.Result()
	if err != nil {
		t.Fatal(err)
	}
	if d.OldArticles != 2 || d.NewArticles != 2 || d.OnlyOld != 1 || d.OnlyNew != 1 || d.Changed != 2 {
		t.Errorf("articles %+v", d)
	}
	want := map[string][6]int64{ // old, new, same, added, changed, retracted
		"ban": {1, 3, 1, 2, 0, 0}, "fine": {1, 1, 0, 0, 1, 0}, "deal": {1, 0, 0, 0, 0, 1}, "launch": {0, 1, 0, 1, 0, 0},
	}
	got := map[string][6]int64{}
	for name, x := range d.Types {
		got[name] = [6]int64{x.Old, x.New, x.Same, x.Added, x.Changed, x.Retracted}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if e := d.Types["fine"].Examples; len(e) != 1 || e[0].Changes[0] != "status: possible -> actual" || d.Types["fine"].Fields["status"] != 1 {
		t.Errorf("examples %+v", e)
	}
	if len(d.Types["ban"].Examples) != 1 {
		t.Errorf("%d examples, want 1", len(d.Types["ban"].Examples))
	}
}

// TestComparisonWithStream: records are applied in their order.
func TestComparisonWithStream(t *testing.T) {
	c, err := NewComparison(3)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	n := 0
	record := func(typ string, data any) {
		body, err := json.Marshal(data)
		if err != nil {
			t.Fatal(err)
		}
		n++
		if err := c.AddRecord(Old, schemas.CloudEvent{ID: fmt.Sprint(n), Type: typ, Subject: "a", Data: body}); err != nil {
			t.Fatal(err)
		}
	}
	producer := schemas.Producer{Name: "gleaner", Version: "0", Engine: "ours"}
	record(schemas.TypeEvent, schemas.EventRecord{Event: event("1", "ban", schemas.Possible)})
	record(schemas.TypeEvent, schemas.EventRecord{Event: event("2", "fine", schemas.Actual)})
	record(schemas.TypeArticle, schemas.ArticleRecord{EventIDs: []string{"1", "2"}, Producer: producer})
	record(schemas.TypeEvent, schemas.EventRecord{Event: event("1", "ban", schemas.Actual)})
	record(schemas.TypeTombstone, schemas.Tombstone{Kind: "event", ID: "2"})
	record(schemas.TypeArticle, schemas.ArticleRecord{EventIDs: []string{"1"}, Producer: producer})
	if err := c.Add(New, extraction("a", event("1", "ban", schemas.Actual))); err != nil {
		t.Fatal(err)
	}
	d, err := c.Result()
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Types) != 1 || d.Types["ban"].Same != 1 || d.Changed != 0 {
		t.Errorf("got %s", asJSON(t, d))
	}
}

// TestComparisonOfAmounts: a sum differs also in how it is meant and where it ends.
func TestComparisonOfAmounts(t *testing.T) {
	exact := schemas.Amount{Value: 2e6, Currency: "USD", Text: "$2 million"}
	for _, k := range []struct {
		name string
		to   schemas.Amount
		want string // "" for no change
	}{
		{"text", schemas.Amount{Value: 2e6, Currency: "USD", Text: "2m dollars"}, ""},
		{"value", schemas.Amount{Value: 2.5, Currency: "USD"}, "amount: 2000000 USD -> 2.5 USD"},
		{"currency", schemas.Amount{Value: 2e6, Currency: "EUR"}, "amount: 2000000 USD -> 2000000 EUR"},
		{"comparator", schemas.Amount{Value: 2e6, Currency: "USD", Comparator: "at_least"}, "amount: 2000000 USD -> at least 2000000 USD"},
		{"range", schemas.Amount{Value: 2e6, Upper: 3e6, Currency: "USD", Comparator: "range"}, "amount: 2000000 USD -> 2000000 to 3000000 USD"},
	} {
		from, to := event("1", "fine", schemas.Actual), event("1", "fine", schemas.Actual)
		from.Amount, to.Amount = &exact, &k.to
		got := ""
		for _, c := range changesOf(briefOf(&from), briefOf(&to)) {
			got += c.String()
		}
		if got != k.want {
			t.Errorf("%s: %q, want %q", k.name, got, k.want)
		}
	}
}

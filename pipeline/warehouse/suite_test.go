package warehouse

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gleaner/pipeline"
	"gleaner/schemas"
)

// harness is a target as the suite sees it.
type harness struct {
	target Target
	// query returns the column "line" of the rows.
	query func(t testing.TB, sql string) []string
}

// snapshots show everything a reader can see, a line a row; they run in every engine.
var snapshots = []string{
	`SELECT concat_ws('|', 'article', article_id, published_month, source, title, extract(epoch FROM published_at)::bigint, text_length, producer_version, run_id, revision) FROM articles`,
	`SELECT concat_ws('|', 'article_entity', article_id, entity_id, published_month, type, name, salience::numeric(4,2), mentions, producer_version, revision) FROM article_entities`,
	`SELECT concat_ws('|', 'mention', article_id, entity_id, ordinal, entity_type, entity_name, text, start_offset, end_offset, sentence, revision) FROM mentions`,
	`SELECT concat_ws('|', 'event', event_id, article_id, published_month, type, status, confidence::numeric(4,2), trigger_text, sentence, extract(epoch FROM time_start)::bigint, time_grain, amount, amount_upper, amount_comparator, currency, attribution_source, attribution_confidence::numeric(4,3), revision) FROM events`,
	`SELECT concat_ws('|', 'argument', event_id, ordinal, event_type, event_status, role, text, entity_id, entity_name, value, confidence::numeric(4,3), revision) FROM event_arguments`,
	`SELECT concat_ws('|', 'entity', entity_id, type, name, articles, mentions) FROM entities`,
	`SELECT concat_ws('|', 'dead', letter_id, article_id, reason, field, attempts, payload_bytes, extract(epoch FROM last_seen_at)::bigint) FROM dead_letters`,
	`SELECT concat_ws('|', 'run', run_id, producer_version, engine, models, extract(epoch FROM first_extracted_at)::bigint, extract(epoch FROM last_extracted_at)::bigint) FROM runs`,
}

func (h harness) snapshot(t testing.TB) []string {
	t.Helper()
	all := h.query(t, "SELECT line FROM ("+strings.Join(snapshots, "\nUNION ALL ")+") AS seen (line)")
	slices.Sort(all) // engines sort text in different ways
	return all
}

// history is a stream with everything that happens: articles read again by a
// better model, events that vanish or gain and lose arguments, an article without
// a date, one that moves to another month, one whose article record never came,
// a version that came too late and was retracted, dead letters.
func history(t testing.TB) *stream {
	s := newStream(t)
	fennmark, ostrevia, bolt := entity("Fennmark", 0), entity("Ostrevia", 20), entity("Bolt", 40)
	old, better := producer("1.0"), producer("1.1")

	fine := event("a1", "fine", schemas.Actual, 10, argument("authority", fennmark), argument("target", ostrevia))
	fine.Amount = &schemas.Amount{Value: 3.2e9, Upper: 4e9, Comparator: "range", Currency: "USD", Text: "3.2 to 4 billion dollars"}
	fine.Time = &schemas.Time{Text: "Monday", Start: "2026-11-16", End: "2026-11-17", Grain: "day"}
	fine.Attribution = &schemas.Attribution{Source: "Jane Roe", Cue: "told", Confidence: 0.625}
	ban := event("a1", "ban", schemas.Planned, 30, argument("target", bolt))
	s.extract(schemas.Extraction{Article: article("a1", "2026-11-18"), Entities: []schemas.Entity{fennmark, ostrevia, bolt}, Events: []schemas.Event{fine, ban}, Producer: old})
	s.extract(schemas.Extraction{Article: article("a2", "2026-10-05T10:00:00Z"), Entities: []schemas.Entity{fennmark}, Events: []schemas.Event{event("a2", "launch", schemas.Actual, 5, argument("maker", fennmark))}, Producer: old})
	s.extract(schemas.Extraction{Article: article("undated", ""), Entities: []schemas.Entity{bolt}, Events: []schemas.Event{event("undated", "deal", schemas.Cancelled, 5)}, Producer: old})
	s.extract(schemas.Extraction{Article: article("moves", "2026-08-31"), Entities: []schemas.Entity{bolt}, Events: []schemas.Event{event("moves", "deal", schemas.Actual, 5, argument("buyer", bolt))}, Producer: old})
	s.extract(schemas.Extraction{Article: article("emptied", "2026-11-01"), Entities: []schemas.Entity{ostrevia}, Events: []schemas.Event{event("emptied", "deal", schemas.Actual, 5)}, Producer: old})

	// A better model: a1 loses the ban and an argument, and knows more of Fennmark.
	fine.Arguments, fine.Status = fine.Arguments[1:], schemas.Possible
	longer := fennmark
	longer.Name = "Fennmark Authority"
	longer.Mentions = append(longer.Mentions, schemas.EntityMention{Start: 60, End: 68, Text: "Fennmark", Sentence: 1})
	again := schemas.Extraction{Article: article("a1", "2026-11-18"), Entities: []schemas.Entity{longer, ostrevia}, Events: []schemas.Event{fine}, Producer: better}
	s.extract(again)
	s.extract(schemas.Extraction{Article: article("moves", "2026-09-01"), Entities: []schemas.Entity{bolt}, Events: []schemas.Event{event("moves", "deal", schemas.Negated, 5, argument("buyer", bolt))}, Producer: better})
	s.extract(schemas.Extraction{Article: article("emptied", "2026-11-01"), Producer: better})

	// Parts of an extraction whose article record never came, and a version of a1
	// that lost a race: its parts are stored after the record that stands, then retracted.
	s.parts(schemas.Extraction{Article: article("never", "2026-11-19"), Entities: []schemas.Entity{bolt}, Events: []schemas.Event{event("never", "deal", schemas.Actual, 5)}, Producer: better})
	late := again
	late.Entities = []schemas.Entity{bolt, ostrevia}
	late.Events = []schemas.Event{ban, event("a1", "fine", schemas.Negated, 10)}
	s.parts(late)
	s.add(schemas.TypeTombstone, "a1", schemas.Tombstone{ArticleID: "a1", Kind: "event", ID: ban.ID, Type: "ban"})

	s.dead("d1", "", "missing_text")
	s.dead("d2", "a2", "timeout")
	return s
}

// wanted are lines that every snapshot of history holds, and parts of lines that none does.
func checkHistory(t *testing.T, lines []string) {
	t.Helper()
	text := strings.Join(lines, "\n")
	for _, want := range []string{
		"|a1|2026-11-01|fine|possible|0.75|fine|Fennmark's regulator fine it; that's that.|1794787200|day|3200000000.00|4000000000.00|range|USD|Jane Roe|",
		"argument|" + schemas.EventID("a1", "fine", 10, "fine") + "|0|fine|possible|target|Ostrevia|org-Ostrevia|Ostrevia|",
		"entity|org-Fennmark|organization|Fennmark Authority|2|3",
		"article|moves|2026-09-01|",
		"|undated|0001-01-01|deal|cancelled|",
		"article|emptied|2026-11-01|",
		"dead|record-", "|missing_text|text|1|2|1795161601",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no reader sees %q", want)
		}
	}
	for _, gone := range []string{"|ban|", "never", "authority", "|negated|0.75|fine", "2026-08-01", "event|" + schemas.EventID("emptied", "deal", 5, "deal")} {
		if strings.Contains(text, gone) {
			t.Errorf("readers still see %q", gone)
		}
	}
	if n := strings.Count(text, "event|"); n != 4 {
		t.Errorf("%d events, want 4", n)
	}
	if t.Failed() {
		t.Log(text)
	}
}

// testTarget is what every target promises.
func testTarget(t *testing.T, open func(t *testing.T) harness) {
	records := history(t).records
	var want []string
	t.Run("in order", func(t *testing.T) {
		h := open(t)
		load(t, h.target, records)
		want = h.snapshot(t)
		checkHistory(t, want)
	})
	same := func(t *testing.T, h harness) {
		t.Helper()
		if diff := cmp.Diff(want, h.snapshot(t)); diff != "" {
			t.Errorf("readers see other rows (-want +got):\n%s", diff)
		}
	}
	t.Run("one at a time", func(t *testing.T) {
		h := open(t)
		load(t, h.target, chunks(records, 1)...)
		same(t, h)
	})
	t.Run("twice, as after a crash between commit and ack", func(t *testing.T) {
		h := open(t)
		load(t, h.target, chunks(records, 7)...)
		same(t, h)
		load(t, h.target, chunks(records, 5)...)
		same(t, h)
	})
	t.Run("backwards", func(t *testing.T) {
		h := open(t)
		back := slices.Clone(records)
		slices.Reverse(back)
		load(t, h.target, chunks(back, 4)...)
		same(t, h)
	})
	t.Run("two loaders, redeliveries, any order", func(t *testing.T) {
		for seed := range uint64(3) {
			t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
				h := open(t)
				random := rand.New(rand.NewPCG(seed, 1))
				var loaders sync.WaitGroup
				for _, part := range deal(random, records) {
					loaders.Go(func() { load(t, h.target, part...) })
				}
				loaders.Wait()
				same(t, h)
			})
		}
	})
	t.Run("a crash before the commit", func(t *testing.T) {
		h := open(t)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		b := &Batch{}
		for _, r := range records {
			c, err := read(r)
			if err != nil {
				t.Fatal(err)
			}
			b.add(c)
		}
		_ = h.target.Write(ctx, b) // whether it wrote anything is open
		load(t, h.target, records)
		same(t, h)
	})
}

// deal shuffles records, some of them twice, into the batches of two loaders.
func deal(random *rand.Rand, records []pipeline.Record) [2][][]pipeline.Record {
	var hands [2][]pipeline.Record
	for _, r := range records {
		hand := random.IntN(2)
		hands[hand] = append(hands[hand], r)
		if random.IntN(3) == 0 {
			other := random.IntN(2)
			hands[other] = append(hands[other], r)
		}
	}
	var out [2][][]pipeline.Record
	for i, hand := range hands {
		random.Shuffle(len(hand), func(a, b int) { hand[a], hand[b] = hand[b], hand[a] })
		out[i] = chunks(hand, 1+random.IntN(6))
	}
	return out
}

package pipeline

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"gleaner/schemas"
)

// restful takes a second for an article, and rests where it has to.
func restful(ctx context.Context, a *schemas.Article) (*schemas.Extraction, error) {
	for range 10 {
		Rest(ctx)
		select {
		case <-time.After(100 * time.Millisecond):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	return echo(ctx, a)
}

// TestPrecedence: while there always are live articles, one of the archive is
// done for each so many of them; once there are none, the archive gets everything.
func TestPrecedence(t *testing.T) {
	const articles, weight = 40, 4
	synctest.Test(t, func(t *testing.T) {
		precedence := NewPrecedence(weight)
		var mu sync.Mutex
		var order []string
		began := time.Now()
		var runs sync.WaitGroup
		for _, lane := range []string{"live", "archive"} {
			var bodies []string
			for i := range articles {
				bodies = append(bodies, fmt.Sprintf("%s %d", lane, i))
			}
			runs.Go(func() {
				err := Run(t.Context(), Config{
					Source: newQueue(bodies...), Sink: &shelf{}, Extractor: extractorFunc(restful), AckWait: -1,
					Precedence: precedence, GivesWay: lane == "archive",
					Observe: func(Settlement) {
						mu.Lock()
						defer mu.Unlock()
						order = append(order, lane)
					},
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		runs.Wait()
		if len(order) != 2*articles {
			t.Fatalf("%d articles are done, want %d", len(order), 2*articles)
		}
		live, archived := 0, 0
		for _, lane := range order {
			if lane == "live" {
				live++
			} else {
				archived++
			}
			if want := live / weight; live < articles && (archived > want || archived < want-2) {
				t.Errorf("%d of the archive are done beside %d live ones, want about %d", archived, live, want)
			}
		}
		// The live ones take 40 s whatever else there is; about 30 others are left then.
		if took := time.Since(began); took > 75*time.Second {
			t.Errorf("all took %s", took)
		}
	})
}

// TestRestEnds: an article rests until the live one is done, its time is over, or
// it has rested for long.
func TestRestEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := NewPrecedence(4)
		Rest(t.Context()) // nobody to give way to
		ctx := withRest(t.Context(), p)
		Rest(ctx)
		leave := p.enter()
		time.AfterFunc(time.Second, leave)
		began := time.Now()
		Rest(ctx)
		if took := time.Since(began); took != time.Second {
			t.Errorf("rested %s beside an article of 1 s", took)
		}
		leave = p.enter()
		short, cancel := context.WithTimeout(ctx, 2*time.Second)
		defer cancel()
		Rest(short)
		if !errors.Is(short.Err(), context.DeadlineExceeded) {
			t.Error("did not rest until its time was over")
		}
		Rest(ctx)
		if took := time.Since(began); took != longestRest {
			t.Errorf("rested %s, want no more than %s", took, longestRest)
		}
		Rest(ctx) // no more
		leave()
		if took := time.Since(began); took != longestRest {
			t.Errorf("rested %s, want no more than %s", took, longestRest)
		}
	})
}

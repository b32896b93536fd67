package events

import (
	"cmp"
	"slices"
	"time"

	"gleaner/extractors/doc"
)

const (
	// dated is the probability from which a time is a candidate's own.
	dated = 0.85
	// season is how much time lies between events that are told by the same word
	// and yet two: the quake of Sunday, that of 2019.
	season = 90 * 24 * time.Hour
)

// apart says whether one of the candidates cannot be the same event as one of
// the others, because of when they were.
func (r *reading) apart(some []int32, others ...int32) bool {
	return slices.ContainsFunc(some, func(a int32) bool {
		return slices.ContainsFunc(others, func(b int32) bool { return r.seasonsApart(&r.judged[a], &r.judged[b]) })
	})
}

// seasonsApart says whether two candidates of the same word have times of their
// own that lie far from each other. Other words may tell steps of one event: a
// deal that is agreed on in one year and completed in the next.
func (r *reading) seasonsApart(a, b *judged) bool {
	if r.words[a.Head].lemma != r.words[b.Head].lemma {
		return false
	}
	x, y := r.ownTime(a), r.ownTime(b)
	if x == nil || y == nil {
		return false
	}
	if x.From > y.From {
		x, y = y, x
	}
	end, from := dayOf(cmp.Or(x.To, x.From)), dayOf(y.From)
	return !end.IsZero() && !from.IsZero() && from.Sub(end) > season
}

// ownTime is the dated time of a candidate that its sentence tells, nil for none.
func (r *reading) ownTime(c *judged) *doc.Value {
	i := c.Definition.Role("time")
	if i < 0 {
		return nil
	}
	o := r.tops(c)[i]
	if o == nil || o.odds < dated || o.filler.away != 0 || o.filler.value < 0 {
		return nil
	}
	if v := &r.d.Values[o.filler.value]; v.Kind == doc.TimeValue && v.From != "" {
		return v
	}
	return nil
}

// dayOf is the day of a time in ISO 8601, zero where it tells none.
func dayOf(iso string) time.Time {
	day, _ := time.Parse(time.DateOnly, iso[:min(len(iso), len(time.DateOnly))])
	return day
}

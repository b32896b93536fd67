package resolve

import (
	"math"

	"gleaner/extractors/doc"
)

// weigh sets the salience of each entity: the share of the mentions that are
// its own, earlier ones counting more, scaled so that the foremost entity of
// the article is near 1. A mention after n sentences weighs 1/sqrt(1+n/4).
func weigh(d *doc.Doc) {
	most := float32(0)
	sentence := 0
	for _, m := range d.Mentions {
		if m.Entity == doc.NoEntity {
			continue
		}
		for sentence < len(d.Sentences)-1 && d.Sentences[sentence].End <= m.First {
			sentence++
		}
		e := &d.Entities[m.Entity]
		weight := float32(1 / math.Sqrt(1+float64(sentence)/4))
		if m.Form != doc.Name {
			weight /= 2
		}
		e.Salience += weight
		most = max(most, e.Salience)
	}
	for i := range d.Entities {
		// An entity named once in a long article is never near 1.
		d.Entities[i].Salience /= most + 1
	}
}

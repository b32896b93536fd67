package events

import (
	"math"

	"gleaner/extractors/doc"
	"gleaner/extractors/linear"
)

// confidence is the probability that a group is an event of its type.
func (s *Stage) confidence(r *reading, groups []group, i int) float32 {
	g := &groups[i]
	if s.model == nil || s.model.judge == nil || !s.model.knows(g.definition.Type) {
		return r.judged[g.best].Score
	}
	return float32(yes(s.model.judge, r.judgeFeatures(groups, i), &r.scores))
}

// Templates of the judge.
const (
	jBias = judgeTemplates + iota
	jBest
	jAny
	jCount
	jType
	jRule
	jHeadline
	jFirst
	jArguments
	jRole
	jMissing
	jStatus
	jTypeStatus
	jLemma
	jCluster
	jDeterminer
	jRank
	jSame
	jQuoted
	jRival
	jHasEntity
	jTag
)

// judgeFeatures describes a group as to whether it is an event worth a record.
// Numbers become steps: one feature for each step that they reach.
func (r *reading) judgeFeatures(groups []group, i int) []linear.Feature {
	r.begin()
	g := &groups[i]
	best := &r.judged[g.best]
	eventType := linear.String(g.definition.Type)
	r.bias(jBias)
	r.one(jType, eventType)
	odds := func(p float64) float64 { return (math.Log(p/(1-p+1e-6)) + 4) / 8 }
	r.steps(jBest, odds(float64(best.Score)), 16)
	none := 1.0
	rule, headline, first := float32(0), false, best.Sentence
	for _, m := range g.members {
		c := &r.judged[m]
		none *= 1 - float64(c.Score)
		rule = max(rule, c.byRule)
		headline = headline || r.d.Sentences[c.Sentence].Headline
		first = min(first, c.Sentence)
	}
	r.steps(jAny, odds(1-none), 16)
	r.two(jBest, uint64(max(0, odds(float64(best.Score)))*5), eventType)
	r.one(jCount, bucket(len(g.members)))
	r.steps(jRule, float64(rule), 10)
	r.three(jRule, uint64(rule*10), eventType, 1)
	if headline {
		r.bias(jHeadline)
		r.one(jHeadline, eventType)
	}
	r.one(jFirst, bucket(int(first)))
	r.argumentSummary(g, eventType)
	status := likeliest(g.status)
	r.one(jStatus, uint64(status))
	r.two(jTypeStatus, eventType, uint64(status))
	w := &r.words[best.Head]
	r.one(jLemma, w.lemma)
	r.two(jLemma, w.lemma, eventType)
	if w.known {
		r.one(jCluster, uint64(w.cluster.Of512))
	}
	tag := r.d.Tokens[best.Head].Tag
	r.one(jTag, uint64(tag))
	r.two(jDeterminer, r.determiner(best.Trigger.First, r.d.Sentences[best.Sentence].Range), uint64(classOf(tag)))
	same, better := 0, 0
	for k := range groups {
		o := &groups[k]
		if k == i {
			continue
		}
		if o.definition == g.definition {
			same++
			if r.judged[o.best].Score > best.Score {
				better++
			}
		} else if r.judged[o.best].Head == best.Head && r.judged[o.best].Score > best.Score {
			r.bias(jRival)
		}
	}
	r.two(jSame, bucket(same), bucket(better))
	r.one(jRank, bucket(better))
	for _, q := range r.quotes {
		if q.Holds(best.Head) {
			r.bias(jQuoted)
			break
		}
	}
	return r.features
}

// argumentSummary says which roles are filled, and by what.
func (r *reading) argumentSummary(g *group, eventType uint64) {
	entities := 0
	for j := range g.definition.Roles {
		role := &g.definition.Roles[j]
		name := linear.String(role.Name)
		most := float32(0)
		for k := range g.arguments {
			if a := &g.arguments[k]; a.Role == role.Name {
				most = max(most, a.Score)
				if a.Entity != doc.NoEntity {
					entities++
				}
			}
		}
		if most == 0 {
			r.two(jMissing, name, eventType)
			continue
		}
		r.two(jRole, name, eventType)
		r.two(jRole, name, uint64(most*4))
	}
	r.one(jArguments, bucket(len(g.arguments)))
	r.one(jHasEntity, bucket(entities))
}

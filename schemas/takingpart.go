package schemas

import "slices"

// MaxRepeatedMentions bounds the mentions of an entity that an event record
// repeats: an article of a thousand events may name its subject ten thousand
// times.
const MaxRepeatedMentions = 20

// TakingPart returns the entities that an event refers to by its arguments and
// its attribution, in their order, each with the mentions nearest to the
// trigger. The extraction is not changed.
func (x *Extraction) TakingPart(e *Event) []Entity {
	out := []Entity{}
	for _, entity := range x.Entities {
		named := e.Attribution != nil && e.Attribution.EntityID == entity.ID
		for _, a := range e.Arguments {
			named = named || a.EntityID == entity.ID
		}
		if named {
			out = append(out, entity.near(e.Trigger.Start))
		}
	}
	return out
}

// near returns the entity with those of its mentions that are nearest to a place.
func (e Entity) near(place int) Entity {
	if len(e.Mentions) <= MaxRepeatedMentions {
		return e
	}
	// Mentions are in order, so the nearest lie side by side.
	from, _ := slices.BinarySearchFunc(e.Mentions, place, func(m EntityMention, at int) int { return m.Start - at })
	to := from
	for to-from < MaxRepeatedMentions {
		if to == len(e.Mentions) || from > 0 && place-e.Mentions[from-1].Start <= e.Mentions[to].Start-place {
			from--
		} else {
			to++
		}
	}
	e.MentionCount, e.Mentions = len(e.Mentions), e.Mentions[from:to:to]
	return e
}

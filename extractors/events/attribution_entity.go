package events

import "gleaner/extractors/doc"

// resolve finds the entity that the source is, speaks for or refers to.
func (st *statement) resolve(d *doc.Doc, earlier []statement, held titles) {
	st.entity = doc.NoEntity
	end := headEnd(d, st.source)
	for i := mentionsFrom(d, st.source.First); i < len(d.Mentions) && d.Mentions[i].First < end; i++ {
		if m := &d.Mentions[i]; m.Entity != doc.NoEntity && m.End == end {
			st.entity = m.Entity
			return
		}
	}
	head := d.Tokens[end-1].Lower
	if st.entity = held.person(head); st.entity != doc.NoEntity {
		return
	}
	if spokesmen[head] {
		if st.entity = employer(d, st.source, d.Sentences[st.sentence].End); st.entity != doc.NoEntity {
			return
		}
	}
	switch {
	case mouthpieces[head]:
		if i := latest(d, earlier, doc.Organization); i >= 0 {
			st.entity = earlier[i].entity
			return
		}
		st.entity = lately(d, st.source.First, doc.Organization)
	case st.source.Len() == 1 && pronouns[head] && len(earlier) > 0:
		last := earlier[lastSpeaker(d, earlier, head)]
		st.source, st.entity = last.source, last.entity
	}
}

// headEnd is where the head of a phrase ends: behind "sources" in "sources
// close to the talks".
func headEnd(d *doc.Doc, r doc.Range) int32 {
	for t := r.First + 1; t < r.End; t++ {
		if d.Tokens[t].Tag == doc.IN || d.Tokens[t].Tag == doc.TO {
			for t > r.First+1 && !nominal(d.Tokens[t-1].Tag) {
				t--
			}
			return t
		}
	}
	return r.End
}

// pronouns stand for the last speaker where nothing better is known; "I" and
// "we" stand for who is quoted.
var (
	pronouns = wordSet("he she it they who")
	ownVoice = wordSet("i we")
)

// mouthpieces are nouns that stand for the organization heard before: "the
// paper said", "the statement said", "the union said".
var mouthpieces = wordSet(`paper newspaper statement agency organisation organization group company firm union bank body watchdog institute association
ministry department commission committee council channel broadcaster magazine network carrier airline automaker carmaker maker office`)

// spokesmen are nouns for those, and for what, an organization speaks through.
var spokesmen = wordSet(`spokesman spokeswoman spokesperson official officials source sources executive executives report reports statement
researchers analysts economists correspondent correspondents journalist reporter lawyers lawyer leaders office documents`)

// lastSpeaker is the statement whose source a pronoun stands for: for "he" and
// "she" the last one of a person among the latest, else the last.
func lastSpeaker(d *doc.Doc, earlier []statement, pronoun string) int {
	if pronoun == "he" || pronoun == "she" {
		if i := latest(d, earlier, doc.Person); i >= 0 {
			return i
		}
	}
	return len(earlier) - 1
}

// latest is the last statement by an entity of that kind among the latest, -1
// for none.
func latest(d *doc.Doc, earlier []statement, kind doc.Kind) int {
	const reach = 6
	for i := len(earlier) - 1; i >= max(0, len(earlier)-reach); i-- {
		if e := earlier[i].entity; e != doc.NoEntity && d.Entities[e].Kind == kind {
			return i
		}
	}
	return -1
}

// lately is the entity of that kind that was mentioned last before a token, in
// its sentence or the one before.
func lately(d *doc.Doc, at int32, kind doc.Kind) int32 {
	first := d.Sentences[max(0, d.SentenceAt(at)-1)].First
	for i := mentionsFrom(d, at) - 1; i >= 0 && d.Mentions[i].First >= first; i-- {
		if m := &d.Mentions[i]; m.Entity != doc.NoEntity && m.Kind == kind {
			return m.Entity
		}
	}
	return doc.NoEntity
}

// employer is who a spokesman speaks for: the first organization, else the last
// country, that their phrase names or that stands behind it: "spokesman for Acme".
func employer(d *doc.Doc, r doc.Range, end int32) int32 {
	if t := r.End; t < end && leadsOn[d.Tokens[t].Lower] {
		for t++; t < end && premodifies(d.Tokens[t].Tag) && mentionAt(d, t) < 0; {
			t++
		}
		if i := mentionAt(d, min(t, end-1)); i >= 0 {
			r.End = d.Mentions[i].End
		}
	}
	found := int32(doc.NoEntity)
	for i := mentionsFrom(d, r.First); i < len(d.Mentions) && d.Mentions[i].First < r.End; i++ {
		m := &d.Mentions[i]
		switch {
		case m.Entity == doc.NoEntity || m.End > r.End:
		case m.Kind == doc.Organization:
			return m.Entity
		case m.Kind == doc.GPE:
			found = m.Entity
		}
	}
	return found
}

// titles are the persons of a document by the nouns that tell what they are:
// "spokesman Lee Roe", "Lee Roe, the union's spokesman,". Who shares a title
// with another has none.
type titles map[string]int32

// person is who alone holds a title, NoEntity for nobody.
func (held titles) person(title string) int32 {
	if e, ok := held[title]; ok {
		return e
	}
	return doc.NoEntity
}

func titlesOf(d *doc.Doc) titles {
	held := titles{}
	for i := range d.Mentions {
		m := &d.Mentions[i]
		if m.Kind != doc.Person || m.Form != doc.Name || m.Entity == doc.NoEntity {
			continue
		}
		t := titleOf(d, m.Range)
		if t < 0 {
			continue
		}
		title, entity := d.Tokens[t].Lower, m.Entity
		if was, ok := held[title]; ok && was != entity {
			entity = doc.NoEntity
		}
		held[title] = entity
	}
	return held
}

// titleOf is the noun that tells what the person of a name is, -1 for none: the
// one before it, the one before a comma that another follows behind the name,
// or the head of the phrase behind the comma.
func titleOf(d *doc.Doc, name doc.Range) int32 {
	s := d.Sentences[d.SentenceAt(name.First)].Range
	noun := func(t int32) bool { return t >= s.First && d.Tokens[t].Tag.Noun() && mentionAt(d, t) < 0 }
	comma := func(t int32) bool { return s.Holds(t) && d.Tokens[t].Tag == doc.Comma }
	switch before := name.First - 1; {
	case noun(before):
		return before
	case comma(before) && comma(name.End) && noun(before-1):
		return before - 1
	case comma(name.End):
		if r, ok := phraseFrom(d, name.End+1, s.End); ok && noun(r.End-1) && !(s.Holds(r.End) && d.Tokens[r.End].Tag.Verb()) {
			return r.End - 1
		}
	}
	return -1
}

// creditQuoted gives what "I" and "we" say to who is quoted, else to the
// speaker before.
func creditQuoted(d *doc.Doc, all []statement, quotes []quote) {
	for i := range all {
		st := &all[i]
		if st.source.Len() != 1 || !ownVoice[d.Tokens[st.source.First].Lower] {
			continue
		}
		by := speaker(d, all, quotes, st.cue, st.sentence)
		if by < 0 || by == i {
			by = i - 1
		}
		if by >= 0 {
			st.source, st.entity = all[by].source, all[by].entity
		}
	}
}

package events

import (
	"slices"

	"gleaner/extractors/doc"
)

// matcher fills the roles of one candidate. It is reused.
type matcher struct {
	view   *view
	def    *Definition
	places []place
	used   []bool // per place
	filled []bool // per role
	best   []binding
	trial  []binding
}

// binding says that a place fills a role.
type binding struct {
	role, place int
	argument    doc.Argument
}

// The scores of arguments, by where they were found.
const (
	scoreFrame   = 1.0
	scoreElse    = 0.7
	scoreNearest = 0.4
)

// match fills the roles of a definition from the places around a trigger. The
// frame that fills most roles goes first, then the other frames, then the
// places that the roles name themselves, then time and place.
func (m *matcher) match(trigger *Trigger, c class, head int32, into []doc.Argument) (args []doc.Argument, frame string, framed int) {
	m.used = append(m.used[:0], make([]bool, len(m.places))...)
	m.filled = append(m.filled[:0], make([]bool, len(m.def.Roles))...)
	args = into
	for round := 0; ; round++ {
		f := m.bestFrame(trigger.frames, c)
		if f == nil {
			break
		}
		if round == 0 {
			frame = f.text
		}
		for _, b := range m.best {
			if !m.filled[b.role] {
				framed++
			}
			args = m.take(args, b, scoreFrame)
		}
	}
	args = m.fillElse(args, head)
	return m.fillTimeAndPlace(args, head), frame, framed
}

func (m *matcher) take(args []doc.Argument, b binding, score float32) []doc.Argument {
	m.filled[b.role] = true
	if b.place >= 0 {
		m.used[b.place] = true
	}
	b.argument.Role, b.argument.Score = m.def.Roles[b.role].Name, score
	return append(args, b.argument)
}

// bestFrame leaves in m.best the bindings of the frame that fills most roles
// not yet filled; nil when none fills any.
func (m *matcher) bestFrame(frames []*frame, c class) *frame {
	var best *frame
	most := 0
	for _, f := range frames {
		if f.class != c {
			continue
		}
		if n := m.try(f); n > most {
			best, most = f, n
			m.best, m.trial = m.trial, m.best
		}
	}
	return best
}

// try binds the roles of a frame in m.trial and returns how well it fits: two
// points a role that it fills, three when the filler is a name or value of a
// kind that the role asks for.
func (m *matcher) try(f *frame) int {
	m.trial = m.trial[:0]
	points := 0
	for i := range f.slots {
		s := &f.slots[i]
		if m.filled[s.role] {
			continue
		}
		before := len(m.trial)
		for j := range m.places {
			if m.taken(j) || !s.takes(&m.places[j]) || m.bound(j) {
				continue
			}
			if len(m.trial) > before && !sameKind(&m.places[m.trial[before].place], &m.places[j]) {
				continue
			}
			if a, ok := m.filler(m.def.Roles[s.role].Kinds, &m.places[j]); ok {
				m.trial = append(m.trial, binding{role: s.role, place: j, argument: a})
			}
		}
		if len(m.trial) > before {
			points += 2
			if a := &m.trial[before].argument; m.exact(m.def.Roles[s.role].Kinds, a) {
				points++
			}
		}
	}
	return points
}

// exact says whether a filler is a name or value of one of the kinds, not
// merely a phrase.
func (m *matcher) exact(kinds KindSet, a *doc.Argument) bool {
	if a.Value >= 0 {
		return true
	}
	named := m.view.mentionAt(a.End - 1)
	return named != nil && named.Range == a.Range && kinds&kindOf(named.Kind) != 0
}

// bound says whether the frame on trial uses the filler of a place already.
func (m *matcher) bound(place int) bool {
	return slices.ContainsFunc(m.trial, func(b binding) bool { return m.places[b.place].head == m.places[place].head })
}

// taken says whether the filler of a place fills a role already.
func (m *matcher) taken(place int) bool {
	for j, used := range m.used {
		if used && m.places[j].head == m.places[place].head {
			return true
		}
	}
	return false
}

// sameKind says whether b is coordinated with a.
func sameKind(a, b *place) bool { return a.at == b.at && a.word == b.word }

// takes says whether the place is the one that the slot asks for.
func (s *frameSlot) takes(p *place) bool {
	return s.at == p.at && (s.words == nil || slices.Contains(s.words, p.word))
}

// filler turns a place into an argument when it is of one of the kinds.
func (m *matcher) filler(kinds KindSet, p *place) (doc.Argument, bool) {
	a := doc.Argument{Range: p.phrase, Entity: doc.NoEntity, Value: -1}
	if p.clause {
		return a, kinds&KindPhrase != 0
	}
	if value, kind := m.valueIn(p); kind != 0 && kinds&kind != 0 {
		a.Value, a.Range = value, m.view.d.Values[value].Range
		return a, true
	} else if r := m.localAmount(p.head); r.Len() > 0 && kinds&KindAmount != 0 {
		a.Range = r
		return a, true
	} else if m.view.isTime(p.head) {
		a.Range = m.timeAt(p.head)
		return a, kinds&KindTime != 0
	} else if r.Len() > 0 && kinds&(KindPhrase|KindCount) == 0 || kind == KindAmount && kinds&KindPhrase == 0 {
		return a, false
	}
	if named := m.view.mentionAt(p.head); named != nil && (named.Form == doc.Name || named.Entity != doc.NoEntity) {
		return m.mentioned(kinds, named, a)
	}
	if m.view.tag(p.head) == doc.PRP || m.view.tag(p.head) == doc.PRPS || p.phrase.Len() <= 0 {
		return a, false
	}
	if name := m.modifierName(kinds, p.head); name != nil {
		a.Range, a.Entity = name.Range, name.Entity
		return a, true
	}
	if kinds&KindCount != 0 && m.counts(p.phrase) {
		return a, true
	}
	return a, kinds&KindPhrase != 0 || kinds&nounKinds[m.view.token(p.head).Lemma] != 0
}

// modifierName is the name that stands before a noun for what the noun stands
// for: the country in "the US market", the company in "the Acme show". Roles that
// take products or, for other kinds than organizations, any phrase want the noun
// itself: "Acme phones".
func (m *matcher) modifierName(kinds KindSet, head int32) *doc.Mention {
	c := m.view.chunkOf(head)
	if c < 0 || kinds&KindProduct != 0 || m.view.name(head) != nil {
		return nil
	}
	for t := m.view.chunks[c].inner.First; t < head; t++ {
		name := m.view.name(t)
		if name == nil || kinds&kindOf(name.Kind) == 0 {
			continue
		}
		if kinds&KindPhrase == 0 || name.Kind == doc.Organization && nounKinds[m.view.token(head).Lemma] == 0 {
			return name
		}
	}
	return nil
}

// localAmount is the sum of money at a token of a document without values.
func (m *matcher) localAmount(t int32) doc.Range {
	if !m.view.local {
		return doc.Range{}
	}
	return m.view.localAmount(t)
}

// timeAt is the time expression at a token.
func (m *matcher) timeAt(t int32) doc.Range {
	if i := m.view.valueAt(t); i >= 0 {
		return m.view.d.Values[i].Range
	}
	if named := m.view.mentionAt(t); named != nil && named.Kind == doc.Date {
		return named.Range
	}
	return m.view.localTimeRange(t)
}

// mentioned fills a role with a mention.
func (m *matcher) mentioned(kinds KindSet, named *doc.Mention, a doc.Argument) (doc.Argument, bool) {
	kind := kindOf(named.Kind)
	if kinds&kind != 0 {
		a.Range, a.Entity = named.Range, named.Entity
		return a, true
	}
	if kinds&KindPhrase == 0 || kind == KindTime || named.Form == doc.Pronoun {
		return a, false
	}
	a.Entity = named.Entity
	return a, true
}

// valueIn returns the value at a place and its kind.
func (m *matcher) valueIn(p *place) (int32, KindSet) {
	if i := m.view.valueAt(p.head); i >= 0 {
		switch m.view.d.Values[i].Kind {
		case doc.TimeValue, doc.DurationValue:
			return i, KindTime
		case doc.MoneyValue, doc.PercentValue:
			return i, KindAmount
		case doc.QuantityValue:
			return i, KindCount
		}
	}
	return -1, 0
}

// counts says whether a number stands in a phrase.
func (m *matcher) counts(phrase doc.Range) bool {
	for t := phrase.First; t < phrase.End; t++ {
		if m.view.tag(t) == doc.CD {
			return true
		}
	}
	return false
}

// fillElse fills the roles left from the places that they name.
func (m *matcher) fillElse(args []doc.Argument, head int32) []doc.Argument {
	for i := range m.def.Roles {
		r := &m.def.Roles[i]
		for _, at := range r.Else {
			if m.filled[i] {
				break
			}
			if at == nearest {
				args = m.fillNearest(args, i, head)
				continue
			}
			for j := range m.places {
				if m.taken(j) || m.places[j].at != at {
					continue
				}
				if a, ok := m.filler(r.Kinds, &m.places[j]); ok {
					args = m.take(args, binding{role: i, place: j, argument: a}, scoreElse)
				}
			}
		}
	}
	return args
}

// fillNearest fills a role with the nearest mention or value of its kinds that
// fills no other role.
func (m *matcher) fillNearest(args []doc.Argument, role int, head int32) []doc.Argument {
	kinds := m.def.Roles[role].Kinds &^ KindPhrase
	var best doc.Argument
	distance := int32(-1)
	for t := m.view.sentence.First; t < m.view.sentence.End; t++ {
		p := place{head: t}
		a, ok := m.filler(kinds, &p)
		if !ok || a.Range.Holds(head) || slices.ContainsFunc(args, func(o doc.Argument) bool { return o.Range.Overlaps(a.Range) }) {
			continue
		}
		if far := max(t-head, head-t); distance < 0 || far < distance {
			best, distance = a, far
		}
	}
	if distance < 0 {
		return args
	}
	return m.take(args, binding{role: role, place: -1, argument: best}, scoreNearest)
}

// fillTimeAndPlace fills the two roles that every type has.
func (m *matcher) fillTimeAndPlace(args []doc.Argument, head int32) []doc.Argument {
	if role := m.def.Role("time"); !m.filled[role] && m.def.Roles[role].Kinds == KindTime {
		args = m.fillTime(args, role, head)
	}
	role := m.def.Role("place")
	if m.filled[role] {
		return args
	}
	for j := range m.places {
		p := &m.places[j]
		if m.taken(j) || p.at != oblique || !locative[p.word] {
			continue
		}
		if a, ok := m.filler(m.def.Roles[role].Kinds, p); ok {
			return m.take(args, binding{role: role, place: j, argument: a}, scoreElse)
		}
	}
	return args
}

var locative = wordSet("in at near outside across inside off throughout within")

// fillTime takes the time expression that stands nearest to the trigger and
// within no other filler.
func (m *matcher) fillTime(args []doc.Argument, role int, head int32) []doc.Argument {
	v := m.view
	var best doc.Argument
	distance := int32(-1)
	for t := v.sentence.First; t < v.sentence.End; t++ {
		if !v.isTime(t) {
			continue
		}
		a := doc.Argument{Range: m.timeAt(t), Entity: doc.NoEntity, Value: v.valueAt(t)}
		if far := max(t-head, head-t); !a.Range.Holds(head) && (distance < 0 || far < distance) {
			best, distance = a, far
		}
	}
	if distance < 0 || slices.ContainsFunc(args, func(o doc.Argument) bool { return o.Range.Contains(best.Range) && o.Value == best.Value }) {
		return args
	}
	return m.take(args, binding{role: role, place: -1, argument: best}, scoreElse)
}

// nounKinds are what common nouns refer to, for roles that take no phrase.
var nounKinds = func() map[string]KindSet {
	kinds := map[string]KindSet{}
	for kind, words := range map[KindSet]string{
		KindOrganization: `company firm maker manufacturer bank group agency regulator court government ministry council carrier
			airline retailer supplier operator party union committee commission authority police parliament watchdog corporation
			startup publisher broadcaster developer insurer lender university club team board body unit subsidiary rival
			consortium chain brewer carmaker automaker giant utility fund army military department institution network court`,
		KindPerson: `man woman people person suspect worker employee official minister president chairman executive chief director
			leader lawmaker politician player coach judge lawyer soldier officer student teacher farmer activist protester
			investor customer user resident driver passenger child boy girl victim founder owner analyst trader manager
			singer actor author candidate voter doctor nurse politician member journalist`,
		KindGPE:      `country state city nation kingdom republic province town`,
		KindLocation: `region area district site airport port factory plant`,
	} {
		for w := range wordSet(words) {
			kinds[w] |= kind
		}
	}
	return kinds
}()

package events

import (
	"slices"
	"strings"

	"gleaner/extractors/doc"
)

// Definition says what one event type is: its roles, the words that name it,
// the frames its arguments stand in, and examples that prove all that. It is
// immutable once loaded.
type Definition struct {
	// Type is the name of the event type: lower case letters and underscores.
	Type string
	// Summary says in a line what the type covers.
	Summary string
	// Roles in the order of the file; time and place come last, on every type.
	Roles []Role
	// Triggers are the words that name the event.
	Triggers []*Trigger
	// Cues are words around a trigger that decide the status of this type.
	Cues []Cue
	// Examples must give the event they want, Rejects must not give the type.
	Examples []Example
	Rejects  []Reject
	// File is where the definition stands.
	File string
}

// Role is one part that a participant or fact plays in an event.
type Role struct {
	Name string
	// Kinds are what may fill it.
	Kinds KindSet
	// Required: without it a weak trigger names no event.
	Required bool
	// Else are the places searched, in order, when no frame filled the role.
	Else []position
}

// Trigger is a group of words of one class that name an event in the same way.
type Trigger struct {
	// Verbs, Nouns and Phrases are dictionary forms; one entry may be several words.
	Verbs, Nouns, Phrases []string
	// Weak: the words have other senses too. Without a model they count only
	// when a frame fills the required roles.
	Weak bool
	// Status is what these words say themselves ("scrapped"), when HasStatus.
	Status    doc.Status
	HasStatus bool

	frames []*frame
	not    []around
	needs  []int
	line   int
}

// Cue is a word or phrase that gives events of the type a status, when it
// governs the trigger: "lift" a ban.
type Cue struct {
	Status doc.Status
	// Words are dictionary forms, in order.
	Words []string
}

// Example is a text with an event that must be found in it.
type Example struct {
	Text string
	// Status is the wanted status; HasStatus is false when the example does not say.
	Status    doc.Status
	HasStatus bool
	// Source is the wanted source, "" when the example does not say.
	Source string
	// Roles are the wanted fillers, in order of the file. Others may be found too.
	Roles []Wanted
	Line  int
}

// Wanted is a filler that an example asks for.
type Wanted struct{ Role, Text string }

// Reject is a text in which the type must not be found.
type Reject struct {
	Text string
	Line int
}

// Role returns the index of the role of that name, -1 when there is none.
func (d *Definition) Role(name string) int {
	return slices.IndexFunc(d.Roles, func(r Role) bool { return r.Name == name })
}

// Frames lists the frames of all triggers, each once, in order of the file.
func (d *Definition) Frames() []string {
	var all []string
	for _, t := range d.Triggers {
		for _, f := range t.frames {
			if !slices.Contains(all, f.text) {
				all = append(all, f.text)
			}
		}
	}
	return all
}

// KindSet is a set of what may fill a role.
type KindSet uint16

// The kinds. The first five are those of entities.
const (
	KindOrganization KindSet = 1 << iota
	KindPerson
	KindGPE
	KindLocation
	KindProduct
	// KindAmount: a sum of money or a percentage.
	KindAmount
	// KindTime: a date, time or period.
	KindTime
	// KindCount: a number of people or things, with its noun.
	KindCount
	// KindPhrase: any noun phrase, name or gerund clause.
	KindPhrase
)

var kindSetNames = [...]string{"organization", "person", "gpe", "location", "product", "amount", "time", "count", "phrase"}

// String lists the kinds as a definition writes them.
func (k KindSet) String() string {
	var names []string
	for i, name := range kindSetNames {
		if k&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

// kindOf is the set that holds one kind of mention; empty for kinds that no
// role asks for by name.
func kindOf(k doc.Kind) KindSet {
	switch k {
	case doc.Organization:
		return KindOrganization
	case doc.Person:
		return KindPerson
	case doc.GPE:
		return KindGPE
	case doc.Location:
		return KindLocation
	case doc.Product:
		return KindProduct
	case doc.Date:
		return KindTime
	case doc.Money:
		return KindAmount
	}
	return 0
}

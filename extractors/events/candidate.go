package events

import "gleaner/extractors/doc"

// Candidate is a place in the text that may name an event: a trigger that a
// definition proposes, with what its frames found around it. Candidates are
// judged, given a status and a source, and those of one real-world event are
// merged before they become events of the document.
type Candidate struct {
	// Definition is the event type proposed.
	Definition *Definition
	// Trigger is the word or words that name the event.
	Trigger doc.Range
	// Head is the token of the trigger that governs the others.
	Head int32
	// By is the entry of the definition that names the trigger; nil when no
	// definition does.
	By *Trigger
	// Sentence is the index of the trigger's sentence.
	Sentence int32
	// Frame is the frame that matched, "" when only the trigger did.
	Frame string
	// Arguments are the fillers found so far.
	Arguments []doc.Argument
	// Status is what the cues around the trigger say.
	Status doc.Status
	// Cues are the words that decided the status.
	Cues []doc.Range
	// Attribution is who says so, nil when nobody is credited.
	Attribution *doc.Attribution
	// Score is, as proposed, how much the rules alone speak for the candidate, 0
	// to 1, at least RuleThreshold when they are enough to report it; as judged,
	// the probability that the candidate is an event of its type, 0 to 1.
	Score float32
}

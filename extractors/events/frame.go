package events

import (
	"fmt"
	"slices"
	"strings"
)

// class is how a trigger stands in its sentence.
type class uint8

const (
	verbClass class = iota
	nounClass
	phraseClass // adjectives and set phrases: "bankrupt", "on strike"
	numClasses
)

// classMarks are how frames and contexts write the trigger.
var classMarks = [numClasses]string{"<verb>", "<noun>", "<phrase>"}

// position is a place around a trigger in which an argument stands, with voice,
// relative clauses, control and coordination undone: the subject of "was sold
// by Acme" is Acme.
type position uint8

const (
	subject position = iota
	object
	// complement follows the object: "name Roe chairman".
	complement
	// oblique follows a preposition; an infinitive counts as "to".
	oblique
	// possessor: "Acme's bid", "its bid".
	possessor
	// modifier: "the Acme bid".
	modifier
	// governor is the subject of the verb that has the trigger as its object:
	// Acme in "Acme made a bid".
	governor
	// governed is the object of the verb that has the trigger as its subject:
	// Bolt in "the bid values Bolt at 3m".
	governed
	// nearest is any mention of a fitting kind in the sentence.
	nearest
	numPositions
)

var positionNames = [numPositions]string{
	"subject", "object", "complement", "oblique", "possessor", "modifier", "governor", "governed", "nearest",
}

func (p position) String() string { return positionNames[p] }

func parsePosition(name string) (position, bool) {
	i := slices.Index(positionNames[:], name)
	return position(max(i, 0)), i >= 0
}

// frame is a pattern in English of a trigger and its arguments, such as
// "{authority} <verb> {target} from {object}". Passive voice and other turns
// need no frame of their own.
type frame struct {
	text  string
	class class
	slots []frameSlot
}

// frameSlot is one {role} of a frame.
type frameSlot struct {
	role int
	at   position
	// words are the prepositions of an oblique, or the verbs of a governor or
	// governed place; nil admits any verb.
	words []string
}

// parseFrame reads a frame of the definition.
func parseFrame(d *Definition, text string) (*frame, error) {
	words := strings.Fields(text)
	mark := -1
	f := &frame{text: strings.Join(words, " ")}
	for i, w := range words {
		if c := slices.Index(classMarks[:], w); c >= 0 {
			if mark >= 0 {
				return nil, fmt.Errorf("frame %q names the trigger twice", text)
			}
			mark, f.class = i, class(c)
		}
	}
	if mark < 0 {
		return nil, fmt.Errorf("frame %q lacks the trigger: write <verb>, <noun> or <phrase>", text)
	}
	if err := f.parseBefore(d, words[:mark]); err != nil {
		return nil, fmt.Errorf("frame %q: %w", text, err)
	}
	if err := f.parseAfter(d, words[mark+1:]); err != nil {
		return nil, fmt.Errorf("frame %q: %w", text, err)
	}
	if len(f.slots) == 0 {
		return nil, fmt.Errorf("frame %q names no role", text)
	}
	return f, nil
}

// parseBefore reads what stands before the trigger: "{role}", "{role}'s" or,
// before a noun, "{role} verb|verb", to which "{role}" may be added.
func (f *frame) parseBefore(d *Definition, words []string) error {
	if n := len(words); n == 1 || n == 3 && f.class == nounClass {
		role, possessive, err := parseRole(d, words[n-1])
		if err != nil {
			return err
		}
		slot := frameSlot{role: role, at: subject}
		switch {
		case possessive:
			slot.at = possessor
		case f.class == nounClass:
			slot.at = modifier
		}
		f.slots = append(f.slots, slot)
		words = words[:n-1]
	}
	if len(words) == 0 {
		return nil
	}
	if len(words) != 2 || f.class != nounClass {
		return fmt.Errorf("cannot read %q before the trigger", strings.Join(words, " "))
	}
	role, possessive, err := parseRole(d, words[0])
	if err != nil {
		return err
	}
	if possessive {
		return fmt.Errorf("%s does not stand before a verb", words[0])
	}
	f.slots = append(f.slots, frameSlot{role: role, at: governor, words: governorForms(words[1])})
	return nil
}

// parseAfter reads what follows the trigger: "{role}", "preposition {role}"
// or, after a noun, "verb {role}".
func (f *frame) parseAfter(d *Definition, words []string) error {
	var link []string
	bare := 0
	for _, w := range words {
		if !strings.HasPrefix(w, "{") {
			link = append(link, w)
			continue
		}
		role, possessive, err := parseRole(d, w)
		if err != nil {
			return err
		}
		if possessive {
			return fmt.Errorf("%s stands after the trigger", w)
		}
		slot := frameSlot{role: role}
		switch {
		case len(link) == 0 && bare == 0 && f.class != nounClass:
			slot.at, bare = object, 1
		case len(link) == 0 && bare == 1:
			slot.at, bare = complement, 2
		case len(link) == 0:
			return fmt.Errorf("%s needs a preposition before it", w)
		case isPreposition(link[len(link)-1]):
			slot.at, slot.words = oblique, prepositions(link)
		case len(link) == 1 && f.class == nounClass:
			slot.at, slot.words = governed, governorForms(link[0])
		default:
			return fmt.Errorf("%q is no preposition", strings.Join(link, " "))
		}
		f.slots = append(f.slots, slot)
		link = nil
	}
	if len(link) > 0 {
		return fmt.Errorf("%q at the end leads to no role", strings.Join(link, " "))
	}
	return nil
}

// parseRole reads "{role}" or "{role}'s".
func parseRole(d *Definition, word string) (role int, possessive bool, err error) {
	word, possessive = strings.CutSuffix(word, "'s")
	if !strings.HasPrefix(word, "{") || !strings.HasSuffix(word, "}") {
		return 0, false, fmt.Errorf("want a {role}, got %q", word)
	}
	name := word[1 : len(word)-1]
	if role = d.Role(name); role < 0 {
		return 0, false, fmt.Errorf("unknown role {%s}", name)
	}
	return role, possessive, nil
}

// governorForms are the forms of the verbs "a|b|c"; nil, which admits any, for "*".
func governorForms(words string) []string {
	if words == "*" {
		return nil
	}
	var forms []string
	for w := range strings.SplitSeq(words, "|") {
		forms = append(forms, inflections(w, verbClass)...)
	}
	return forms
}

// prepositions expands "over|for" and joins "because of".
func prepositions(link []string) []string {
	if len(link) == 1 {
		return strings.Split(link[0], "|")
	}
	return []string{strings.Join(link, " ")}
}

// compoundPrepositions are the pairs that count as one preposition.
var compoundPrepositions = map[[2]string]string{
	{"because", "of"}: "because of", {"due", "to"}: "due to", {"out", "of"}: "out of", {"ahead", "of"}: "ahead of",
	{"instead", "of"}: "instead of", {"prior", "to"}: "prior to", {"as", "of"}: "as of", {"away", "from"}: "from",
	{"up", "to"}: "to", {"such", "as"}: "such as", {"next", "to"}: "near", {"thanks", "to"}: "due to",
	{"owing", "to"}: "due to", {"from", "among"}: "among", {"inside", "of"}: "inside", {"outside", "of"}: "outside",
}

var simplePrepositions = wordSet(`about above across after against along alongside amid among around as at before behind
	below beneath beside besides between beyond by despite down during for from in inside into like near of off on onto
	over past per since through throughout to toward towards under until up upon via with within without worth than
	regarding concerning outside following`)

// isPreposition says whether any of "a|b" can lead to an argument.
func isPreposition(words string) bool {
	for w := range strings.SplitSeq(words, "|") {
		if simplePrepositions[w] {
			return true
		}
	}
	return false
}

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		set[w] = true
	}
	return set
}

package names

import (
	"math/bits"
	"unicode"
	"unicode/utf8"

	"gleaner/extractors/doc"
	"gleaner/extractors/lexicons"
	"gleaner/extractors/linear"
)

// sight is what the stage sees of a token before any decision.
type sight struct {
	// word is the index of the token's entry in page.words.
	word int32
	// run is the index in page.runs of the capitalised run it belongs to, -1 for none.
	run int32
	// shape hashes how the token is written, runs of the same class drawn together.
	shape uint32
	// found are the kinds of the longest listed name of several tokens that
	// covers it; at says where in that name it stands.
	found lexicons.Kinds
	at    place
	// weight is how much the first pass made the token's own vote count.
	weight int32
	// letter says how the capitals are to be read.
	letter letter
	// line is the layout of the sentence, in the sight of its first token.
	line line
}

// place is where a token stands in a listed name.
type place uint8

const (
	nowhere place = iota
	first
	inner
	last
)

// letter is the case of a token, together with what its case is worth.
type letter uint8

const (
	// lowercase: no capital.
	lowercase letter = iota
	// capital: upper-case initial in mid-sentence, where it means a name.
	capital
	// opening: upper-case initial at the start of a sentence.
	opening
	// titled: upper-case initial in a sentence in title case.
	titled
	// shouted: capitals in a sentence that is all capitals.
	shouted
	// upper: capitals only, in an ordinary sentence.
	upper
	// mixed: capitals after lower case.
	mixed
	// digits: a digit and no capital.
	digits
	// mark: punctuation.
	mark
)

// written says whether the token has a capital letter.
func (l letter) written() bool { return l >= capital && l <= mixed }

// letterOf reads the case of a token.
func letterOf(shape doc.Shape, opens bool, style style) letter {
	switch {
	case shape.Is(doc.Punct):
		return mark
	case shape.Is(doc.Mixed):
		return mixed
	case style == allCapitals && shape.Is(doc.Initial):
		return shouted
	case shape.Is(doc.AllUpper):
		return upper
	case shape.Is(doc.Initial) && style == titleCase:
		return titled
	case shape.Is(doc.Initial) && opens:
		return opening
	case shape.Is(doc.Initial):
		return capital
	case shape.Is(doc.Digit):
		return digits
	}
	return lowercase
}

// style is how a sentence uses capitals.
type style uint8

const (
	plain style = iota
	titleCase
	allCapitals
)

// styleOf reads the style of a sentence off its words of four letters and more.
func styleOf(tokens []doc.Token) style {
	words, initials, uppers := 0, 0, 0
	for i := range tokens {
		t := &tokens[i]
		if t.Len() < 4 || !t.Shape.Is(doc.Letters) {
			continue
		}
		words++
		if t.Shape.Is(doc.Initial) {
			initials++
		}
		if t.Shape.Is(doc.AllUpper) {
			uppers++
		}
	}
	switch {
	case words >= 2 && uppers*10 >= words*8:
		return allCapitals
	case words >= 4 && initials*10 >= words*7:
		return titleCase
	}
	return plain
}

// line is what a sentence looks like as a whole: its length, style, numbers,
// whether a full stop ends it, and whether it is among the document's first.
type line uint16

// lineOf reads the layout of a sentence.
func lineOf(tokens []doc.Token, style style, index int) line {
	numbers := 0
	for i := range tokens {
		if tokens[i].Shape.Is(doc.Digit) {
			numbers++
		}
	}
	l := line(min(bits.Len(uint(len(tokens))), 6))
	l = l<<2 | line(style)
	l = l<<2 | line(min(numbers*8/len(tokens), 3))
	l <<= 1
	if tokens[len(tokens)-1].Lower == "." {
		l |= 1
	}
	return l<<2 | line(min(index, 2))
}

// shapeOf hashes the classes of a token's characters, each run of one class
// counted as one up to two: "AT&T" gives "AA&A", "iPhone" "aAaa".
func shapeOf(text string) uint32 {
	h, before, run := uint32(2166136261), byte(0), 0
	for _, r := range text {
		c := classOf(r)
		if c == before {
			if run++; run > 2 {
				continue
			}
		} else {
			before, run = c, 1
		}
		h = (h ^ uint32(c)) * 16777619
	}
	return h
}

func classOf(r rune) byte {
	switch {
	case 'a' <= r && r <= 'z':
		return 'a'
	case 'A' <= r && r <= 'Z':
		return 'A'
	case '0' <= r && r <= '9':
		return '0'
	case r < utf8.RuneSelf:
		return byte(r)
	case unicode.IsUpper(r):
		return 'A'
	case unicode.IsLetter(r):
		return 'a'
	}
	return '?'
}

// word is what is known of a distinct lower-case word of the document.
type word struct {
	lower   string
	hash    uint64
	cluster lexicons.Cluster
	known   bool
	kinds   lexicons.Kinds
	leaning leaning

	// plain and capital count how often it stands without and with a capital
	// that means something.
	plain, capital int32
	// evidence is what stands around its capitalised occurrences.
	evidence evidence
	// seenBefore and seenBehind are the 64 clusters of the words beside its
	// capitalised occurrences.
	seenBefore, seenBehind uint64
	// spells is the first run whose initials the word is; see hasInitials.
	spells int32
	// votes of the first pass.
	votes ballot
}

// evidence is a set of facts gathered over all occurrences of a word.
type evidence uint16

const (
	afterTitle evidence = 1 << iota
	afterGivenName
	beforeSurname
	beforeLegalForm
	endsWithOrganizationHead
	endsWithPlaceHead
	afterPlacePreposition
	beforeSpeech
	afterThe
	beforePossessive
	inLongerName
	hasInitials
	inBrackets
	numEvidence = iota
)

// feature value of a word beyond the sentence.
var edge = word{hash: linear.String("\x00edge")}

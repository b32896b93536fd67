package resolve

import "gleaner/extractors/doc"

// gender is what a name, title or pronoun tells of a person.
type gender uint8

const (
	unknown gender = iota
	female
	male
)

// honorificGender reads the word before a name.
func honorificGender(lower string) gender {
	switch lower {
	case "mr", "mr.", "sir", "lord", "king", "prince", "father":
		return male
	case "mrs", "mrs.", "ms", "ms.", "miss", "lady", "queen", "princess", "dame", "sister":
		return female
	}
	return unknown
}

// readGenders reads titles and given names; pronouns add to it later.
func (a *anaphora) readGenders() {
	for _, i := range a.names {
		m := &a.d.Mentions[i]
		k := &a.known[m.Entity]
		if m.Kind != doc.Person || k.gender != unknown {
			continue
		}
		if m.First > 0 {
			before := a.d.Tokens[m.First-1].Lower
			k.gender = max(genderWords[before], honorificGender(before))
		}
		if k.gender == unknown {
			k.gender = honorificGender(a.d.Tokens[m.First].Lower)
		}
		if k.gender == unknown && m.Len() > 1 {
			k.gender = a.s.genderOf(fold(a.d.Tokens[m.First].Lower))
		}
	}
}

// genderWords before a name tell the gender of the person.
var genderWords = map[string]gender{
	"spokesman": male, "chairman": male, "businessman": male, "congressman": male, "actor": male, "brother": male,
	"husband": male, "father": male, "grandfather": male, "uncle": male, "nephew": male, "son": male, "duke": male, "emperor": male, "sheikh": male,
	"spokeswoman": female, "chairwoman": female, "businesswoman": female, "congresswoman": female, "actress": female,
	"sister": female, "wife": female, "mother": female, "grandmother": female, "aunt": female, "niece": female, "daughter": female,
	"duchess": female, "empress": female, "sheikha": female, "girlfriend": female, "boyfriend": male, "widow": female, "heroine": female,
}

// genderOf reads a given name in normal form.
func (s *Stage) genderOf(given string) gender { return givenNames[given] }

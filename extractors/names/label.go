package names

import "gleaner/extractors/doc"

// Kinds are the kinds of mentions that the stage finds, in the order of the labels.
var Kinds = [...]doc.Kind{
	doc.Organization, doc.Person, doc.GPE, doc.Location, doc.Product, doc.Nationality, doc.Misc,
}

// Label says where a token stands in a name: Outside, or the beginning or the
// inside of a name of a kind.
type Label = uint8

// Outside is the label of tokens that belong to no name.
const Outside Label = 0

// NumLabels is the number of labels.
const NumLabels = 1 + 2*len(Kinds)

// Begin is the label of the first token of a name of the kind; Begin+1 that of
// the others. ok is false for kinds that are not in Kinds.
func Begin(kind doc.Kind) (label Label, ok bool) {
	for i, k := range Kinds {
		if k == kind {
			return Label(1 + 2*i), true
		}
	}
	return Outside, false
}

// kindOf is the kind of a label, NoKind for Outside.
func kindOf(label Label) doc.Kind {
	if label == Outside {
		return doc.NoKind
	}
	return Kinds[(label-1)/2]
}

// begins says whether a name starts at the label.
func begins(label Label) bool { return label%2 == 1 }

// labelNames are the labels as the models list them.
func labelNames() []string {
	names := []string{"O"}
	for _, k := range Kinds {
		names = append(names, "B-"+k.String(), "I-"+k.String())
	}
	return names
}

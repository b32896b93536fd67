package doc

// Tag is a Penn Treebank part of speech (Marcus et al. 1993), as used by the
// XPOS column of the English Web Treebank.
type Tag uint8

// The tags. NoTag is the zero value, before the layer Tags is filled.
const (
	NoTag Tag = iota
	CC
	CD
	DT
	EX
	FW
	IN
	JJ
	JJR
	JJS
	LS
	MD
	NN
	NNS
	NNP
	NNPS
	PDT
	POS
	PRP
	PRPS // PRP$
	RB
	RBR
	RBS
	RP
	SYM
	TO
	UH
	VB
	VBD
	VBG
	VBN
	VBP
	VBZ
	WDT
	WP
	WPS // WP$
	WRB
	Hash       // #
	Dollar     // $
	Period     // .
	Comma      // ,
	Colon      // :
	LeftRound  // -LRB-
	RightRound // -RRB-
	OpenQuote  // ``
	CloseQuote // ''
	HYPH
	NFP
	ADD
	AFX
	GW
	XX
	NumTags
)

var tagNames = [NumTags]string{
	"", "CC", "CD", "DT", "EX", "FW", "IN", "JJ", "JJR", "JJS", "LS", "MD", "NN", "NNS", "NNP", "NNPS",
	"PDT", "POS", "PRP", "PRP$", "RB", "RBR", "RBS", "RP", "SYM", "TO", "UH", "VB", "VBD", "VBG", "VBN",
	"VBP", "VBZ", "WDT", "WP", "WP$", "WRB", "#", "$", ".", ",", ":", "-LRB-", "-RRB-", "``", "''",
	"HYPH", "NFP", "ADD", "AFX", "GW", "XX",
}

// String returns the tag as the treebanks write it, "" for NoTag.
func (t Tag) String() string {
	if t < NumTags {
		return tagNames[t]
	}
	return ""
}

// ParseTag returns the tag of that name; ok is false when there is none.
func ParseTag(name string) (t Tag, ok bool) {
	for i, n := range tagNames {
		if n == name && n != "" {
			return Tag(i), true
		}
	}
	return NoTag, false
}

// Noun says whether the tag is a common or proper noun.
func (t Tag) Noun() bool { return t >= NN && t <= NNPS }

// Proper says whether the tag is a proper noun.
func (t Tag) Proper() bool { return t == NNP || t == NNPS }

// Verb says whether the tag is a verb form, modals excluded.
func (t Tag) Verb() bool { return t >= VB && t <= VBZ }

// Adjective says whether the tag is an adjective.
func (t Tag) Adjective() bool { return t >= JJ && t <= JJS }

package doc

// Rel is a relation of Universal Dependencies v2 (https://universaldependencies.org),
// with the subtypes that decide roles.
type Rel uint8

// The relations. NoRel is the zero value, before a sentence is parsed.
const (
	NoRel Rel = iota
	Root
	Acl
	AclRelcl
	Advcl
	Advmod
	Amod
	Appos
	Aux
	AuxPass
	Case
	Cc
	Ccomp
	Compound
	CompoundPrt
	Conj
	Cop
	Csubj
	CsubjPass
	Dep
	Det
	Discourse
	Dislocated
	Expl
	Fixed
	Flat
	Goeswith
	Iobj
	List
	Mark
	Nmod
	NmodPoss
	NmodTmod
	Nsubj
	NsubjPass
	Nummod
	Obj
	Obl
	OblAgent
	OblTmod
	Orphan
	Parataxis
	PunctRel
	Reparandum
	Vocative
	Xcomp
	NumRels
)

var relNames = [NumRels]string{
	"", "root", "acl", "acl:relcl", "advcl", "advmod", "amod", "appos", "aux", "aux:pass", "case", "cc",
	"ccomp", "compound", "compound:prt", "conj", "cop", "csubj", "csubj:pass", "dep", "det", "discourse",
	"dislocated", "expl", "fixed", "flat", "goeswith", "iobj", "list", "mark", "nmod", "nmod:poss",
	"nmod:tmod", "nsubj", "nsubj:pass", "nummod", "obj", "obl", "obl:agent", "obl:tmod", "orphan",
	"parataxis", "punct", "reparandum", "vocative", "xcomp",
}

// String returns the relation as Universal Dependencies writes it, "" for NoRel.
func (r Rel) String() string {
	if r < NumRels {
		return relNames[r]
	}
	return ""
}

// ParseRel returns the relation of that name; an unknown subtype gives its
// main relation ("nsubj:outer" gives Nsubj), an unknown relation ok false.
func ParseRel(name string) (r Rel, ok bool) {
	for i, n := range relNames {
		if n == name && n != "" {
			return Rel(i), true
		}
	}
	for i := range name {
		if name[i] == ':' {
			return ParseRel(name[:i])
		}
	}
	return NoRel, false
}
